"""The text as it stands today, and the state of consent, asked from the person's side and the company's."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import DateTimeField, Exists, Func, OuterRef, Q, QuerySet

from careerrelay.accounts.models import Organization
from careerrelay.accounts.queries import PermittedAgency, permitted_agencies
from careerrelay.candidates.models import Merge
from careerrelay.consent.models import CandidateLink, StartLink, Statement
from careerrelay.consent.rules.merged import Joined, SaidOf, granted_of
from careerrelay.consent.rules.nonce import SALT_BYTES, Served, read_nonce, sign_nonce
from careerrelay.consent.rules.purposes import Deed, Purpose
from careerrelay.consent.rules.state import VALID_MONTHS, State, Stated, Topic, states_of, topic_of
from careerrelay.consent.rules.texts import CURRENT, TextVersion, needs_new_grant, version_of
from careerrelay.consent.rules.wording import (
    ABROAD,
    AgencyFacts,
    CompanyFacts,
    Terms,
    consent_document,
    document_bytes,
    document_hash,
    rotated,
)
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.sealing import key_for
from careerrelay.core.sql import sql_value
from careerrelay.core.tokens import new_salt
from careerrelay.people.queries import reaches_of
from careerrelay.people.rules import Reach


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The document to draw a page from, its exact bytes, and their SHA-256 in hex."""

    document: dict[str, object]
    content: bytes
    hash: str


def company_of_start_link(code: str) -> UUID | None:
    found: UUID | None = sql_value("SELECT consent_company_of_start_link(%s)", [code])
    return found


def start_code_in_scope(*, organization_id: UUID) -> str:
    return StartLink.objects.filter(organization_id=organization_id, ended_at=None).latest("created_at").code


def text_for(
    company: Organization, *, agency_ids: Sequence[UUID], ratio: int, language: str, at: datetime
) -> ConsentText:
    """What stands on the consent page at that moment. Agencies whose permit is not valid that day are not in
    it, and their order moves by one place a day, so the same arguments always give the same bytes."""
    on = day_in_japan(at)
    agencies = [_agency_facts(found) for found in permitted_agencies(agency_ids=list(agency_ids), on=on)]
    document = consent_document(
        company=_company_facts(company),
        agencies=rotated(agencies, on=on),
        terms=Terms(cooling=settings.RELAY_COOLING, ratio=ratio),
        language=language,
    )
    content = document_bytes(document)
    return ConsentText(document, content, document_hash(content))


def _company_facts(company: Organization) -> CompanyFacts:
    return CompanyFacts(
        id=str(company.id),
        name=company.name,
        legal_name=company.legal_name,
        name_en=company.name_en,
        postal_address=company.postal_address,
        contact_desk=company.contact_desk,
        contact_address=company.contact_address,
        postal_address_en=company.postal_address_en,
        contact_desk_en=company.contact_desk_en,
    )


def _agency_facts(found: PermittedAgency) -> AgencyFacts:
    return AgencyFacts(
        id=str(found.agency.organization_id),
        legal_name=found.agency.legal_name,
        name_en=found.agency.name_en,
        field=found.agency.field,
        field_en=found.agency.field_en,
        postal_address=found.agency.postal_address,
        permit_number=found.permit.number,
        permit_valid_from_on=found.permit.valid_from_on.isoformat(),
        permit_valid_until_on=found.permit.valid_until_on.isoformat(),
        permit_checked_on=found.permit.checked_on.isoformat(),
        **{name: getattr(found.agency, name) for name in ABROAD},
    )


def new_nonce(*, text_hash: str, language: str, link_hash: bytes, at: datetime) -> str:
    return sign_nonce(
        Served(text_hash, language, at), link_hash=link_hash, salt=new_salt(SALT_BYTES), key=_nonce_key()
    )


def served_by(nonce: str, *, link_hash: bytes) -> Served:
    """Raises: ForgedNonce."""
    return read_nonce(nonce, link_hash=link_hash, key=_nonce_key())


def _nonce_key() -> bytes:
    return key_for("nonce", secret=settings.SECRET_KEY)


def statements_of_person(*, person_id: UUID) -> list[Statement]:
    """All statements, oldest first. In the person's scope."""
    return list(Statement.objects.filter(person_id=person_id).order_by("at", "id"))


def stated(statement: Statement) -> Stated:
    return Stated(
        Purpose(statement.purpose),
        Deed(statement.deed),
        statement.company_id,
        statement.recipient_id,
        statement.at,
    )


def states_of_person(*, person_id: UUID, at: datetime) -> dict[Topic, State]:
    """In the person's scope."""
    return states_of((stated(row) for row in statements_of_person(person_id=person_id)), at=at)


