"""Files that candidates hand in: what may come in at all, and the text in it. Only ever run in the sandbox, except
`kinds` and `cleaning`, which look at few bytes or at text alone."""
