"""Statements are made here and nowhere else, each under the text that was shown."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.actions import attach_self_declared
from careerrelay.candidates.merges import kept_id_of
from careerrelay.candidates.models import Candidate, CandidateAddress, Source
from careerrelay.consent.chaining import chain_statements
from careerrelay.consent.models import CandidateLink, StartLink, Statement
from careerrelay.consent.queries import ConsentText
from careerrelay.consent.rules.nonce import nonce_digest
from careerrelay.consent.rules.purposes import CATEGORIES, Deed, Purpose
from careerrelay.core.actor import Actor
from careerrelay.core.ids import new_id
from careerrelay.core.refusal import Refusal
from careerrelay.core.sql import sql_count
from careerrelay.core.tokens import new_code


class AlreadyAnswered(Refusal):
    """The second of a double click, or the back button: the first one stands."""


class RevokedMeanwhile(AlreadyAnswered):
    """A revocation of the same moment, or a later one, was there first: it stands."""


class TextChanged(Refusal):
    """The form shows a text that is no longer the current one; nothing is stored under it."""


class AgencyNotOffered(Refusal):
    """Somebody asked for an agency that the text in front of them does not name."""


class AgeNotStated(Refusal):
    """Whoever is younger than 16 cannot agree alone (個人情報保護法ガイドライン Q&A 1-62), and is not placed in work."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was ticked. Agencies by id. `is_sixteen` is no choice: without it there is no grant."""

    pool: bool = False
    news: bool = False
    agency_ids: tuple[UUID, ...] = ()
    is_sixteen: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.pool or self.news or self.agency_ids)


@dataclass(frozen=True, slots=True)
class AnsweringPerson:
    """Who answers, and how the company of the link knows them (None: not yet)."""

    person_id: UUID
    company_id: UUID
    candidate_id: UUID | None
    address: str
    name: str = ""


def make_start_link(*, organization_id: UUID, actor: Actor, at: datetime) -> StartLink:
    """In the organization's scope."""
    link = StartLink.objects.create(organization_id=organization_id, code=new_code(), created_at=at)
    record_deed("make_start_link", of=link, actor=actor, at=at)
    return link


def consume_nonce(nonce: str, *, person_id: UUID, at: datetime) -> None:
    """Raises: AlreadyAnswered."""
    with acting_for_person(person_id):
        is_first = sql_count(
            """
            INSERT INTO consent_consumednonce (id, person_id, digest, consumed_at) VALUES (%s, %s, %s, %s)
            ON CONFLICT (digest) DO NOTHING
            """,
            [new_id(), person_id, nonce_digest(nonce), at],
        )
    if not is_first:
        raise AlreadyAnswered(
            ja="この回答は、もう受け付けています。いまの状態はこのとおりです。",
            en="We already have this answer. This is how things stand now.",
        )


def check_text(text: ConsentText, *, served_hash: str) -> None:
    """Raises: TextChanged."""
    if text.hash != served_hash:
        raise TextChanged(
            ja="ページを開いた後に、文面が新しくなりました。お手数ですが、もう一度お選びください。",
            en="The text has changed since you opened the page. Please choose again.",
        )


def grant_chosen(
    chosen: Chosen, *, by: AnsweringPerson, text: ConsentText, actor: Actor, at: datetime
) -> list[Statement]:
    """One statement per purpose and recipient that was ticked, all under the text that was shown. The caller holds the
    person's lock.

    Raises: AgeNotStated, AgencyNotOffered, RevokedMeanwhile. Returns the `relay` statements, in the order of the ticks.
    """
    if not chosen.is_sixteen:
        raise AgeNotStated(
            ja="同意には、「16歳以上です」のチェックが要ります。何も登録していません。もう一度お選びください。",
            en="To agree, please also tick that you are 16 or older. Nothing was recorded; please choose again.",
        )
    permits = permits_in(text)
    if not set(chosen.agency_ids) <= set(permits):
        raise AgencyNotOffered(
            ja="選んだ紹介会社は、いまは選べません。もう一度お選びください。",
            en="An agency that you chose is not available now. Please choose again.",
        )
    _check_last_word(chosen, by=by, at=at)
    _keep_text(text, at=at)
    candidate_id = by.candidate_id
    if chosen.pool or chosen.news:
        candidate_id = _attach_candidate(by, actor=actor, at=at)
    link_company(person_id=by.person_id, company_id=by.company_id, candidate_id=candidate_id, at=at)
    to_company = [
        _state_to_company(
            purpose, Deed.GRANT, by=by, candidate_id=candidate_id, text=text, actor=actor, at=at
        )
        for purpose in [Purpose.POOL] * chosen.pool + [Purpose.NEWS] * chosen.news
    ]
    with acting_for_person(by.person_id):
        relays = [
            _state_relay(
                Deed.GRANT, agency_id, by=by, text=text, permit=permits[agency_id], actor=actor, at=at
            )
            for agency_id in dict.fromkeys(chosen.agency_ids)
        ]
    chain_statements([*to_company, *relays])
    return relays


def _check_last_word(chosen: Chosen, *, by: AnsweringPerson, at: datetime) -> None:
    """Two tabs: the yes was pressed no later than the revocation, and waited for it. A record that the company made for
    somebody who came by themself is gone with their no, so a new one under this yes would know of no revocation.

    Raises: RevokedMeanwhile.
    """
    purposes = [Purpose.POOL] * chosen.pool + [Purpose.NEWS] * chosen.news
    asked = Q(purpose__in=purposes, recipient_id=by.company_id)
    asked |= Q(purpose=Purpose.RELAY, recipient_id__in=chosen.agency_ids)
    with acting_for_person(by.person_id):
        said = Statement.objects.filter(asked, person_id=by.person_id, deed=Deed.REVOKE, at__gte=at)
        if said.exists():
            raise RevokedMeanwhile(
                ja="同じときに届いた取り消しを優先しました。何も登録していません。いまの状態はこのとおりです。",
                en="You took this back at the same time, and that stands. Nothing was recorded. This is how things "
                "stand now.",
            )