def topics_to_ask_again(*, person_id: UUID, now: TextVersion = CURRENT, at: datetime) -> set[Topic]:
    """What is granted under a text that asked for less than today's: it goes on as it was granted, and what
    is new needs a grant of its own. In the person's scope."""
    granted_now = {
        topic for topic, state in states_of_person(person_id=person_id, at=at).items() if state.is_granted
    }
    newest: dict[Topic, int] = {}
    rows = Statement.objects.filter(person_id=person_id, deed=Deed.GRANT, at__lte=at).select_related("text")
    for row in rows.order_by("at", "id"):
        assert row.text is not None, "a grant has its wording"
        newest[topic_of(stated(row))] = json.loads(bytes(row.text.document)).get("version", 1)
    return {
        topic
        for topic, number in newest.items()
        if topic in granted_now and needs_new_grant(topic.purpose, granted_under=version_of(number), now=now)
    }


def companies_of_person(*, person_id: UUID) -> list[CandidateLink]:
    """The companies whose link this person once answered, oldest first. In the person's scope."""
    return list(CandidateLink.objects.filter(person_id=person_id).order_by("linked_at", "id"))


def granted_candidate_ids(purpose: Purpose, *, organization_id: UUID, at: datetime) -> set[UUID]:
    """The candidates whom this company may keep in its pool, or send news, at that moment. In the company's scope.

    Somebody who refused, revoked, let it expire or was never asked is simply not among them. Of merged records,
    refusal wins.
    """
    now = pool_now(organization_id=organization_id, at=at, purpose=purpose)
    granted = now.grants.values_list("candidate_id", flat=True)
    return now.merged_ids | {found for found in granted if found is not None}


@dataclass(frozen=True, slots=True)
class PoolNow:
    """Who is in the pool: whom `grants` names, and those of `merged_ids`, whose records were merged or
    parted."""

    grants: QuerySet[Statement]
    merged_ids: set[UUID]


def pool_now(*, organization_id: UUID, at: datetime, purpose: Purpose = Purpose.POOL) -> PoolNow:
    """For lists of many: what `granted_of` decides, where no merge is concerned as one question to the
    database. In the company's scope."""
    merges = Merge.objects.filter(organization_id=organization_id).order_by("merged_at")
    joins = [Joined(*row) for row in merges.values_list("kept_id", "gone_id", "merged_at", "undone_at")]
    joined = {one for join in joins for one in (join.kept_id, join.gone_id)}
    rows = Statement.objects.filter(organization_id=organization_id, purpose=purpose)
    said = [
        SaidOf(row.candidate_id, row.person_id, stated(row))
        for row in (rows.filter(candidate_id__in=joined).order_by("at", "id") if joined else ())
        if row.candidate_id is not None
    ]
    grants = _plain_grants(purpose, organization_id=organization_id, at=at)
    return PoolNow(
        grants.exclude(candidate_id__in=joined) if joined else grants,
        granted_of(said, joins, topic=Topic(purpose, organization_id), at=at) if said else set(),
    )


def _plain_grants(purpose: Purpose, *, organization_id: UUID, at: datetime) -> QuerySet[Statement]:
    """What `states_of` decides."""
    return (
        _last_grants(purpose, organization_id=organization_id, at=at)
        .filter(at__gt=at - _SURELY_EXPIRED)
        .alias(expires_at=_ExpiresAt("at"))
        .filter(Q(at__gt=at - _SURELY_VALID) | Q(expires_at__gt=at))
    )


def grants_that_ran_out(purpose: Purpose, *, organization_id: UUID, at: datetime) -> QuerySet[Statement]:
    """Grants after which nothing was said about the same record, and whose year is over. In the company's
    scope."""
    return (
        _last_grants(purpose, organization_id=organization_id, at=at)
        .filter(at__lte=at - _SURELY_VALID)
        .alias(expires_at=_ExpiresAt("at"))
        .filter(expires_at__lte=at)
    )


def _last_grants(purpose: Purpose, *, organization_id: UUID, at: datetime) -> QuerySet[Statement]:
    said = Statement.objects.filter(
        organization_id=organization_id, purpose=purpose, recipient_id=organization_id, at__lte=at
    )
    outweighing = said.filter(candidate_id=OuterRef("candidate_id")).filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), deed=Deed.REVOKE)
    )
    return said.exclude(candidate_id=None).filter(~Exists(outweighing), deed=Deed.GRANT)


# A year is 365 or 366 days: only between these the exact end has to be worked out, which is slow for many.
_SURELY_VALID, _SURELY_EXPIRED = timedelta(days=30 * VALID_MONTHS), timedelta(days=31 * VALID_MONTHS)


class _ExpiresAt(Func):
    """`expires_at` of the rules. PostgreSQL, too, ends a year that began on a leap day on the last of
    February."""

    template = (
        "((%(expressions)s AT TIME ZONE 'Asia/Tokyo') + interval '{} months') AT TIME ZONE 'Asia/Tokyo'"
    )
    template = template.format(VALID_MONTHS)
    output_field = DateTimeField()


def reach_of_candidate(candidate_id: UUID, *, organization_id: UUID) -> Reach:
    """When somebody in the pool may be written to, as they said it to everybody. In the company's scope."""
    rows = Statement.objects.filter(organization_id=organization_id, candidate_id=candidate_id)
    person_id = rows.order_by("-at", "-id").values_list("person_id", flat=True).first()
    if person_id is None:
        return Reach()
    return reaches_of([person_id]).get(person_id, Reach())
