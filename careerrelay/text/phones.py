"""Phone numbers as people and spreadsheets write them, made into E.164."""

import re
from dataclasses import dataclass

import phonenumbers

from careerrelay.core.refusal import Refusal
from careerrelay.text.folding import fold_hyphens
from careerrelay.text.quoting import quotable, says_nothing

_REGION = "JP"
_CELL_CHARACTERS_MAX = 200

_MOBILE = re.compile(r"(?:(?:\+81|0081)0?|0)([5789]0[0-9]{8})")
_MOBILE_AS_DIALLED = re.compile(r"0([5789]0)-?([0-9]{4})-?([0-9]{4})")
_MOBILE_E164 = re.compile(r"\+81([5789]0)([1-9][0-9]{3})([0-9]{4})")
_MOBILE_WITHOUT_ZERO = re.compile(r"[5789]0[0-9]{8}")  # Excel took the column for numbers
_LANDLINE_WITHOUT_ZERO = re.compile(r"[1-9][0-9]{8}")
_ROUNDED = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[\s().\-/]+")
_REMARK = re.compile(
    r"\([^()0-9+]*\)|(?:tel|phone|電話番号|電話|携帯|自宅|勤務先|連絡先)\s*:?", re.IGNORECASE
)
_LABEL = re.compile(
    r"\((?:本人|携帯|自宅|勤務先|実家|pc|mobile|home|work)\)|(?:tel|phone|mobile|電話番号|電話|携帯|自宅|勤務先|連絡先)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[+(]?[0-9][0-9()\s.\-/]{7,20}[0-9]")
_BREAK = re.compile(r"[\s(]")
_WITHOUT_A_BREAK = re.compile(r"[^\s(]{9,}")  # 090-1234-5678(18 before 時以降)
# Fewer digits in a row are a time or an extension beside a number; more may be half a number.
_HALF_A_NUMBER = re.compile(r"(?:[0-9]-?){5}")
_SEPARATOR = re.compile(r"[\n\r,;、・|]+|\s*/\s*(?=[0+(])|\s+(?=[0+][0-9(])|\s{2,}|(?<=[0-9])\s+(?=\(0)")
_WRITABLE = re.compile(r"\+?[0-9]{3,20}")


class UnusablePhone(Refusal):
    def __init__(self, written: str, *, ja: str, en: str) -> None:
        shown = quotable(written)
        super().__init__(
            ja=f"電話番号「{shown}」は使えません。{ja}。",
            en=f"The phone number {shown} cannot be used: {en}.",
        )


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    e164: str

    @property
    def national(self) -> str:
        """As it is dialled in Japan (`090-1234-5678`); a foreign number in international form."""
        mobile = _MOBILE_E164.fullmatch(self.e164)
        if mobile is not None:  # nearly all; the library takes 30 µs
            return "0" + "-".join(mobile.groups())
        number = phonenumbers.parse(self.e164, None)
        style = (
            phonenumbers.PhoneNumberFormat.NATIONAL
            if number.country_code == 81
            else phonenumbers.PhoneNumberFormat.INTERNATIONAL
        )
        return phonenumbers.format_number(number, style)

    def __str__(self) -> str:
        return self.e164


def parse_phone(text: str) -> PhoneNumber:
    """The one number in the text. Raises: UnusablePhone, also for none and for two."""
    found = parse_phones(text)
    if len(found) != 1:
        raise UnusablePhone(text, ja="電話番号を1つだけ入力してください", en="enter exactly one number")
    return found[0]


def parse_phones(cell: str) -> tuple[PhoneNumber, ...]:
    """All numbers of a cell in their order, each once; none for a blank, 「なし」 or a dash.

    Raises: UnusablePhone when anything in the cell is not understood: half of a cell is never taken.
    """
    if plain := _MOBILE_AS_DIALLED.fullmatch(cell):  # nearly all cells
        return (PhoneNumber("+81" + "".join(plain.groups())),)
    if len(cell) > _CELL_CHARACTERS_MAX:
        raise UnusablePhone(cell, ja="長すぎます", en="it is too long")
    text = fold_hyphens(cell).strip().lstrip("'").strip()
    if says_nothing(text):
        return ()
    whole = _as_number(text)
    if whole is not None:
        return (whole,)
    found: dict[str, PhoneNumber] = {}
    for part in _SEPARATOR.split(_REMARK.sub(" ", text).strip()):
        if part.strip():
            number = _as_number(part) or _refuse(part, written_as=cell)
            found.setdefault(number.e164, number)
    return tuple(found.values()) or (_refuse(text, written_as=cell),)


def find_phones(cell: str) -> tuple[tuple[PhoneNumber, ...], str]:
    """The numbers of a cell and, where words stand beside them that name no kind of number (昼間のみ), the whole cell.

    Raises: UnusablePhone where it holds no number, or digits that belong to none.
    """
    if plain := _MOBILE_AS_DIALLED.fullmatch(cell):  # nearly all cells
        return (PhoneNumber("+81" + "".join(plain.groups())),), ""
    try:
        found = parse_phones(cell)
    except UnusablePhone:
        found = _numbers_among_words(fold_hyphens(cell[:_CELL_CHARACTERS_MAX]))
        if not found or len(cell) > _CELL_CHARACTERS_MAX:
            raise
    rest = _LABEL.sub("", _DIGITS.sub("", fold_hyphens(cell))) if found else ""
    return found, cell if any(letter.isalnum() for letter in rest) else ""


def _numbers_among_words(text: str) -> tuple[PhoneNumber, ...]:
    found: dict[PhoneNumber, None] = {}

    def take(digits: re.Match[str]) -> str:
        number = _as_number(digits.group())
        if number is not None:
            found.setdefault(number)
            return " "
        shorter = _WITHOUT_A_BREAK.sub(take, digits.group()) if _BREAK.search(digits.group()) else ""
        return shorter or digits.group()

    rest = [_DIGITS.sub(take, part) for part in _SEPARATOR.split(text) if part]
    return () if any(map(_HALF_A_NUMBER.search, rest)) else tuple(found)


def _as_number(text: str) -> PhoneNumber | None:
    """The patterns that nearly all cells match first (1 µs), the library only for the rest (30 µs)."""
    digits = _PUNCTUATION.sub("", text)
    mobile = _MOBILE.fullmatch(digits)
    if mobile is not None:
        return PhoneNumber(f"+81{mobile.group(1)}")
    if _MOBILE_WITHOUT_ZERO.fullmatch(digits):
        return PhoneNumber(f"+81{digits}")
    if not _WRITABLE.fullmatch(digits):
        return None
    if _LANDLINE_WITHOUT_ZERO.fullmatch(digits):
        return _by_library("0" + digits)
    return _by_library(digits) or _by_library(_with_plus(digits))


def _with_plus(digits: str) -> str:
    return "+" + digits if digits.startswith("81") else digits


def _by_library(text: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, _REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return PhoneNumber(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _refuse(part: str, *, written_as: str) -> PhoneNumber:
    if _ROUNDED.fullmatch(part.strip()):
        raise UnusablePhone(
            written_as,
            ja="表計算ソフトが桁を丸めたため、元の番号に戻せません。列を文字列にして書き出し直してください",
            en="a spreadsheet rounded its digits away; export the column as text again",
        )
    raise UnusablePhone(written_as, ja="電話番号として読めません", en="it cannot be read as a phone number")