def revoke_from_company(purpose: Purpose, *, by: AnsweringPerson, actor: Actor, at: datetime) -> None:
    """`pool` or `news` at one company, for every record under which this person's yes stands there."""
    chain_statements(
        [
            _state_to_company(
                purpose, Deed.REVOKE, by=by, candidate_id=candidate_id, text=None, actor=actor, at=at
            )
            for candidate_id in _agreed_records(purpose, by=by)
        ]
    )


def _agreed_records(purpose: Purpose, *, by: AnsweringPerson) -> list[UUID | None]:
    """The record that the company means, and others under which this person agreed and nobody else spoke since: an
    address may have moved from one record to another."""
    with acting_for(by.company_id):
        said = Statement.objects.filter(
            organization_id=by.company_id, purpose=purpose, candidate_id__isnull=False
        )
        own = said.filter(person_id=by.person_id, deed=Deed.GRANT).exclude(candidate_id=by.candidate_id)
        others = sorted({one for one in own.values_list("candidate_id", flat=True) if one is not None})
        last = {one: said.filter(candidate_id=one).latest("at", "id").person_id for one in others}
    return [by.candidate_id, *(one for one in others if last[one] == by.person_id)]


def revoke_relay(agency_id: UUID, *, by: AnsweringPerson, actor: Actor, at: datetime) -> Statement:
    with acting_for_person(by.person_id):
        statement = _state_relay(Deed.REVOKE, agency_id, by=by, text=None, permit="", actor=actor, at=at)
    chain_statements([statement])
    return statement


def link_company(*, person_id: UUID, company_id: UUID, candidate_id: UUID | None, at: datetime) -> None:
    """Remember, on the person's side only, whom the company means."""
    with acting_for_person(person_id):
        link, is_new = CandidateLink.objects.get_or_create(
            person_id=person_id,
            company_id=company_id,
            defaults={"candidate_id": candidate_id, "linked_at": at},
        )
        if not is_new and candidate_id is not None and link.candidate_id != candidate_id:
            link.candidate_id = candidate_id
            link.save(update_fields=["candidate_id"])


def _attach_candidate(by: AnsweringPerson, *, actor: Actor, at: datetime) -> UUID:
    """The company's own record of somebody who lets it keep them; made now if they came by the start link."""
    with acting_for(by.company_id):
        if by.candidate_id is not None and _is_known(by.candidate_id, organization_id=by.company_id):
            return by.candidate_id
        return attach_self_declared(
            organization_id=by.company_id, address=by.address, name=by.name, actor=actor, at=at
        )


def _is_known(candidate_id: UUID, *, organization_id: UUID) -> bool:
    """Also as part of another record. The statement keeps the record under which it is made: if the merge is undone,
    everybody has what they said (consent.rules.merged)."""
    # Whoever left and was met anew lost their address to another record: that one is who they are to the company.
    has_address = Exists(CandidateAddress.objects.filter(candidate_id=OuterRef("id")))
    is_alone = Q(source=Source.SELF_DECLARED, application_states=[])
    if Candidate.objects.filter(~is_alone | Q(has_address), id=candidate_id).exists():
        return True
    return kept_id_of(candidate_id, organization_id=organization_id) is not None


def permits_in(text: ConsentText) -> dict[UUID, str]:
    """The agencies that the text names, each with its permit."""
    agencies = text.document["agencies"]
    assert isinstance(agencies, list)
    return {UUID(agency["id"]): agency["permit_number"] for agency in agencies}


def _keep_text(text: ConsentText, *, at: datetime) -> None:
    sql_count(
        """
        INSERT INTO consent_servedtext (hash, document, language, first_served_at) VALUES (%s, %s, %s, %s)
        ON CONFLICT (hash) DO NOTHING
        """,
        [text.hash, text.content, text.document["language"], at],
    )


def _state_to_company(
    purpose: Purpose,
    deed: Deed,
    *,
    by: AnsweringPerson,
    candidate_id: UUID | None,
    text: ConsentText | None,
    actor: Actor,
    at: datetime,
) -> Statement:
    with acting_for(by.company_id):
        # The audit row of a company's own consent is written on the person's side: the company's trail must not
        # tell a revocation from a silence (P08).
        statement = Statement.objects.create(
            person_id=by.person_id,
            organization_id=by.company_id,
            candidate_id=candidate_id,
            purpose=purpose,
            deed=deed,
            company_id=by.company_id,
            recipient_id=by.company_id,
            categories=list(CATEGORIES[purpose]),
            text_id=text.hash if text else None,
            channel="page",
            at=at,
        )
    with acting_for_person(by.person_id):
        record_deed(f"{deed}_{purpose}", of=statement, actor=actor, at=at)
    return statement


def _state_relay(
    deed: Deed,
    agency_id: UUID,
    *,
    by: AnsweringPerson,
    text: ConsentText | None,
    permit: str,
    actor: Actor,
    at: datetime,
) -> Statement:
    """The person is in scope, and no organization: only they own what they say about a relay."""
    statement = Statement.objects.create(
        person_id=by.person_id,
        purpose=Purpose.RELAY,
        deed=deed,
        company_id=by.company_id,
        recipient_id=agency_id,
        categories=list(CATEGORIES[Purpose.RELAY]),
        permit_number=permit,
        text_id=text.hash if text else None,
        channel="page",
        at=at,
    )
    record_deed(f"{deed}_relay", of=statement, actor=actor, at=at)
    return statement
