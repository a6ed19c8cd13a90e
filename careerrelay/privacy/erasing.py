"""Erase somebody, at one company or everywhere: the whole reach on one page.

Use stops first, so that nothing leaves meanwhile (P03); then each floor gives up what it holds, by its own function;
a tombstone keeps an older copy from bringing anybody back (P16), and a proof says what went without saying whose it
was. What stays, and under which law, stands in privacy.rules.reach.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.erasing import (
    canonicals_of_candidates,
    erase_candidates,
    traces_of_candidates,
    with_merged_ids,
)
from careerrelay.consent.erasing import erase_links_to_candidates
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal
from careerrelay.core.sql import sql_value
from careerrelay.outreach.erasing import (
    erase_letters_of_company,
    erase_letters_of_mailbox,
    erase_letters_of_person,
)
from careerrelay.people.actions import lock_person
from careerrelay.people.disclosing import proven_addresses
from careerrelay.people.erasing import erase_person_rows
from careerrelay.people.queries import OpenLink, address_hash, person_in_scope
from careerrelay.pool.erasing import erase_from_lists
from careerrelay.privacy.farewell import Farewell, queue_farewell
from careerrelay.privacy.holders import CompanyRecords, companies_holding, records_at_company
from careerrelay.privacy.holding import KeptBack, kept_back, seal_what_is_held
from careerrelay.privacy.models import DeletionProof, RightsRequest, TombstoneCause
from careerrelay.privacy.stopping import stop
from careerrelay.privacy.tombstones import operator_of, prove_deletion, set_tombstone
from careerrelay.relay.erasing import empty_copies_of_person
from careerrelay.relay.rules.states import DataNoticeKind
from careerrelay.text.addresses import comparable_address


class NobodyToErase(Refusal):
    def __init__(self) -> None:
        super().__init__(ja="消す情報は、もうありません。", en="There is nothing left to erase.")


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What is read before it is gone."""

    id: UUID
    language: str
    addresses: tuple[str, ...]

    @property
    def canonicals(self) -> tuple[str, ...]:
        return tuple(comparable_address(address) for address in self.addresses)


@transaction.atomic
def erase_everywhere(*, person_id: UUID, company_id: UUID, actor: Actor, at: datetime) -> DeletionProof:
    """`company_id`: by whose link the person came; in its name the proof is mailed. Raises: NobodyToErase."""
    person = _locked(person_id)
    holders = companies_holding(person_id=person_id)
    operator_id = operator_of(company_id)
    set_tombstone(
        operator_id=operator_id,
        organization_id=None,
        person_id=person_id,
        candidate_ids=_ids_ever_known(holders),
        canonicals=person.canonicals,
        cause=TombstoneCause.ERASURE,
        at=at,
    )
    kept = what_stays(holders, at=at)
    erased = erase_person(person, holders=holders, actor=actor, at=at)
    proof = prove_deletion(
        erased, keeper_id=operator_id, holders=len(holders), cause=TombstoneCause.ERASURE, at=at
    )
    _say_farewell(person, kept=kept, company_id=company_id, proof=proof, at=at)
    return proof


def erase_person(
    person: KnownPerson, *, holders: Collection[CompanyRecords], actor: Actor, at: datetime
) -> Counter[str]:
    """The whole reach, in order; how many rows went, by table. In a transaction of the caller's."""
    stop(person_id=person.id, kind=DataNoticeKind.ERASURE, actor=actor, at=at)
    erased: Counter[str] = Counter()
    for held in holders:
        erased += erase_at_company(held.company_id, candidate_ids=held.candidate_ids, at=at)
    erased += empty_copies_of_person(person_id=person.id)
    erased += erase_letters_of_person(person_id=person.id, canonicals=person.canonicals)
    with acting_for_person(person.id):
        record_deed("erase_everywhere", object_kind="person", object_id=person.id, actor=actor, at=at)
        erased += erase_links_to_candidates(person_id=person.id)
        erased += erase_person_rows(person_id=person.id)
    return erased + _erase_links_mailed(person.canonicals)


@transaction.atomic
def erase_at_one(*, person_id: UUID, company_id: UUID, actor: Actor, at: datetime) -> DeletionProof:
    """One company forgets the person; everybody else, and the person's own page, stay. Raises: NobodyToErase."""
    person = _locked(person_id)
    holders = [held for held in companies_holding(person_id=person_id) if held.company_id == company_id]
    if not holders:
        raise NobodyToErase
    stop(person_id=person_id, company_id=company_id, kind=DataNoticeKind.ERASURE, actor=actor, at=at)
    operator_id = operator_of(company_id)
    set_tombstone(
        operator_id=operator_id,
        organization_id=company_id,
        person_id=person_id,
        candidate_ids=_ids_ever_known(holders),
        canonicals=person.canonicals,
        cause=TombstoneCause.ERASURE,
        at=at,
    )
    kept = what_stays(holders, at=at)
    erased = erase_at_company(company_id, candidate_ids=holders[0].candidate_ids, at=at)
    with acting_for_person(person_id):
        record_deed("erase_at_company", object_kind="organization", object_id=company_id, actor=actor, at=at)
        erased += erase_links_to_candidates(person_id=person_id, company_id=company_id)
    proof = prove_deletion(erased, keeper_id=operator_id, holders=1, cause=TombstoneCause.ERASURE, at=at)
    _say_farewell(person, kept=kept, company_id=company_id, proof=proof, at=at)
    return proof


