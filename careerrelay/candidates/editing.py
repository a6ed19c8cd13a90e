"""Change what a company knows of a person, without losing what somebody else wrote meanwhile. In its scope."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from careerrelay.accounts.members import members_in_scope
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.contacts import owners_of_addresses, replace_addresses, replace_phones
from careerrelay.candidates.custom_fields import custom_fields
from careerrelay.candidates.duplicates import suggest_pairs
from careerrelay.candidates.freshness import confirm_fields
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.models import Candidate, CustomField, Source
from careerrelay.candidates.rules.custom_values import custom_value, written_custom_value
from careerrelay.candidates.rules.facts import (
    FACTS,
    UNCONFIRMED,
    changed_facts,
    read_fact,
    written_day,
)
from careerrelay.candidates.rules.freshness import (
    CONFIRMED_FIELDS,
    CUSTOM,
    confirmed_by,
    confirmer_member,
    custom_field_key,
    latest_confirmation,
)
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal
from careerrelay.text.names import comparable_kana, comparable_name
from careerrelay.text.salaries import SalaryBand, written_salary

# What somebody may say about where a record came from; who declared themself is not for others to say.
ENTERED_SOURCES = (Source.IMPORT, Source.ENTERED, Source.EVENT, Source.SCOUT_REPLY, Source.REFERRAL)
# A second record of the same person may show once one of these is different.
IDENTIFYING_FACTS = frozenset({"name", "kana", "addresses", "phones"})


class UnfitFacts(Refusal):
    """`problems`: by field, why nothing was stored."""

    def __init__(self, problems: Mapping[str, Refusal]) -> None:
        super().__init__(ja="直すところがあります。", en="Something needs another look.")
        self.problems = dict(problems)


class ChangedMeanwhile(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="この間に、ほかの人がここを変えました。このまま保存すると、入力した内容に置き換わります。",
            en="Somebody changed this meanwhile. Saving again replaces it with what you typed.",
        )


class AddressTaken(Refusal):
    """`candidate_id`: whose it is here."""

    def __init__(self, address: str, *, candidate_id: UUID) -> None:
        super().__init__(
            ja=f"{address}は、すでに別の候補者のアドレスです。",
            en=f"{address} already belongs to another candidate here.",
        )
        self.candidate_id = candidate_id


class NobodyNamed(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="氏名か、メールアドレスか、電話を入力してください。",
            en="Give a name, a mail address or a phone.",
        )


class UnknownChoice(Refusal):
    def __init__(self) -> None:
        super().__init__(ja="選べるものから選んでください。", en="Choose one of those that are offered.")


def facts_as_text(candidate: Candidate, *, fields: Sequence[CustomField]) -> dict[str, str]:
    """Every fact as a form shows it, those of a company's own fields behind the ones that all have."""
    band = SalaryBand(candidate.desired_salary_min_jpy, candidate.desired_salary_max_jpy)
    addresses = sorted(candidate.addresses.all(), key=lambda address: address.id)
    phones = sorted(candidate.phones.all(), key=lambda phone: phone.id)
    is_declared = candidate.source == Source.SELF_DECLARED
    texts: dict[str, str] = {
        **{field: str(getattr(candidate, field, "")) for field in FACTS},
        # That an applicant once came by themself is not for this form to tell (P08).
        "source": Source.IMPORT if is_declared else candidate.source,
        "addresses": "\n".join(address.address for address in addresses),
        "phones": "\n".join(phone.number for phone in phones),
        "desired_regions": "、".join(candidate.desired_regions),
        "desired_salary": written_salary(band),
        "available_from_on": written_day(candidate.available_from_on),
        "owner": str(candidate.owner_id or ""),
    }
    for field in fields:
        texts[custom_field_key(field.id)] = written_custom_value(field, candidate.custom.get(str(field.id)))
    return texts


def change_facts(
    candidate_id: UUID,
    *,
    organization_id: UUID,
    typed: Mapping[str, str],
    seen: Mapping[str, str],
    leave_out: Collection[UUID] = (),
    actor: Actor,
    at: datetime,
) -> tuple[str, ...]:
    """The fields that are different now. `seen`: marks of what the form showed (mark_of). `leave_out`: candidates whom
    the company may not know of; an address of theirs is free.

    Raises: UnfitFacts; then nothing is stored.
    """
    candidate = Candidate.objects.select_for_update().get(organization_id=organization_id, id=candidate_id)
    fields = custom_fields(organization_id=organization_id)
    now = facts_as_text(candidate, fields=fields)
    known = {field: text for field, text in typed.items() if field in now}
    touched, overtaken = changed_facts(known, now=now, seen=seen)
    values, problems = read_facts({field: known[field] for field in touched}, fields=fields)
    problems = {**{field: ChangedMeanwhile() for field in overtaken}, **problems}
    problems.update(_contact_problems(candidate, values, now, leave_out=leave_out))
    problems.update(_choice_problems(candidate, values))
    if problems:
        raise UnfitFacts(problems)
    if touched:
        try:
            with transaction.atomic():
                store_facts(candidate, values=values, leave_out=leave_out, actor=actor, at=at)
        except IntegrityError:
            # Somebody else was given the address in this very moment.
            raise UnfitFacts(_contact_problems(candidate, values, now, leave_out=leave_out)) from None
        index_candidates(organization_id=organization_id, candidate_ids=[candidate.id])
        if IDENTIFYING_FACTS.intersection(touched):
            suggest_pairs(organization_id=organization_id, candidate_ids=[candidate.id], at=at)
        record_deed("change_facts", of=candidate, actor=actor, at=at)
    return touched


