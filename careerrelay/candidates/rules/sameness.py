"""Whether two records are one person: certain, likely or no, with the evidence in codes.

Certain are few things: a mail address of one's own, unless the names are clearly two people's; a phone number
together with the same name. Everything else is weighed as Fellegi and Sunter do: each thing that agrees or differs
multiplies the odds by how much more often it does so in one person than in two, and the prior odds are those of two
records taken by chance. A name weighs as much as it is rare among this organization's people.

A name alone is never likely, however rare: 佐藤 誠 is many people. It takes a second sign of another kind.

Source: I. P. Fellegi, A. B. Sunter, "A Theory for Record Linkage", JASA 64 (1969), 1183-1210; weights by frequency:
W. E. Winkler, "Frequency-Based Matching in the Fellegi-Sunter Model", US Census Bureau RR2000/06. The numbers are
published with what they mean in docs/sameness.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from careerrelay.candidates.rules.name_evidence import (
    Named,
    NameEvidence,
    NameStanding,
    are_clearly_different,
    compare_names,
)

# Of ten records one has a second one in the same database.
DUPLICATE_SHARE = 0.1
LIKELY_FROM = 0.5
# What a human being may wave through by the dozen.
CLEAR_FROM = 0.99
SHARED_ADDRESS = "shared_address"

# As often as people of one name, or one employer, come where nothing is known of the organization's own: the sample
# of so many people is added to hers, so that twenty candidates do not make every name a common one.
_SAMPLE = 1_000
_NAME_SHARE = 1 / 20_000
_EMPLOYER_SHARE = 1 / 2_000

# How often the same person's two records agree in it (m) against two people's (u), as one number m / u.
_NAME_M = 0.9
_EMPLOYER_M = 0.5
_ADDRESS_M, _ADDRESS_SHARERS = 0.5, 0.01
_PHONE_M, _PHONE_SHARERS = 0.6, 0.02
_RATIOS_OF_CODES = {
    "name_swapped": 0.5,
    "name_latin": 0.25,
}
_RATIOS_OF_STANDINGS = {
    NameStanding.GIVEN: 7.5,
    NameStanding.PART: 3.0,
    NameStanding.NEAR: 100.0,
    NameStanding.UNKNOWN: 1.0,
    NameStanding.DIFFERENT: 0.02,
}
_OTHER_KANJI_RATIO = 0.05
_SAME_READING_RATIO = 1.2
_OTHER_READING_RATIO = 0.05
_MAILBOX_RATIO, _MAILBOX_OF_NAME_RATIO = 100.0, 12.0
_SCHOOL_RATIO = 20.0
_OTHER_ADDRESS_RATIO, _OTHER_PHONE_RATIO = 0.5, 0.4
_OTHER_EMPLOYER_RATIO, _OTHER_SCHOOL_RATIO = 0.7, 0.6

_MAILBOX_LETTERS_MIN = 6
_ROLE_MAILBOXES = frozenset({"contact", "office", "saiyou", "recruit", "system", "noreply", "no-reply"})


class Sameness(StrEnum):
    CERTAIN = "certain"
    LIKELY = "likely"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one record, in forms that compare: addresses in their canonical form and without those of
    job boards, phones in E.164, employers and schools folded."""

    named: Named
    addresses: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    employers: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Commonness:
    """How many people there are, and how many of them bear the name, the reading, work at the employer, these two
    counted in. The commoner of the two spellings: one in the other order is rare, but the name is not. Of the shared
    employers the rarest."""

    people: int
    of_name: int = 2
    of_kana: int = 2
    of_employer: int = 2


@dataclass(frozen=True, slots=True)
class Judgement:
    sameness: Sameness
    likelihood: float
    evidence: tuple[str, ...]


def judge(one: Known, other: Known, *, commonness: Commonness) -> Judgement:
    """`evidence` holds what speaks for it, the name first."""
    names = compare_names(one.named, other.named)
    contact = tuple(_contact_codes(one, other))
    work = tuple(_work_codes(one, other))
    likelihood = _likelihood(one, other, names, (*contact, *work), commonness=commonness)
    if "address" in contact and are_clearly_different(one.named, other.named):
        return Judgement(
            Sameness.LIKELY, likelihood, (*names.codes, SHARED_ADDRESS, *_without_address(contact), *work)
        )
    evidence = (*names.codes, *contact, *work)
    if "address" in contact or ("phone" in contact and _is_same_name(one, other)):
        return Judgement(Sameness.CERTAIN, max(likelihood, CLEAR_FROM), evidence)
    is_likely = bool(contact or work) and likelihood >= LIKELY_FROM
    return Judgement(Sameness.LIKELY if is_likely else Sameness.NO, likelihood, evidence)


