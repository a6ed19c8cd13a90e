"""Write down somebody who did not apply: met at an event, answered a scouting mail, was referred. In the
organization's scope. Being written down is no consent: such a person is in no pool until they say so themself."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from careerrelay.audit.actions import record_deed
from careerrelay.candidates.contacts import owners_of_addresses
from careerrelay.candidates.custom_fields import custom_fields
from careerrelay.candidates.duplicates import suggest_pairs
from careerrelay.candidates.editing import (
    NobodyNamed,
    UnfitFacts,
    UnknownChoice,
    read_facts,
    store_facts,
)
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.models import Candidate, CandidateAddress, Source
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal
from careerrelay.text.names import comparable_name

# An application makes an applicant; whoever is entered by hand came some other way.
WAYS_IN = (Source.EVENT, Source.SCOUT_REPLY, Source.REFERRAL, Source.ENTERED)


class AlreadyKnown(Refusal):
    """`candidate_id`: who it is."""

    def __init__(self, *, candidate_id: UUID) -> None:
        super().__init__(
            ja="この方は、すでに候補者にいます。新しくは登録していません。",
            en="This person is among your candidates already. Nobody was added.",
        )
        self.candidate_id = candidate_id


def enter_candidate(
    *,
    organization_id: UUID,
    typed: Mapping[str, str],
    leave_out: Collection[UUID] = (),
    actor: Actor,
    at: datetime,
) -> Candidate:
    """A new candidate from what was typed. `leave_out`: candidates whom the company may not know of; one of them with
    the same address is taken up, as an import would.

    Raises: UnfitFacts, AlreadyKnown; then nothing is stored.
    """
    given = {field: text for field, text in typed.items() if text.strip()}
    values, problems = read_facts(given, fields=custom_fields(organization_id=organization_id))
    if values.get("source") not in WAYS_IN:
        problems["source"] = UnknownChoice()
    if not any(values.get(field) for field in ("name", "addresses", "phones")) and not problems:
        problems["name"] = NobodyNamed()
    if problems:
        raise UnfitFacts(problems)
    candidate = enter_values(values, organization_id=organization_id, leave_out=leave_out, actor=actor, at=at)
    index_candidates(organization_id=organization_id, candidate_ids=[candidate.id])
    suggest_pairs(organization_id=organization_id, candidate_ids=[candidate.id], at=at)
    return candidate


def enter_values(
    values: Mapping[str, Any],
    *,
    organization_id: UUID,
    leave_out: Collection[UUID],
    actor: Actor,
    at: datetime,
) -> Candidate:
    """From values that were read already; whoever calls this makes the candidate findable. Raises: AlreadyKnown."""
    known = known_candidate(values, organization_id=organization_id, leave_out=leave_out)
    if known is not None:
        raise AlreadyKnown(candidate_id=known)
    candidate = _hidden_with_address(values, organization_id=organization_id, leave_out=leave_out)
    candidate = candidate or Candidate(organization_id=organization_id)
    candidate.source, candidate.created_at, candidate.updated_at = values["source"], at, at
    # Nothing that they said themselves is there when they are met anew.
    candidate.name = candidate.name_key = candidate.kana = candidate.kana_key = ""
    candidate.confirmed, candidate.confirmed_at = {}, None
    try:
        with transaction.atomic():
            candidate.save()
            candidate.phones.all().delete()
            store_facts(candidate, values=values, leave_out=leave_out, actor=actor, at=at)
    except IntegrityError:
        # Somebody with this address was written down in this very moment.
        known = known_candidate(values, organization_id=organization_id, leave_out=leave_out)
        if known is None:
            raise
        raise AlreadyKnown(candidate_id=known) from None
    record_deed("enter_candidate", of=candidate, actor=actor, at=at)
    return candidate


def known_candidate(
    values: Mapping[str, Any], *, organization_id: UUID, leave_out: Collection[UUID]
) -> UUID | None:
    """Who has the same address, unless it is a job board's, or the same phone with the same name; of somebody without
    either, who has the same name and came the same way, so that a list that is sent twice adds nobody twice."""
    addresses = [address for address in values.get("addresses", ()) if not address.is_proxy]
    owners = owners_of_addresses(addresses, organization_id=organization_id, leave_out=leave_out)
    if owners:
        return next(iter(owners.values()))
    name_key = comparable_name(values.get("name", ""))
    if not name_key:
        return None
    namesakes = Candidate.objects.filter(organization_id=organization_id, name_key=name_key).exclude(
        id__in=leave_out
    )
    if phones := [phone.e164 for phone in values.get("phones", ())]:
        same = namesakes.filter(phones__canonical__in=phones)
    elif values.get("addresses"):
        return None
    else:
        came = {"source": values.get("source"), "source_detail": values.get("source_detail", "")}
        same = namesakes.filter(addresses=None, phones=None, **came)
    found = same.order_by("id").first()
    return found.id if found else None


def _hidden_with_address(
    values: Mapping[str, Any], *, organization_id: UUID, leave_out: Collection[UUID]
) -> Candidate | None:
    """Somebody who came by themself and left: the company meets them anew, and must not learn that they had been
    here (P08), so no second record may stand beside theirs."""
    canonical = [address.comparable for address in values.get("addresses", ())]
    found = (
        CandidateAddress.objects.filter(
            organization_id=organization_id, canonical__in=canonical, candidate_id__in=leave_out
        )
        .order_by("candidate_id")
        .first()
    )
    return Candidate.objects.select_for_update().get(id=found.candidate_id) if found else None
