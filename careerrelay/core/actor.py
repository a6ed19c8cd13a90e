"""Who did it: the last but one argument of every action."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

ActorKind = Literal["member", "person", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is the user's of a member, the person's of a person; a part of the program has only its name.
    `organization_id` is the one that a member acts for."""

    kind: ActorKind
    id: UUID | None = None
    organization_id: UUID | None = None
    part: str = ""

    @staticmethod
    def member(user_id: UUID, *, organization_id: UUID) -> "Actor":
        return Actor("member", user_id, organization_id)

    @staticmethod
    def person(person_id: UUID) -> "Actor":
        return Actor("person", person_id)

    @staticmethod
    def system(part: str) -> "Actor":
        return Actor("system", part=part)
