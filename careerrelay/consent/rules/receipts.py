"""The receipt of a consent with the fields of ISO/IEC TS 27560:2023 (consent record information structure).

Built from the document that stood before the person and from what they stated, and from nothing else: names,
addresses and permits are those of that day. Moments are UTC, days are Japan's. Source: ISO/IEC TS 27560:2023,
clauses 6.3 (header), 6.4 (processing), 6.5 (party), 6.6 (event).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from careerrelay.consent.rules.purposes import Deed, Purpose
from careerrelay.consent.rules.state import VALID_MONTHS, expires_at

SCHEMA = "ISO/IEC TS 27560:2023"
LAWFUL_BASIS = {
    Purpose.POOL: "consent (個人情報保護法18条1項)",
    Purpose.NEWS: "consent (個人情報保護法18条1項、特定電子メール法3条1項1号)",
    Purpose.RELAY: "consent to provision to a third party (個人情報保護法27条1項)",
}
# What is passed on, what is not, and then: what for.
PURPOSE_AMONG_FACTS = 2
RIGHTS = (
    "access",
    "correction",
    "cease of use",
    "erasure",
    "withdrawal",
    "disclosure of records of provision",
)


@dataclass(frozen=True, slots=True)
class Said:
    """One statement, as far as a receipt tells it. `commitment` and `link` are hex, `salt` too."""

    id: UUID
    purpose: Purpose
    deed: Deed
    recipient_id: UUID
    categories: tuple[str, ...]
    permit_number: str
    channel: str
    at: datetime
    ended_at: datetime | None
    commitment: str
    salt: str
    link: str


def receipt_document(
    said: Sequence[Said],
    *,
    principal_id: UUID,
    text_hash: str,
    document: Mapping[str, Any],
    withdrawal_url: str,
) -> dict[str, Any]:
    """Of one answer: everything that was granted by one press under one text. `ended_at`: when it was taken
    back."""
    first = said[0]
    company = document["company"]
    return {
        "schema_version": SCHEMA,
        "record_id": str(first.id),
        "pii_principal_id": str(principal_id),
        "pii_processing": [_processing(one, text_hash=text_hash, document=document) for one in said],
        "pii_controllers": [_company(company)],
        "jurisdiction": "JP",
        "privacy_notice": {
            "version": document["version"],
            "version_on": document["version_on"],
            "language": document["language"],
            "sha256": text_hash,
        },
        "privacy_rights": list(RIGHTS),
        "withdrawal_method": {
            "how": "two presses on the person's own page, without an account",
            "url": withdrawal_url,
        },
        "authority_party": "個人情報保護委員会",
    }


def _processing(said: Said, *, text_hash: str, document: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "statement_id": str(said.id),
        "purpose": purpose_in_words(said.purpose, document=document),
        "purpose_type": said.purpose.value,
        "lawful_basis": LAWFUL_BASIS[said.purpose],
        "pii_categories": list(said.categories),
        "recipient_third_parties": [_recipient(said, document=document)],
        "collection_method": "form sent by POST from the page of a personal link, nothing ticked beforehand",
        "channel": said.channel,
        "retention_period": f"{VALID_MONTHS} months from the statement, then deleted on that day in Japan",
        "processing_locations": ["JP"],
        "events": [*_events(said)],
        "proof": {
            "text_sha256": text_hash,
            "salt": said.salt,
            "commitment": said.commitment,
            "chain_link": said.link,
        },
    }


def purpose_in_words(purpose: Purpose, *, document: Mapping[str, Any]) -> str:
    """In the very words of the text."""
    words = document["words"]
    if purpose is Purpose.RELAY:
        return str(words["relay_facts"][PURPOSE_AMONG_FACTS][1])
    return str(words[purpose.value])


def _recipient(said: Said, *, document: Mapping[str, Any]) -> dict[str, Any]:
    if said.purpose is not Purpose.RELAY:
        return _company(document["company"])
    found = agency_in(document, agency_id=said.recipient_id)
    return {
        "party_id": str(said.recipient_id),
        "party_name": found["legal_name"],
        "party_address": found["postal_address"],
        "party_role": "recipient: licensed placement agency",
        "permit_number": said.permit_number,
        "permit_valid_from_on": found.get("permit_valid_from_on"),
        "permit_valid_until_on": found.get("permit_valid_until_on"),
        "permit_checked_on": found["permit_checked_on"],
        "country": found.get("country_name_en") or "JP",
    }


def agency_in(document: Mapping[str, Any], *, agency_id: UUID) -> dict[str, Any]:
    return next(agency for agency in document["agencies"] if agency["id"] == str(agency_id))


def _company(company: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "party_id": company["id"],
        "party_name": company["legal_name"],
        "party_address": company["postal_address"],
        "party_contact": f"{company['contact_desk']} {company['contact_address']}",
        "party_role": "controller",
        "country": "JP",
    }


def _events(said: Said) -> list[dict[str, str]]:
    events = [
        {
            "event_type": "given",
            "event_time": said.at.isoformat(),
            "validity_until": expires_at(said.at).isoformat(),
            "entity": "pii principal",
        }
    ]
    if said.ended_at is not None:
        ended = {
            "event_type": "withdrawn",
            "event_time": said.ended_at.isoformat(),
            "entity": "pii principal",
        }
        events.append(ended)
    return events
