"""Links to a person's page, the birth of a person from a verified address, and their profile."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.core.ids import new_id
from careerrelay.core.refusal import Refusal
from careerrelay.core.sql import sql_count, sql_value
from careerrelay.core.tokens import new_token, token_hash
from careerrelay.people.models import LinkKind, Person, Profile
from careerrelay.people.queries import OpenLink, address_hash, person_of
from careerrelay.people.rules import PART_COLUMNS, ProfilePart, link_expires_at
from careerrelay.text.addresses import comparable_address
from careerrelay.text.regions import PREFECTURES, REMOTE


class ProfileRefused(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class WantedLink:
    kind: LinkKind
    address: str
    company_id: UUID
    candidate_id: UUID | None
    language: str
    # What was mailed to the address before ends; a link of 24 hours ends by itself.
    replaces: bool = False


def issue_links(wanted: Sequence[WantedLink], *, at: datetime) -> list[str]:
    """Tokens, one per wanted link and in its order. Only their hashes stay here: mail them now or never.

    No scope is needed, since a sender serves many owners in one batch.
    """
    tokens = [new_token() for _ in wanted]
    rows = [_link_row(link, token=token, at=at) for link, token in zip(wanted, tokens, strict=True)]
    sql_value("SELECT people_issue_links(%s)", [json.dumps(rows)])
    return tokens


def _link_row(link: WantedLink, *, token: str, at: datetime) -> dict[str, str | bool | None]:
    return {
        "id": str(new_id()),
        "person_id": str(new_id()),
        "kind": link.kind,
        "token_hash": token_hash(token).hex(),
        "address": link.address,
        "address_hash": address_hash(comparable_address(link.address)).hex(),
        "company_id": str(link.company_id),
        "candidate_id": str(link.candidate_id) if link.candidate_id else None,
        "language": link.language,
        "issued_at": at.isoformat(),
        "expires_at": link_expires_at(kind=link.kind, issued_at=at).isoformat(),
        "replaces": link.replaces,
    }


def mark_answered(link: OpenLink, *, at: datetime) -> None:
    """No scope is needed: the row may still belong to a person to be."""
    sql_value("SELECT people_mark_answered(%s, %s)", [link.token_hash, at])


def confirm_person(link: OpenLink, *, language: str, at: datetime) -> UUID:
    """The person behind an answered link: found by the address, or born now. Answering proves the address.

    Two answers to two links of the same address at the same time end up as one person: the second insert
    waits for the first, does nothing, and reads who it was.
    """
    canonical = comparable_address(link.address)
    if found := person_of(canonical):
        return found
    with acting_for_person(link.person_id):
        is_new = sql_count(
            """
            INSERT INTO people_personaddress (id, person_id, address, address_hash, verified_at)
            VALUES (%s, %s, %s, %s, %s) ON CONFLICT (address_hash) DO NOTHING
            """,
            [new_id(), link.person_id, link.address, address_hash(canonical), at],
        )
        if is_new:
            person = Person.objects.create(id=link.person_id, language=language, verified_at=at)
            record_deed("verify_address", of=person, actor=Actor.person(person.id), at=at)
            return person.id
    raced = person_of(canonical)
    assert raced is not None, "somebody else inserted the address, so it has a person"
    return raced


def lock_person(*, person_id: UUID) -> None:
    """Whoever hands data over and whoever revokes take this lock first, so that one of them sees the other."""
    Person.objects.select_for_update().filter(id=person_id).first()


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    name: str = ""
    kana: str = ""
    phone: str = ""
    occupation: str = ""
    experience: str = ""
    skills: tuple[str, ...] = field(default_factory=tuple)
    regions: tuple[str, ...] = field(default_factory=tuple)
    wishes: str = ""


def draft_profile(facts: ProfileFacts, *, person_id: UUID, at: datetime) -> None:
    """Prefill from what a company imported. Never overwrites a word of the person's own."""
    with acting_for_person(person_id):
        Profile.objects.get_or_create(person_id=person_id, defaults={**_columns(facts), "updated_at": at})


def confirm_profile(facts: ProfileFacts, *, person_id: UUID, actor: Actor, at: datetime) -> None:
    """Raises: ProfileRefused."""
    _check(facts)
    with acting_for_person(person_id):
        confirmed = dict.fromkeys(ProfilePart, at.isoformat())
        profile, _ = Profile.objects.update_or_create(
            person_id=person_id,
            defaults={**_columns(facts), "updated_at": at, "confirmed_at": at, "confirmed": confirmed},
        )
        record_deed("confirm_profile", of=profile, actor=actor, at=at)


def keep_part(
    part: ProfilePart, changes: Mapping[str, Any], *, person_id: UUID, actor: Actor, at: datetime
) -> Profile:
    """One part, as the person wrote it; the others stay as they are. Of a confirmed profile it is confirmed by being
    saved, of a draft it waits with the rest. In the person's scope, under their lock.

    Raises: ProfileRefused, where a confirmed profile would no longer count.
    """
    profile = Profile.objects.filter(person_id=person_id).first() or Profile(person_id=person_id)
    for column in PART_COLUMNS[part]:
        value = changes[column]
        setattr(profile, column, list(value) if isinstance(value, tuple) else value)
    profile.updated_at = at
    if profile.confirmed_at is not None:
        _check(facts_in(profile))
        profile.confirmed_at = at
        profile.confirmed[part] = at.isoformat()
    profile.save()
    record_deed(f"keep_{part}", of=profile, actor=actor, at=at)
    return profile


def facts_in(profile: Profile) -> ProfileFacts:
    columns = {column: getattr(profile, column) for columns in PART_COLUMNS.values() for column in columns}
    return ProfileFacts(**{**columns, "skills": tuple(profile.skills), "regions": tuple(profile.regions)})


def _columns(facts: ProfileFacts) -> dict[str, object]:
    columns: dict[str, object] = asdict(facts)
    return {**columns, "skills": list(facts.skills), "regions": list(facts.regions)}


def _check(facts: ProfileFacts) -> None:
    if not facts.name.strip():
        raise ProfileRefused(ja="氏名を入力してください。", en="Please enter your name.")
    if not facts.occupation.strip() and not facts.skills:
        raise ProfileRefused(
            ja="職種かスキルを、1つは入力してください。",
            en="Please enter an occupation or at least one skill.",
        )
    if not facts.regions:
        raise ProfileRefused(
            ja="希望の勤務地を、1つは選んでください。", en="Please choose at least one region to work in."
        )
    if unknown := set(facts.regions) - set(PREFECTURES) - {REMOTE}:
        raise ProfileRefused(
            ja=f"「{min(unknown)}」という勤務地は選べません。", en=f"There is no region {min(unknown)!r}."
        )
