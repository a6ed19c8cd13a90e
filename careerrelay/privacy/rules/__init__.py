"""Plain decisions about what is shown, kept and deleted, and until when."""
