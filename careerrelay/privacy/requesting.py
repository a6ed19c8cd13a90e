"""Requests that arrive by phone, letter or over the counter: entered by staff, checked, answered within two weeks.

The law says without delay (個人情報保護法33条2項, 34条2項, 35条2項); two weeks are our own promise. In the scope of the
organization that was asked; answering enters the scopes that it needs.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from careerrelay.accounts.queries import organization_in_scope
from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.erasing import canonicals_of_candidates, with_merged_ids
from careerrelay.candidates.models import Candidate, CandidateAddress
from careerrelay.consent.models import Statement
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.refusal import Refusal
from careerrelay.people.queries import person_of
from careerrelay.privacy.erasing import erase_at_company, erase_everywhere
from careerrelay.privacy.farewell import Farewell, queue_farewell
from careerrelay.privacy.holders import companies_holding
from careerrelay.privacy.holding import kept_back
from careerrelay.privacy.models import (
    DeletionProof,
    RequestChannel,
    RequestKind,
    RequestState,
    RightsRequest,
    TombstoneCause,
)
from careerrelay.privacy.stopping import stop
from careerrelay.privacy.tombstones import operator_of, prove_deletion, set_tombstone
from careerrelay.text.addresses import UnusableAddress, parse_address

ANSWER_WITHIN = timedelta(days=14)


class UnfitRequest(Refusal):
    pass


class NobodyAsks(UnfitRequest):
    def __init__(self) -> None:
        super().__init__(ja="だれからの求めかを入力してください。", en="Say who is asking.")


class NotReceivedYet(UnfitRequest):
    def __init__(self) -> None:
        super().__init__(
            ja="受け付けた日が、まだ来ていません。", en="The day on which it arrived is still to come."
        )


class IdentityNotChecked(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="先に、本人であることをどう確かめたかを記録してください。",
            en="First record how you made sure who is asking.",
        )


class NothingFound(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="このアドレスの記録は見つかりません。アドレスを確かめるか、理由を添えて断ってください。",
            en="There is no record with this address. Check it, or refuse with the reason.",
        )


class RequestClosed(Refusal):
    def __init__(self) -> None:
        super().__init__(ja="この求めには、もう答えています。", en="This request has been answered already.")


@dataclass(frozen=True, slots=True)
class AskedFor:
    """`requester`: a name, or for the operator a mail address; `address` leads to the record of it."""

    kind: RequestKind
    channel: RequestChannel
    requester: str
    address: str
    words: str
    received_on: date


def enter_request(asked: AskedFor, *, organization_id: UUID, actor: Actor, at: datetime) -> RightsRequest:
    """Raises: NobodyAsks, NotReceivedYet."""
    if not asked.requester.strip():
        raise NobodyAsks
    if asked.received_on > day_in_japan(at):
        raise NotReceivedYet
    request = RightsRequest.objects.create(
        organization_id=organization_id,
        kind=asked.kind,
        channel=asked.channel,
        candidate_id=_candidate_of(asked.address, organization_id=organization_id),
        requester=asked.requester.strip()[:300],
        words=asked.words.strip()[:2000],
        received_on=asked.received_on,
        due_on=asked.received_on + ANSWER_WITHIN,
        entered_by=actor.id,
        entered_at=at,
    )
    record_deed("enter_request", of=request, actor=actor, at=at)
    return request


def find_record(request: RightsRequest, *, address: str) -> RightsRequest:
    """Lay a request beside the record that it is about. Raises: RequestClosed, NothingFound."""
    _check_open(request)
    found = _candidate_of(address, organization_id=request.organization_id)
    if found is None:
        raise NothingFound
    request.candidate_id = found
    request.save(update_fields=["candidate_id"])
    return request


def check_identity(request: RightsRequest, *, how: str, actor: Actor, at: datetime) -> None:
    """Raises: RequestClosed, UnfitRequest."""
    _check_open(request)
    if not how.strip():
        raise UnfitRequest(
            ja="本人であることを、何で確かめたかを入力してください。",
            en="Say by what you made sure who is asking.",
        )
    request.identity_check = how.strip()[:300]
    request.identity_checked_by, request.identity_checked_at = actor.id, at
    request.save(update_fields=["identity_check", "identity_checked_by", "identity_checked_at"])
    record_deed("check_identity", of=request, actor=actor, at=at)


def refuse_request(request: RightsRequest, *, reason: str, actor: Actor, at: datetime) -> None:
    """With the reason, which the person is told (個人情報保護法36条). Raises: RequestClosed, UnfitRequest."""
    _check_open(request)
    if not reason.strip():
        raise UnfitRequest(ja="断る理由を入力してください。", en="Give the reason for refusing.")
    _close(request, RequestState.REFUSED, answer=reason, actor=actor, at=at)


@transaction.atomic
def fulfil_request(
    request: RightsRequest, *, answer: str = "", address: str = "", actor: Actor, at: datetime
) -> DeletionProof | None:
    """Do what was asked, or note that it was done. `address`: for the operator, the one that the person proved.

    Raises: RequestClosed, IdentityNotChecked, NothingFound.
    """
    _check_open(request)
    if request.identity_checked_at is None:
        raise IdentityNotChecked
    proof = None
    if request.kind in (RequestKind.ERASE, RequestKind.STOP, RequestKind.STOP_PROVISION):
        if request.candidate_id is not None:
            proof = _fulfil_at_company(request, actor=actor, at=at)
        else:
            proof = _fulfil_for_person(request, address=address, actor=actor, at=at)
    _close(request, RequestState.DONE, answer=answer, actor=actor, at=at)
    return proof


def _fulfil_at_company(request: RightsRequest, *, actor: Actor, at: datetime) -> DeletionProof | None:
    """The company's own records and consents; what went to agencies is between the person and the operator (P08)."""
    organization_id, candidate_id = request.organization_id, request.candidate_id
    assert candidate_id is not None
    stated = Statement.objects.filter(organization_id=organization_id, candidate_id=candidate_id)
    person_ids = sorted(set(stated.values_list("person_id", flat=True)))
    for person_id in person_ids:
        stop(person_id=person_id, company_id=organization_id, actor=Actor.system("request"), at=at)
    if request.kind != RequestKind.ERASE:
        return None
    ids = with_merged_ids(organization_id=organization_id, candidate_ids=[candidate_id])
    canonicals = canonicals_of_candidates(organization_id=organization_id, candidate_ids=[candidate_id])
    addresses = CandidateAddress.objects.filter(candidate_id=candidate_id, is_proxy=False).order_by("id")
    address = addresses.values_list("address", flat=True).first()
    set_tombstone(
        operator_id=operator_of(organization_id),
        organization_id=organization_id,
        candidate_ids=ids,
        canonicals=canonicals,
        cause=TombstoneCause.REQUEST,
        at=at,
    )
    kept = kept_back(organization_id, candidate_ids=[candidate_id], at=at)
    rows = erase_at_company(organization_id, candidate_ids=[candidate_id], at=at)
    request.candidate_id = None
    proof = prove_deletion(rows, keeper_id=organization_id, holders=1, cause=TombstoneCause.REQUEST, at=at)
    if address:
        queue_farewell(Farewell(address, "ja", organization_id, kept), proof=proof, at=at)
    record_deed("erase_on_request", of=request, actor=actor, at=at)
    return proof


