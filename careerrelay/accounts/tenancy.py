"""The second wall: whoever builds a query outside a scope is stopped; PostgreSQL holds the third one.

There is exactly one scope at a time, an organization's or a person's. Entering another one replaces it until
the end of the block, so that no statement ever sees the rows of two. A scope holds a transaction open: render
the page inside it, and never call a vendor there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import ClassVar, Self, TypeVar
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import Q

from careerrelay.core.ids import new_id


@dataclass(frozen=True, slots=True)
class Scope:
    organization_id: UUID | None = None
    person_id: UUID | None = None


NOBODY = Scope()
_scope: ContextVar[Scope] = ContextVar("scope", default=NOBODY)


class OutsideScope(RuntimeError):
    """A query on a walled table was built where nobody, or the wrong kind of owner, is in scope: our bug."""


def current_scope() -> Scope:
    return _scope.get()


@contextmanager
def acting_for(organization_id: UUID) -> Iterator[None]:
    """Act inside one organization's walls. Nests; the former scope comes back at the end."""
    with _entered(Scope(organization_id=organization_id)):
        yield


@contextmanager
def acting_for_person(person_id: UUID) -> Iterator[None]:
    """Act inside the walls of one person: their profile, links, relay statements."""
    with _entered(Scope(person_id=person_id)):
        yield


@contextmanager
def _entered(scope: Scope) -> Iterator[None]:
    nested = connection.in_atomic_block
    found = _scope.get()
    with transaction.atomic():
        token = _scope.set(scope)
        try:
            _tell_database(scope)
            yield
            # The setting outlives a released savepoint, so what was found is put back. A rolled back one
            # restores it by itself, and so does the end of the outermost transaction.
            if nested:
                _tell_database(found)
        finally:
            _scope.reset(token)


def _tell_database(scope: Scope) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.organization_id', %s, true), set_config('app.person_id', %s, true)",
            [str(scope.organization_id or ""), str(scope.person_id or "")],
        )


@dataclass(frozen=True, slots=True)
class Walls:
    """The columns that name the owners of a row; an empty kind means: nobody of that kind may look."""

    organization: tuple[str, ...] = ()
    person: tuple[str, ...] = ()

    def predicate(self, scope: Scope, *, model: str) -> Q:
        """Raises: OutsideScope."""
        columns, owner = (
            (self.organization, scope.organization_id)
            if scope.organization_id is not None
            else (self.person, scope.person_id)
        )
        if owner is None or not columns:
            raise OutsideScope(f"{model} asked for under {scope}")
        matches = Q()
        for column in columns:
            matches |= Q(**{column: owner})
        return matches


Row = TypeVar("Row", bound=models.Model)


class ScopedManager(models.Manager[Row]):
    """Adds the predicate of the scope to every query and refuses to build one without."""

    def get_queryset(self) -> models.QuerySet[Row]:
        walls: Walls = self.model.walls  # type: ignore[attr-defined]
        return super().get_queryset().filter(walls.predicate(current_scope(), model=self.model.__name__))


class ScopedModel(models.Model):
    """A row behind walls. `walls` repeats what its migration's `tenant_wall` says; a house test compares."""

    walls: ClassVar[Walls]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    objects: ClassVar[ScopedManager[Self]] = ScopedManager()

    class Meta:
        abstract = True


class TenantModel(ScopedModel):
    """A row that belongs to one organization."""

    walls = Walls(organization=("organization_id",))

    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class PersonModel(ScopedModel):
    """A row that belongs to one person. No foreign key: the row may be older than the confirmed Person."""

    walls = Walls(person=("person_id",))

    person_id = models.UUIDField()

    class Meta:
        abstract = True
