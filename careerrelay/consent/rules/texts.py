"""The versions of the consent text: what changed, since when, approved by whom, and whether it asks for more.

The wording of a version stands in `wording_ja` and `wording_en`; what was served is kept byte for byte with
each answer (ServedText), so an old version needs no code to be shown. A version that asks for more than the
one before needs a new grant; one that asks for less does not (個人情報保護法18条1項, ガイドライン通則編3-1-5).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from careerrelay.consent.rules.purposes import CATEGORIES, Category, Purpose


@dataclass(frozen=True, slots=True)
class Reach:
    """What one purpose asks for: which data, for how many mails a year at most, for how many months."""

    categories: frozenset[Category]
    mails_a_year: int = 0
    months: int = 12


@dataclass(frozen=True, slots=True)
class TextVersion:
    """`number` and `on` stand on the page. `approved_by` is a part of the operator's house, never a person's
    name."""

    number: int
    on: date
    changed_ja: str
    changed_en: str
    approved_by: str
    approved_on: date
    asks: dict[Purpose, Reach] = field(default_factory=dict)


_ASKED_FROM_THE_FIRST: Final = {
    Purpose.POOL: Reach(frozenset(CATEGORIES[Purpose.POOL]), mails_a_year=4),
    Purpose.NEWS: Reach(frozenset(CATEGORIES[Purpose.NEWS]), mails_a_year=6),
    Purpose.RELAY: Reach(frozenset(CATEGORIES[Purpose.RELAY])),
}
_APPROVED_BY: Final = "運営者 法務 / operator, legal"

# The newest last. Nothing is taken out or changed: what was approved was approved.
VERSIONS: Final[tuple[TextVersion, ...]] = (
    TextVersion(
        number=1,
        on=date(2026, 11, 1),
        changed_ja="最初の版です。",
        changed_en="The first version.",
        approved_by=_APPROVED_BY,
        approved_on=date(2026, 10, 28),
        asks=_ASKED_FROM_THE_FIRST,
    ),
    TextVersion(
        number=2,
        on=date(2026, 11, 27),
        changed_ja="16歳以上であることを確かめます。外国にある紹介会社について、国と制度を書きます。",
        changed_en="Asks whether the person is 16 or older; names country and law of an agency abroad.",
        approved_by=_APPROVED_BY,
        approved_on=date(2026, 11, 26),
        asks=_ASKED_FROM_THE_FIRST,
    ),
)
CURRENT: Final = VERSIONS[-1]


def version_of(number: int) -> TextVersion:
    return next(version for version in VERSIONS if version.number == number)


def is_wider(new: Reach, *, than: Reach) -> bool:
    """Whether a purpose asks for something that it did not ask for: another kind of data, more mails, a
    longer time."""
    return (
        not new.categories <= than.categories
        or new.mails_a_year > than.mails_a_year
        or new.months > than.months
    )


def needs_new_grant(purpose: Purpose, *, granted_under: TextVersion, now: TextVersion) -> bool:
    """Whether who agreed under one version has to be asked again under another. A purpose that was not asked
    for then was not granted then; one that is not asked for any more needs nothing. A new recipient is a
    topic of its own, and so always a new grant."""
    asked, asks = granted_under.asks.get(purpose), now.asks.get(purpose)
    if asks is None:
        return False
    return asked is None or is_wider(asks, than=asked)