def _fulfil_for_person(
    request: RightsRequest, *, address: str, actor: Actor, at: datetime
) -> DeletionProof | None:
    """Everywhere in the network: only the operator may be asked for that, never a company."""
    asked_of = organization_in_scope(organization_id=request.organization_id)
    canonical = _canonical(address) if asked_of.kind == Kind.OPERATOR else ""
    person_id = person_of(canonical) if canonical else None
    if person_id is None:
        raise NothingFound
    if request.kind != RequestKind.ERASE:
        stop(person_id=person_id, actor=actor, at=at)
        return None
    holders = companies_holding(person_id=person_id)
    if not holders:
        raise NothingFound
    proof = erase_everywhere(person_id=person_id, company_id=holders[0].company_id, actor=actor, at=at)
    record_deed("erase_on_request", of=request, actor=actor, at=at)
    return proof


def _candidate_of(address: str, *, organization_id: UUID) -> UUID | None:
    found = CandidateAddress.objects.filter(
        organization_id=organization_id, canonical=_canonical(address), is_proxy=False
    )
    return found.values_list("candidate_id", flat=True).first()


def _canonical(address: str) -> str:
    """Empty for what is no address."""
    try:
        return parse_address(address).comparable
    except UnusableAddress:
        return ""


def _check_open(request: RightsRequest) -> None:
    if request.state != RequestState.OPEN:
        raise RequestClosed


def _close(request: RightsRequest, state: RequestState, *, answer: str, actor: Actor, at: datetime) -> None:
    """After an erasure who asked goes too: the request says that it was answered, and no more."""
    with acting_for(request.organization_id):
        request.state, request.answer = state, answer.strip()[:500]
        request.closed_by, request.closed_at = actor.id, at
        if request.kind == RequestKind.ERASE and state == RequestState.DONE:
            request.requester = request.words = request.identity_check = ""
        request.save()
        record_deed(f"{state}_request", of=request, actor=actor, at=at)


def candidate_named(request: RightsRequest) -> Candidate | None:
    if request.candidate_id is None:
        return None
    return Candidate.objects.filter(organization_id=request.organization_id, id=request.candidate_id).first()
