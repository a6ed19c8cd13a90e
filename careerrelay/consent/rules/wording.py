"""The consent text: one document per company, language and day, from which the page is drawn.

The page shows the document and nothing else, and the document is stored, byte for byte, with the answer. So
what was shown can be proven years later (個人情報保護法27条, 28条; P06). It names no person.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from careerrelay.consent.rules import wording_en, wording_ja
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.consent.rules.texts import CURRENT

MONTHS_A_YEAR = 12
LANGUAGES = {"ja": wording_ja, "en": wording_en}


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    id: str
    name: str
    legal_name: str
    name_en: str
    postal_address: str
    contact_desk: str
    contact_address: str
    postal_address_en: str = ""
    contact_desk_en: str = ""


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """A recipient as it is named on the day: with the permit that is valid then."""

    id: str
    legal_name: str
    name_en: str
    field: str
    field_en: str
    postal_address: str
    permit_number: str
    permit_valid_from_on: str
    permit_valid_until_on: str
    permit_checked_on: str
    country_name: str = ""
    country_name_en: str = ""
    country_law: str = ""
    country_law_en: str = ""
    measures: str = ""
    measures_en: str = ""


CONTACT_EN = ("postal_address_en", "contact_desk_en")
ABROAD = ("country_name", "country_name_en", "country_law", "country_law_en", "measures", "measures_en")


@dataclass(frozen=True, slots=True)
class Terms:
    """`cooling` is the time between a grant and the relay; `ratio` introductions earn the company one hire."""

    cooling: timedelta
    ratio: int = 10
    pool_mails_a_year: int = CURRENT.asks[Purpose.POOL].mails_a_year
    news_every_months: int = MONTHS_A_YEAR // CURRENT.asks[Purpose.NEWS].mails_a_year


def consent_document(
    *, company: CompanyFacts, agencies: Sequence[AgencyFacts], terms: Terms, language: str
) -> dict[str, object]:
    """Every word that the consent page shows about what is consented to. Keys and order are part of it."""
    words = LANGUAGES[language]
    return {
        "version": CURRENT.number,
        "version_on": CURRENT.on.isoformat(),
        "language": language,
        "company": _filled(asdict(company), unless_empty=CONTACT_EN),
        # Of an agency in Japan nothing is said about other countries.
        "agencies": [_filled(asdict(agency), unless_empty=ABROAD) for agency in agencies],
        "terms": {
            "cooling_seconds": int(terms.cooling.total_seconds()),
            "ratio": terms.ratio,
            "pool_mails_a_year": terms.pool_mails_a_year,
            "news_every_months": terms.news_every_months,
        },
        "words": words.words(company=company, agencies=agencies, terms=terms),
    }


def _filled(facts: Mapping[str, object], *, unless_empty: Sequence[str]) -> dict[str, object]:
    return {name: value for name, value in facts.items() if value or name not in unless_empty}


def country_in(document: Mapping[str, object], *, agency_id: str) -> str:
    """In which country the agency was, as somebody read it; empty for Japan."""
    agencies = document["agencies"]
    assert isinstance(agencies, list)
    return next((one.get("country_name", "") for one in agencies if one["id"] == agency_id), "")


def document_bytes(document: dict[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def document_hash(document: bytes) -> str:
    return hashlib.sha256(document).hexdigest()


def rotated(agencies: Sequence[AgencyFacts], *, on: date) -> list[AgencyFacts]:
    """Nobody stands first for ever: the order moves by one place a day."""
    ordered = sorted(agencies, key=lambda agency: agency.id)
    if not ordered:
        return []
    start = on.toordinal() % len(ordered)
    return [*ordered[start:], *ordered[:start]]
