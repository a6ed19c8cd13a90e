"""The same words as HTML: one column like a letter. No picture, no tracking, nothing from elsewhere.

Paragraphs are what blank lines part; a line of three or more dashes is a rule, below it stands the small
print. Colours are the reader's own, so that dark mail programs need no guessing.
"""

import re
from html import escape
from typing import Final

from careerrelay.outreach.rules.mail_text import MailText, Slot

_FONTS: Final = {
    "ja": "'Hiragino Sans','Hiragino Kaku Gothic ProN','Noto Sans JP','BIZ UDPGothic','Yu Gothic Medium',"
    "Meiryo,sans-serif",
    "en": "'Helvetica Neue','Segoe UI',Roboto,Arial,sans-serif",
}
_TOKENS = re.compile(
    r"(?P<rule>\n*^[-―─—]{3,}[ \t]*$\n*)|(?P<paragraph>\n[ \t]*\n\s*)|(?P<line>\n)"
    r"|(?P<link>https?://[!#-;=?-~]*[#-&*+/-9=?-Z_a-z~-])",
    re.MULTILINE,
)
_RULE = (
    '</p>\n<hr style="border:0;border-top:1px solid;opacity:.3;margin:32px 0 16px">\n'
    '<p style="margin:0 0 1em;font-size:13px">'
)
_PARAGRAPH = "</p>\n<p"
_OPEN = ' style="margin:0 0 1em">'
_OPEN_SMALL = ' style="margin:0 0 1em;font-size:13px">'
_LINK_STYLE = ' style="overflow-wrap:anywhere"'


def html_letter(text: MailText, *, language: str) -> MailText:
    """HTML pieces and the same slots; whoever fills a slot must escape the value for HTML."""
    parts: list[str | Slot] = [_head(language)]
    is_small = False
    for part in _without_last_line_end(text):
        if isinstance(part, Slot):
            parts.extend(_slot(part))
            continue
        parts.append(_words(part, is_small=is_small))
        is_small = is_small or any(token["rule"] for token in _TOKENS.finditer(part))
    parts.append("</p>\n</div>\n</body>\n</html>\n")
    return tuple(parts)


def _head(language: str) -> str:
    fonts = _FONTS.get(language[:2], _FONTS["en"])
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        '<meta name="color-scheme" content="light dark">\n</head>\n'
        f'<body style="margin:0;padding:24px 16px;font:16px/1.75 {fonts}">\n'
        f'<div style="max-width:36rem;margin:0 auto">\n<p{_OPEN}'
    )


def _without_last_line_end(text: MailText) -> MailText:
    last = text[-1] if text else ""
    return (*text[:-1], last.rstrip("\n")) if isinstance(last, str) else text


def _slot(slot: Slot) -> MailText:
    if slot.kind == "link":
        return ('<a href="', slot, f'"{_LINK_STYLE}>', slot, "</a>")
    return (slot,)


def _words(words: str, *, is_small: bool) -> str:
    pieces: list[str] = []
    end = 0
    for token in _TOKENS.finditer(words):
        pieces.append(escape(words[end : token.start()]))
        end = token.end()
        if token["rule"]:
            is_small = True
            pieces.append(_RULE)
        elif token["paragraph"]:
            pieces.append(_PARAGRAPH + (_OPEN_SMALL if is_small else _OPEN))
        elif token["link"]:
            link = escape(token["link"])
            pieces.append(f'<a href="{link}"{_LINK_STYLE}>{link}</a>')
        else:
            pieces.append("<br>\n")
    pieces.append(escape(words[end:]))
    return "".join(pieces)
