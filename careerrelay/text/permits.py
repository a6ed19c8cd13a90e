"""Numbers that authorities give out: placement permits, invoice issuers, and マイナンバー to refuse."""

import re
from dataclasses import dataclass

from careerrelay.core.refusal import Refusal
from careerrelay.text.folding import fold_hyphens
from careerrelay.text.quoting import quotable

# [0-9], not \d: \d also matches digits of other scripts, and NFKC leaves Arabic ones as they are.
_PERMIT = re.compile(r"(0[1-9]|[1-3][0-9]|4[0-7])-(ユ|ム|特|地)-([0-9]{6})")
_INVOICE = re.compile(r"T([0-9]{13})")
_MY_NUMBER = re.compile(r"[0-9]{4}[\s-]?[0-9]{4}[\s-]?[0-9]{4}")


class MalformedPermitNumber(Refusal):
    def __init__(self, written: str) -> None:
        shown = quotable(written)
        super().__init__(
            ja=f"許可番号「{shown}」は正しい形ではありません。「13-ユ-123456」のように入力してください。",
            en=f"The permit number {shown} is malformed; it is written like 13-ユ-123456.",
        )


class MalformedInvoiceNumber(Refusal):
    def __init__(self, written: str) -> None:
        shown = quotable(written)
        super().__init__(
            ja=f"登録番号「{shown}」は正しくありません。「T」と13桁の数字です。",
            en=f"The invoice issuer number {shown} is not valid; it is T and 13 digits.",
        )


@dataclass(frozen=True, slots=True)
class PermitNumber:
    """A permit to place people (職業紹介事業), as the labour office of a prefecture numbers it."""

    prefecture_code: str
    kind: str
    serial: str

    @property
    def is_fee_charging(self) -> bool:
        """ユ: the fee-charging permit of 職業安定法 Art. 30. ム, 特 and 地 place people free of charge."""
        return self.kind == "ユ"

    def __str__(self) -> str:
        return f"{self.prefecture_code}-{self.kind}-{self.serial}"


def parse_permit_number(text: str) -> PermitNumber:
    """`１３－ﾕ－１２３４５６` and `13-ユ-123456` are one. Raises: MalformedPermitNumber."""
    match = _PERMIT.fullmatch(re.sub(r"\s", "", fold_hyphens(text)))
    if match is None:
        raise MalformedPermitNumber(text)
    return PermitNumber(*match.groups())


def parse_invoice_number(text: str) -> str:
    """The number of a qualified-invoice issuer (適格請求書発行事業者): `T`, a check digit, 12 digits.

    Raises: MalformedInvoiceNumber.

    Source: 法人番号の指定等に関する省令 (平成26年財務省令第70号) Art. 2.
    """
    match = _INVOICE.fullmatch(re.sub(r"[\s-]", "", fold_hyphens(text)).upper())
    if match is None:
        raise MalformedInvoiceNumber(text)
    digits = match.group(1)
    weighted = sum(int(digit) * weight for digit, weight in zip(digits[1:], (2, 1) * 6, strict=True))
    if int(digits[0]) != 9 - weighted % 9:
        raise MalformedInvoiceNumber(text)
    return f"T{digits}"


def is_my_number(text: str) -> bool:
    """Twelve digits with the check digit of a マイナンバー; one number of eleven has it by chance.

    Source: 行政手続における特定の個人を識別するための番号の利用等に関する法律施行令の省令
    (平成26年総務省令第85号) Art. 5.
    """
    if not _MY_NUMBER.fullmatch(text):
        return False
    digits = [int(digit) for digit in re.sub(r"[\s-]", "", text)]
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    remainder = sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11
    return digits[11] == (0 if remainder <= 1 else 11 - remainder)
