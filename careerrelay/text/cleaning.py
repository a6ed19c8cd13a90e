"""What is taken away from a value before it is stored: only what nobody can see or mean."""

import re

# Zero-width blank, byte order mark, word joiner, direction marks. Joiners (ZWJ, ZWNJ) and variation selectors
# stay: emoji and names are written with them (P29).
_MEANINGLESS = re.compile("[\u200b\u200e\u200f\u2060\ufeff\u00ad]")
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BLANKS = re.compile(r"\s+")


def clean_line(text: str) -> str:
    """One line: runs of blanks (U+3000 and line ends too) become one space, control characters vanish."""
    if text.isprintable():  # then its only blanks are spaces
        return " ".join(text.split())
    return _BLANKS.sub(" ", _CONTROLS.sub("", _MEANINGLESS.sub("", text))).strip()


def clean_paragraphs(text: str) -> str:
    """Several lines: they end in `\\n`, have no blanks at their ends and no control characters but TAB."""
    if text.isprintable():
        return text.strip(" ")
    lines = _LINE_ENDS.sub("\n", text).split("\n")
    cleaned = (_CONTROLS.sub("", _MEANINGLESS.sub("", line)).rstrip() for line in lines)
    return "\n".join(cleaned).strip("\n \u3000")
