"""What only the person said, beside yes and no, as the journal keeps it: when to be asked, pauses, companies that must
not see them, links that were replaced. And whose access as staff ended.

The name of a hidden company is sealed under a key that is made from the person's address. Once they are erased nobody
knows the address, so that the line in the journal says nothing any more.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from django.conf import settings

from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.core.sealing import SealBroken, key_for, seal, unseal
from careerrelay.core.sql import sql_rows
from careerrelay.people.disclosing import proven_addresses
from careerrelay.people.models import HiddenCompany
from careerrelay.privacy.rules.journal import (
    Hidden,
    LinkEnded,
    Remembered,
    Rested,
    StaffChanged,
    Wished,
    id_of_state,
)
from careerrelay.text.addresses import comparable_address


def wishes_since(at: datetime) -> Iterator[Remembered]:
    for row_id, person_id, when, from_on, holds_relays, stated_at in sql_rows(
        "SELECT * FROM privacy_wishes_since(%s)", [at]
    ):
        yield Wished(
            id_of_state(row_id, at=stated_at), person_id, when, from_on, bool(holds_relays), stated_at
        )


def pauses_since(at: datetime) -> Iterator[Remembered]:
    for row_id, person_id, started_at, ended_at in sql_rows("SELECT * FROM privacy_pauses_since(%s)", [at]):
        moment = ended_at or started_at
        yield Rested(id_of_state(row_id, at=moment), person_id, row_id, started_at, ended_at, moment)


def hidings_since(at: datetime) -> Iterator[Remembered]:
    """The names are read in the scope of each person: no function steps over that wall."""
    for (person_id,) in sql_rows("SELECT * FROM privacy_hiding_people_since(%s)", [at]):
        with acting_for_person(person_id):
            oldest = proven_addresses(person_id=person_id)[-1:]
            for row in HiddenCompany.objects.filter(person_id=person_id).order_by("hidden_at", "id"):
                moment = row.shown_at or row.hidden_at
                if moment >= at and oldest:
                    sealed = seal(_written(row), key=_key(oldest[0]), belongs_to=str(person_id))
                    yield Hidden(id_of_state(row.id, at=moment), person_id, sealed, moment)


def links_ended_since(at: datetime) -> Iterator[Remembered]:
    for row in sql_rows("SELECT * FROM privacy_links_ended_since(%s)", [at]):
        yield LinkEnded(*row)


def staff_changed_since(at: datetime) -> Iterator[Remembered]:
    for row in sql_rows("SELECT * FROM privacy_staff_changed_since(%s)", [at]):
        yield StaffChanged(*row)


WISHED_SINCE: dict[type[Remembered], Callable[[datetime], Iterator[Remembered]]] = {
    Wished: wishes_since,
    Rested: pauses_since,
    Hidden: hidings_since,
    LinkEnded: links_ended_since,
    StaffChanged: staff_changed_since,
}


def unsealed_company(one: Hidden) -> HiddenCompany | None:
    """The row as it was, not saved; None where no address that is known opens it. In the person's scope."""
    for address in proven_addresses(person_id=one.person_id):
        try:
            said = json.loads(unseal(one.sealed, key=_key(address), belongs_to=str(one.person_id)))
        except SealBroken:
            continue
        shown_at = said["shown_at"] and datetime.fromisoformat(said["shown_at"])
        return HiddenCompany(
            id=UUID(said["id"]),
            person_id=one.person_id,
            name=said["name"],
            name_key=said["key"],
            is_employer=said["is_employer"],
            hidden_at=datetime.fromisoformat(said["hidden_at"]),
            shown_at=shown_at,
        )
    return None


def _written(row: HiddenCompany) -> bytes:
    said = {
        "id": str(row.id),
        "name": row.name,
        "key": row.name_key,
        "is_employer": row.is_employer,
        "hidden_at": row.hidden_at.isoformat(),
        "shown_at": row.shown_at and row.shown_at.isoformat(),
    }
    return json.dumps(said).encode()


def _key(address: str) -> bytes:
    return key_for(f"journal/{comparable_address(address)}", secret=settings.SECRET_KEY)