def read_facts(
    typed: Mapping[str, str], *, fields: Iterable[CustomField]
) -> tuple[dict[str, Any], dict[str, Refusal]]:
    """What was understood, and what was not, by field."""
    own = {custom_field_key(field.id): field for field in fields}
    values: dict[str, Any] = {}
    problems: dict[str, Refusal] = {}
    for field, text in typed.items():
        try:
            values[field] = custom_value(own[field], text) if field in own else read_fact(field, text)
        except Refusal as refused:
            problems[field] = refused
    return values, problems


def store_facts(
    candidate: Candidate,
    *,
    values: Mapping[str, Any],
    leave_out: Collection[UUID],
    actor: Actor,
    at: datetime,
) -> None:
    """Write checked values, and that the actor says so."""
    for field, value in values.items():
        _store_one(candidate, field, value)
    confirmed = [field for field in values if field not in UNCONFIRMED]
    if actor.id is not None:
        candidate.confirmed = confirmed_by(
            candidate.confirmed, confirmed, by=confirmer_member(actor.id), at=at
        )
        candidate.confirmed_at = latest_confirmation(candidate.confirmed)
    candidate.updated_at = at
    candidate.save()
    if "addresses" in values:
        replace_addresses(candidate, addresses=values["addresses"], leave_out=leave_out)
    if "phones" in values:
        replace_phones(candidate, phones=values["phones"])


def confirm_facts(
    candidate: Candidate, *, fields: Collection[str], actor: Actor, at: datetime
) -> tuple[str, ...]:
    """Somebody looked, and these facts are still right; the ones that hold nothing cannot be."""
    held = held_fields(candidate, fields=custom_fields(organization_id=candidate.organization_id))
    confirmed = tuple(field for field in held if field in fields)
    if not confirmed or actor.id is None:
        return ()
    confirm_fields(
        organization_id=candidate.organization_id,
        candidate_ids=[candidate.id],
        fields=confirmed,
        by=confirmer_member(actor.id),
        at=at,
    )
    record_deed("confirm_facts", of=candidate, actor=actor, at=at)
    return confirmed


def held_fields(candidate: Candidate, *, fields: Sequence[CustomField]) -> tuple[str, ...]:
    """The fields that hold something and can be confirmed, histories among them."""
    texts = facts_as_text(candidate, fields=fields)
    histories = ("employments", "schoolings", "languages", "qualifications", "skills")
    own = [custom_field_key(field.id) for field in fields]
    held = [field for field in (*CONFIRMED_FIELDS, *own) if texts.get(field)]
    return (*held, *(history for history in histories if getattr(candidate, history).all()))


def _contact_problems(
    candidate: Candidate,
    values: Mapping[str, Any],
    now: Mapping[str, str],
    *,
    leave_out: Collection[UUID],
) -> dict[str, Refusal]:
    problems: dict[str, Refusal] = {}
    left = {field: values.get(field, now[field]) for field in ("name", "kana", "addresses", "phones")}
    if values.keys() & left.keys() and not any(left.values()):
        problems["name"] = NobodyNamed()
    addresses = values.get("addresses", ())
    for address, owner_id in owners_of_addresses(
        addresses, organization_id=candidate.organization_id, leave_out={candidate.id, *leave_out}
    ).items():
        problems["addresses"] = AddressTaken(address.written, candidate_id=owner_id)
    return problems


def _choice_problems(candidate: Candidate, values: Mapping[str, Any]) -> dict[str, Refusal]:
    problems: dict[str, Refusal] = {}
    if "source" in values and (values["source"] not in ENTERED_SOURCES or _is_only_declared(candidate)):
        problems["source"] = UnknownChoice()
    if owner := values.get("owner"):
        members = members_in_scope(organization_id=candidate.organization_id)
        if owner not in {str(member.user_id) for member in members}:
            problems["owner"] = UnknownChoice()
    return problems


def _is_only_declared(candidate: Candidate) -> bool:
    """Who came by themself and never applied leaves with their consent: no other source may keep them (P08)."""
    return candidate.source == Source.SELF_DECLARED and not candidate.applications.exists()


def _store_one(candidate: Candidate, field: str, value: Any) -> None:
    if field == "desired_salary":
        candidate.desired_salary_min_jpy = value.min_jpy if value else None
        candidate.desired_salary_max_jpy = value.max_jpy if value else None
    elif field == "owner":
        candidate.owner_id = UUID(value) if value else None
    elif field.startswith(CUSTOM):
        field_id = field.removeprefix(CUSTOM)
        kept = {key: held for key, held in candidate.custom.items() if key != field_id}
        candidate.custom = kept if value is None else {**kept, field_id: value}
    elif field not in ("addresses", "phones"):
        setattr(candidate, field, list(value) if isinstance(value, tuple) else value)
    if field == "name":
        candidate.name_key = comparable_name(value)
    if field == "kana":
        candidate.kana_key = comparable_kana(value)
