"""A refusal is an answer to the person who asked; a trouble is the outside world failing."""


class Refusal(Exception):
    """Something that may not be done, in words that the reader may see, in both languages.

    Subclasses stand beside the function that raises them and are named for the deed that failed.
    """

    def __init__(self, *, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja = ja
        self.en = en

    def sentence(self, language: str) -> str:
        return self.ja if language.startswith("ja") else self.en


class Trouble(Exception):
    """A part that we depend on does not answer. Tried again a bounded number of times, counted, visible."""
