"""Two companies, an agency and the operator whose books they stand in; deeds in short; seeded writers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

from careerrelay.accounts.tenancy import acting_for
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal
from careerrelay.ledger.actions import (
    MovedCredits,
    PostedIntroduction,
    ReversedIntroduction,
    expire_credits,
    free_credit,
    post_introduction,
    release_credits,
    reserve_credit,
    restore_credit,
    reverse_introduction,
    spend_credit,
)
from careerrelay.ledger.queries import Balances, Discrepancy, balances_of, find_discrepancies

AT = datetime(2026, 11, 19, 1, 15, tzinfo=UTC)
WRITER = Actor.system("tests")


def id_of(name: str, number: int) -> UUID:
    """The same in every process, so that a killed writer's successor repeats its keys."""
    return UUID(bytes=name.encode().ljust(12, b"_")[:12] + number.to_bytes(4, "big"))


OPERATOR, COMPANY, OTHER_COMPANY, AGENCY, OTHER_AGENCY = (
    id_of(name, 0) for name in ("operator", "company", "other", "agency", "otheragency")
)


@dataclass(frozen=True, slots=True)
class Books:
    """One company's side. Each deed in a transaction of its own, under the key that its cause suggests."""

    company_id: UUID = COMPANY
    agency_id: UUID = AGENCY
    ratio: int = 10

    def introduce(self, relay: int, *, key: str | None = None) -> PostedIntroduction:
        with acting_for(OPERATOR):
            return post_introduction(
                operator_id=OPERATOR,
                company_id=self.company_id,
                agency_id=self.agency_id,
                key=key or f"introduction:{relay}",
                cause_id=id_of("relay", relay),
                ratio=self.ratio,
                actor=WRITER,
                at=AT,
            )

    def introduce_many(self, number: int, *, first: int = 1) -> None:
        for relay in range(first, first + number):
            self.introduce(relay)

    def reverse(self, relay: int, *, key: str | None = None) -> ReversedIntroduction:
        with acting_for(OPERATOR):
            return reverse_introduction(
                operator_id=OPERATOR,
                relay_id=id_of("relay", relay),
                key=key or f"reversal:{relay}",
                cause_id=id_of("decision", relay),
                actor=WRITER,
                at=AT,
            )

    def release(self, closing: int, *, count: int = 1) -> MovedCredits:
        return self._move(release_credits, "closing", closing, key=f"release:{closing}", count=count)

    def expire(self, closing: int, *, count: int = 1) -> MovedCredits:
        return self._move(expire_credits, "closing", closing, key=f"expiry:{closing}", count=count)

    def reserve(self, hire: int, *, key: str | None = None) -> MovedCredits:
        return self._move(reserve_credit, "hire", hire, key=key or f"reserve:{hire}")

    def spend(self, hire: int, *, key: str | None = None) -> MovedCredits:
        return self._move(spend_credit, "hire", hire, key=key or f"spend:{hire}")

    def free(self, hire: int, *, key: str | None = None) -> MovedCredits:
        return self._move(free_credit, "hire", hire, key=key or f"free:{hire}")

    def restore(self, hire: int, *, key: str | None = None) -> MovedCredits:
        return self._move(restore_credit, "hire", hire, key=key or f"restore:{hire}")

    def _move(
        self, deed: Callable[..., MovedCredits], cause: str, number: int, *, key: str, **count: int
    ) -> MovedCredits:
        with acting_for(OPERATOR):
            return deed(
                operator_id=OPERATOR,
                company_id=self.company_id,
                key=key,
                cause_id=id_of(cause, number),
                actor=WRITER,
                at=AT,
                **count,
            )

    @property
    def balances(self) -> Balances:
        with acting_for(OPERATOR):
            return balances_of(self.company_id)


def discrepancies() -> list[Discrepancy]:
    with acting_for(OPERATOR):
        return find_discrepancies()


@dataclass(slots=True)
class SeededWriter:
    """Does random deeds out of a pool that other writers draw from as well: keys repeat, requests compete."""

    random: Random
    relays: int
    books: Books = field(default_factory=Books)
    reverses: bool = False
    hires: int = 12
    refused: int = 0

    def write_one(self) -> str | None:
        """The key of what stands in the books now; None where the deed was refused."""
        deed, number = self._draw()
        try:
            getattr(self.books, deed)(number)
        except Refusal:
            self.refused += 1
            return None
        return f"{KEYS[deed]}:{number}"

    def _draw(self) -> tuple[str, int]:
        weights = WEIGHTS | ({"reverse": 6} if self.reverses else {})
        [deed] = self.random.choices([*weights], [*weights.values()])
        pools: dict[str, Any] = {"introduce": self.relays, "reverse": self.relays}
        return deed, self.random.randint(1, pools.get(deed, self.hires))


WEIGHTS = {"introduce": 60, "release": 8, "reserve": 10, "spend": 8, "free": 4, "restore": 4, "expire": 2}
KEYS = {
    "introduce": "introduction",
    "reverse": "reversal",
    "release": "release",
    "reserve": "reserve",
    "spend": "spend",
    "free": "free",
    "restore": "restore",
    "expire": "expiry",
}
