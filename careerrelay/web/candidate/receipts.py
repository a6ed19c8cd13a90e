"""The receipts of what somebody granted, each as it was, as a page and as JSON to take along."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.consent.proving import (
    Proof,
    Receipt,
    receipt_as_document,
    receipt_of,
    receipts_of_person,
)
from careerrelay.consent.queries import served_by
from careerrelay.consent.rules.nonce import ForgedNonce
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.consent.rules.state import expires_at
from careerrelay.privacy.own_page import is_only_theirs
from careerrelay.relay.candidate_page import has_stated
from careerrelay.web.candidate.holders import CATEGORIES
from careerrelay.web.candidate.names import is_japanese, listed, writer_of
from careerrelay.web.candidate.opening import LOOKING, SENDING, Visit, behind_link
from careerrelay.web.candidate.said import shown_after


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    language: str = ""


@behind_link(*LOOKING)
def receipts(visit: Visit) -> HttpResponse:
    if not has_stated(visit.link):
        return visit.go_to("page")
    if not is_only_theirs(visit.link):
        return visit.go_to("page", done="by_receipt")
    with acting_for_person(visit.link.person_id):
        found = receipts_of_person(person_id=visit.link.person_id)
    context = {
        **writer_of(visit),
        "visit": visit,
        "receipts": [
            {"id": receipt_id, "at": at, "number": len(said), "ends_at": expires_at(at)}
            for receipt_id, at, said in found
        ],
        "done": shown_after(visit.request.GET.get("done", "")),
    }
    return render(visit.request, "candidate/receipts.html", context)


@behind_link(*LOOKING, *SENDING)
def receipt(visit: Visit) -> HttpResponse:
    """Which one stands in the question: the address of the page names nobody. A file is asked for by a button."""
    if not has_stated(visit.link) or not is_only_theirs(visit.link):
        return visit.go_to("receipts")
    asked = visit.request.POST if visit.request.method == "POST" else visit.request.GET
    with acting_for_person(visit.link.person_id):
        found = receipt_of(_id(asked.get("of", "")), person_id=visit.link.person_id)
    if found is None:
        return visit.go_to("receipts")
    if visit.request.method == "POST":
        return _file(visit, found)
    first = found.proofs[0]
    context = {
        **writer_of(visit),
        "visit": visit,
        "receipt": found,
        "document": first.document,
        **_version_in_words(first.document),
        "text_hash": first.statement.text_id,
        "granted": [_granted(proof, receipt=found) for proof in found.proofs],
        "ends_at": expires_at(found.at),
        "nonce": visit.nonce_for("receipt"),
    }
    return render(visit.request, "candidate/receipt.html", context)


def _granted(proof: Proof, *, receipt: Receipt) -> dict[str, object]:
    company = proof.document.get("company", {})
    agency = proof.agency
    return {
        "what": proof.purpose,
        **_recipient_in_words(agency or company),
        "permit": proof.statement.permit_number,
        "was_permitted": proof.was_permitted,
        "is_relay": proof.statement.purpose == Purpose.RELAY,
        "categories": listed(_(CATEGORIES[one]) for one in proof.statement.categories),
        "ended_at": receipt.ended.get(proof.statement.id),
        "link": proof.link,
        "holds": proof.holds,
    }


def _version_in_words(document: Mapping[str, str]) -> dict[str, object]:
    """Nothing of a text that is not whole any more."""
    if not document:
        return {}
    return {
        "version_on": date.fromisoformat(document["version_on"]),
        "text_language": _("日本語の文面") if document["language"] == "ja" else _("英語の文面"),
    }


def _recipient_in_words(party: Mapping[str, str]) -> dict[str, object]:
    """The name of now's language first; the legal name and the address as they stood in the text."""
    name, address = party.get("legal_name", ""), party.get("postal_address", "")
    if is_japanese():
        return {"recipient": name, "lines": [_Line(address)]}
    in_english = party.get("postal_address_en", "")
    lines = [_Line(name, "ja"), _Line(in_english) if in_english else _Line(address, "ja")]
    return {"recipient": party.get("name_en", "") or name, "lines": lines}


def _file(visit: Visit, found: Receipt) -> HttpResponse:
    try:
        served_by(visit.request.POST.get("nonce", ""), link_hash=visit.link.token_hash)
    except ForgedNonce:
        return visit.go_to("receipts", done="old")
    if not found.holds:
        return visit.go_to("receipts")
    # Never with the token: who is shown the file could open the page by it (P48).
    document = receipt_as_document(found, withdrawal_url=f"{settings.PUBLIC_URL}/c/…")
    disposition = f'attachment; filename="careerrelay-receipt-{found.at:%Y%m%d}.json"'
    return HttpResponse(
        json.dumps(document, ensure_ascii=False, indent=1),
        content_type="application/json",
        headers={"Content-Disposition": disposition},
    )


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        return UUID(int=0)