def is_certain_by_phone(one: Named, other: Named) -> bool:
    """Two who share a number: one person if they bear one name, else perhaps a family."""
    return bool(one.name_key) and one.name_key == other.name_key


def _is_same_name(one: Known, other: Known) -> bool:
    return is_certain_by_phone(one.named, other.named)


def _without_address(codes: tuple[str, ...]) -> Iterator[str]:
    return (code for code in codes if code != "address")


def _contact_codes(one: Known, other: Known) -> Iterator[str]:
    if one.addresses & other.addresses:
        yield "address"
    elif _mailboxes(one) & _mailboxes(other):
        yield "mailbox"
    if one.phones & other.phones:
        yield "phone"


def _mailboxes(known: Known) -> frozenset[str]:
    """What stands before the @, where it is somebody's own: people keep it when they change the provider."""
    locals_ = (address.partition("@")[0] for address in known.addresses)
    return frozenset(
        local for local in locals_ if len(local) >= _MAILBOX_LETTERS_MIN and local not in _ROLE_MAILBOXES
    )


def _work_codes(one: Known, other: Known) -> Iterator[str]:
    if one.employers & other.employers:
        yield "employer"
    if one.schools & other.schools:
        yield "school"


def _likelihood(
    one: Known, other: Known, names: NameEvidence, codes: tuple[str, ...], *, commonness: Commonness
) -> float:
    people = max(commonness.people, 2)
    odds = DUPLICATE_SHARE / people * _name_ratio(one, other, names, commonness=commonness)
    is_name_alike = names.standing not in (NameStanding.DIFFERENT, NameStanding.UNKNOWN)
    ratios_for = {
        "address": _ADDRESS_M * people / _ADDRESS_SHARERS,
        "phone": _PHONE_M * people / _PHONE_SHARERS,
        "mailbox": _MAILBOX_OF_NAME_RATIO if is_name_alike else _MAILBOX_RATIO,
        "employer": _EMPLOYER_M / _share(commonness.of_employer, people, expected=_EMPLOYER_SHARE),
        "school": _SCHOOL_RATIO,
    }
    against = _ratios_against(one, other, codes)
    for ratio in chain((ratios_for[code] for code in codes), against):
        odds *= ratio
    return odds / (1 + odds)


def _name_ratio(one: Known, other: Known, names: NameEvidence, *, commonness: Commonness) -> float:
    people = max(commonness.people, 2)
    by_name = _NAME_M / _share(commonness.of_name, people, expected=_NAME_SHARE)
    by_kana = _NAME_M / _share(commonness.of_kana, people, expected=_NAME_SHARE)
    if names.standing is NameStanding.SAME:
        ratio = by_name * _RATIOS_OF_CODES.get(names.codes[0], 1.0)
        if names.is_reading_different:
            return ratio * _OTHER_READING_RATIO
        return ratio * _SAME_READING_RATIO if "kana" in names.codes else ratio
    if names.standing is NameStanding.READING:
        has_kanji = bool(one.named.name_key and other.named.name_key)
        return by_kana * (_OTHER_KANJI_RATIO if has_kanji else 1.0)
    return _RATIOS_OF_STANDINGS[names.standing]


def _share(count: int, people: int, *, expected: float) -> float:
    """How often chance makes two agree: the others who do, with a sample of the whole country added to them."""
    return (max(count - 2, 0) + _SAMPLE * expected) / (max(people - 2, 0) + _SAMPLE)


def _ratios_against(one: Known, other: Known, codes: tuple[str, ...]) -> Iterator[float]:
    """What both have and do not share. People change their number and their employer: it says little."""
    if one.addresses and other.addresses and not {"address", "mailbox"} & set(codes):
        yield _OTHER_ADDRESS_RATIO
    if one.phones and other.phones and "phone" not in codes:
        yield _OTHER_PHONE_RATIO
    if one.employers and other.employers and "employer" not in codes:
        yield _OTHER_EMPLOYER_RATIO
    if one.schools and other.schools and "school" not in codes:
        yield _OTHER_SCHOOL_RATIO