@transaction.atomic
def erase_before_answer(link: OpenLink, *, at: datetime) -> DeletionProof:
    """The link proves the address, and nobody has answered from it yet: the company that it was mailed for forgets
    whoever stands in its records with this address, and the link goes as well. Raises: NobodyToErase."""
    canonical = comparable_address(link.address)
    company_id, operator_id = link.company_id, operator_of(link.company_id)
    held = records_at_company([canonical], company_id=company_id)
    if not held.candidate_ids:
        raise NobodyToErase
    set_tombstone(
        operator_id=operator_id,
        organization_id=company_id,
        candidate_ids=_ids_ever_known([held]),
        canonicals=[canonical],
        cause=TombstoneCause.ERASURE,
        at=at,
    )
    kept = what_stays([held], at=at)
    erased = erase_at_company(company_id, candidate_ids=held.candidate_ids, at=at)
    with acting_for_person(link.person_id):
        by = Actor.person(link.person_id)
        record_deed("erase_at_company", object_kind="organization", object_id=company_id, actor=by, at=at)
    erased += erase_letters_of_mailbox(canonical, company_id=company_id)
    gone = sql_value("SELECT privacy_erase_links_at(%s, %s)", [company_id, address_hash(canonical)])
    erased += +Counter(people_personallink=int(gone or 0))
    proof = prove_deletion(erased, keeper_id=operator_id, holders=1, cause=TombstoneCause.ERASURE, at=at)
    queue_farewell(Farewell(link.address, link.language, company_id, kept), proof=proof, at=at)
    return proof


def what_stays(holders: Collection[CompanyRecords], *, at: datetime) -> list[KeptBack]:
    """What holds keep back from an erasure at these companies; read it before."""
    return [
        one for held in holders for one in kept_back(held.company_id, candidate_ids=held.candidate_ids, at=at)
    ]


def erase_at_company(company_id: UUID, *, candidate_ids: Collection[UUID], at: datetime) -> Counter[str]:
    """Everything that one company holds about these candidates; how many rows went, by table. What a hold names stays,
    sealed. Enters its scope."""
    with acting_for(company_id):
        ids = tuple(candidate_ids)
        traces = traces_of_candidates(organization_id=company_id, candidate_ids=ids)
        ever = with_merged_ids(organization_id=company_id, candidate_ids=ids)
        seal_what_is_held(organization_id=company_id, candidate_ids=ids, at=at)
        # Of what they once asked for, only that it was answered stays.
        RightsRequest.objects.filter(organization_id=company_id, candidate_id__in=ids).update(
            requester="", words="", identity_check="", answer=""
        )
        return (
            erase_letters_of_company(
                organization_id=company_id,
                candidate_ids=ever,
                canonicals=canonicals_of_candidates(organization_id=company_id, candidate_ids=ids),
            )
            + erase_from_lists(organization_id=company_id, candidate_ids=ids, traces=traces)
            + erase_candidates(organization_id=company_id, candidate_ids=ids, traces=traces, at=at)
        )


def _locked(person_id: UUID) -> KnownPerson:
    with acting_for_person(person_id):
        lock_person(person_id=person_id)
    found = read_person(person_id)
    if found is None:
        raise NobodyToErase
    return found


def read_person(person_id: UUID) -> KnownPerson | None:
    with acting_for_person(person_id):
        found = person_in_scope(person_id=person_id)
        if found is None:
            return None
        return KnownPerson(found.id, found.language, tuple(proven_addresses(person_id=person_id)))


def _ids_ever_known(holders: Collection[CompanyRecords]) -> set[UUID]:
    ever: set[UUID] = set()
    for held in holders:
        with acting_for(held.company_id):
            ever |= with_merged_ids(organization_id=held.company_id, candidate_ids=held.candidate_ids)
    return ever


def _erase_links_mailed(canonicals: Collection[str]) -> Counter[str]:
    """Links that nobody answered yet belong to a person to be; they are found by the address alone."""
    gone = sql_value("SELECT privacy_erase_links(%s)", [[address_hash(one) for one in canonicals]])
    return +Counter(people_personallink=int(gone or 0))


def _say_farewell(
    person: KnownPerson, *, kept: Sequence[KeptBack], company_id: UUID, proof: DeletionProof, at: datetime
) -> None:
    if person.addresses:
        farewell = Farewell(person.addresses[0], person.language, company_id, kept)
        queue_farewell(farewell, proof=proof, at=at)
