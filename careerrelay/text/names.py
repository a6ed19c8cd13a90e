"""Names of people: stored as they are written, compared under a folded form."""

import re
import unicodedata
from functools import lru_cache

from careerrelay.core.refusal import Refusal
from careerrelay.text.cleaning import clean_line
from careerrelay.text.folding import fold_for_search

NAME_CHARACTERS_MAX = 300
_COMBINING_MARKS_MAX = 8

_LINE_BREAK = re.compile(r"[\r\n\x0b\x0c\x85\u2028\u2029]")
_HEADER_LIKE = re.compile(r"[:@<>：＠]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# Overrides and isolates turn the words after the name around; no name needs them.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARK_RUN = re.compile(
    f"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]"
    f"{{{_COMBINING_MARKS_MAX + 1}}}"
)

_HALF_WIDTH_KANA = re.compile("[\uff65-\uff9f]+")
_UNSPOKEN = re.compile(r"[\s・･.,'’`´‐-]+")
_TO_KATAKANA = str.maketrans({chr(code): chr(code + 0x60) for code in range(0x3041, 0x3097)})
_SMALL_KANA = str.maketrans("ァィゥェォッャュョヮヵヶヂヅヲ", "アイウエオツヤユヨワカケジズオ")


class HostileName(Refusal):
    def __init__(self, *, ja: str, en: str) -> None:
        super().__init__(ja=f"氏名に{ja}。", en=f"The name {en}.")


def clean_name(text: str) -> str:
    """The name as written, blanks at its ends gone, U+3000 and runs of blanks as one space; `""` when blank.

    Raises: HostileName for what no name needs: control characters, a line break followed by something like a
    mail header, text direction overrides, heaps of combining marks, more than 300 characters.
    """
    stripped = text.strip()
    spaced = stripped.replace("\u3000", " ")
    if spaced.isprintable() and len(stripped) <= NAME_CHARACTERS_MAX and not _MARK_RUN.search(stripped):
        return " ".join(spaced.split())
    _check_hostility(stripped)
    name = clean_line(stripped)
    if len(name) > NAME_CHARACTERS_MAX:
        raise HostileName(
            ja=f"{NAME_CHARACTERS_MAX}文字を超える長さの文字列が入っています",
            en=f"is longer than {NAME_CHARACTERS_MAX} characters",
        )
    return name


def widen_kana(text: str) -> str:
    """Half-width kana as full-width, everything else untouched: readings are shown and sorted this way."""
    return _HALF_WIDTH_KANA.sub(_as_full_width, text)


def comparable_name(text: str) -> str:
    """The form under which two spellings of a name are one: 髙橋　一郎 and 高橋一郎, O'Brien and OBRIEN."""
    # Composed again: what was taken out may have stood between a letter and its mark.
    return unicodedata.normalize("NFKC", "".join(map(_comparable_part, text.split())))


# A hundred thousand people have a few thousand family and given names between them.
@lru_cache(maxsize=20_000)
def _comparable_part(part: str) -> str:
    return _UNSPOKEN.sub("", fold_for_search(part))


def comparable_kana(text: str) -> str:
    """The form under which two spellings of a reading are one: ﾔﾏﾀﾞ, ヤマダ and やまだ; ショウ and シヨウ."""
    read = "".join(map(_comparable_kana_part, text.split()))
    return unicodedata.normalize("NFKC", read).translate(_SMALL_KANA)


@lru_cache(maxsize=20_000)
def _comparable_kana_part(part: str) -> str:
    return comparable_name(fold_for_search(part).translate(_TO_KATAKANA)).translate(_SMALL_KANA)


def _check_hostility(text: str) -> None:
    if _CONTROL.search(text):
        raise HostileName(ja="使えない制御文字が入っています", en="contains control characters")
    if _SURROGATE.search(text):
        raise HostileName(ja="読めない文字が入っています", en="contains characters that cannot be read")
    if _LINE_BREAK.search(text) and _HEADER_LIKE.search(text):
        raise HostileName(
            ja="改行とメールのヘッダーのような文字列が入っています",
            en="contains a line break and something like a mail header",
        )
    if _TURNING.search(text):
        raise HostileName(
            ja="文字の向きを変える制御文字が入っています", en="contains text direction overrides"
        )
    if _MARK_RUN.search(text):
        raise HostileName(ja="結合文字が多すぎます", en="contains too many combining marks")


def _as_full_width(kana: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", kana.group())
