"""A name under which a file can be kept and saved on any machine, whatever it was called by whoever sent it."""

import re

from careerrelay.candidates.rules.documents.kinds import DocumentKind
from careerrelay.text.cleaning import clean_line
from careerrelay.text.folding import without_invisible

NAME_CHARACTERS_MAX = 120
_FORBIDDEN = re.compile(r'[<>:"|?*%;]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.IGNORECASE)


def safe_filename(name: str, kind: DocumentKind) -> str:
    """No folder, no control character, no hidden change of direction; it ends in what the file is, so that nothing
    that is called .exe is handed on as one. Joiners of emoji go too: it is a label, the person's name stays as it is.
    """
    last = re.split(r"[/\\]", name)[-1]
    shown = _FORBIDDEN.sub("_", clean_line(without_invisible(last))).strip(". ")
    if _RESERVED.match(shown):
        shown = f"_{shown}"
    stem, dot, ending = shown.rpartition(".")
    if not dot or ending.lower() != kind.value:
        stem = shown
    return f"{stem[:NAME_CHARACTERS_MAX].strip('. ') or '書類'}.{kind.value}"
