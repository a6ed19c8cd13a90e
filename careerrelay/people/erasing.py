"""Take the person themself out: profile, links, addresses. In the person's scope."""

from collections import Counter
from uuid import UUID

from careerrelay.core.deletion import rows_by_table
from careerrelay.people.models import (
    ContactWish,
    HiddenCompany,
    Pause,
    Person,
    PersonAddress,
    PersonalLink,
    Profile,
    Satisfaction,
)


def erase_person_rows(*, person_id: UUID) -> Counter[str]:
    """What hangs on the person first. How many rows went, by table."""
    erased: Counter[str] = Counter()
    for model in (Profile, ContactWish, Satisfaction, Pause, HiddenCompany, PersonalLink, PersonAddress):
        erased += rows_by_table(model.objects.filter(person_id=person_id).delete())
    return erased + rows_by_table(Person.objects.filter(id=person_id).delete())
