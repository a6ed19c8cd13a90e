"""When and by whom a fact about somebody was last said to be so, and which facts have grown old since.

Somebody's name and schools stay what they are; where they work, live and want to work does not.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from uuid import UUID

from careerrelay.core.calendar import same_hour_months_later

# The one place that says how long a fact stays fresh.
FRESH_MONTHS = 12

IMPORT = "import"
PERSON = "person"
_MEMBER = "member:"

LASTING_FIELDS = ("name", "kana", "education", "schoolings", "qualifications", "source")
AGEING_FIELDS = (
    "addresses",
    "phones",
    "region",
    "employer",
    "title",
    "background",
    "employments",
    "languages",
    "skills",
    "desired_work",
    "desired_regions",
    "desired_salary",
    "available_from_on",
)
CONFIRMED_FIELDS = (*LASTING_FIELDS, *AGEING_FIELDS)
CUSTOM = "custom:"

Confirmed = dict[str, list[str]]


def confirmer_member(member_id: UUID) -> str:
    return f"{_MEMBER}{member_id}"


def member_of_confirmer(by: str) -> UUID | None:
    """The member who confirmed; none where it was an import or the person."""
    return UUID(by.removeprefix(_MEMBER)) if by.startswith(_MEMBER) else None


def custom_field_key(field_id: UUID) -> str:
    """Under which a custom field's confirmation stands beside those of the fields that everybody has."""
    return f"{CUSTOM}{field_id}"


def confirmed_by(
    confirmed: Mapping[str, list[str]], fields: Iterable[str], *, by: str, at: datetime
) -> Confirmed:
    """`confirmed` with these fields confirmed anew: `{"employer": ["2026-11-19T01:15:00+00:00", "import"]}`. Never
    moves a field back in time. `by`: `import`, `person`, or what confirmer_member gives."""
    said = [at.astimezone(UTC).isoformat(), by]
    after = {field: list(entry) for field, entry in confirmed.items()}
    for field in fields:
        known = confirmed_moment(confirmed, field)
        if known is None or known <= at:
            after[field] = said
    return after


def confirmed_moment(confirmed: Mapping[str, list[str]], field: str) -> datetime | None:
    entry = confirmed.get(field)
    return datetime.fromisoformat(entry[0]) if entry else None


def latest_confirmation(confirmed: Mapping[str, list[str]]) -> datetime | None:
    """What Candidate.confirmed_at holds."""
    moments = [moment for field in confirmed if (moment := confirmed_moment(confirmed, field))]
    return max(moments, default=None)


def stale_before(at: datetime) -> datetime:
    """A fact confirmed before this moment is no longer taken for granted."""
    return same_hour_months_later(at, -FRESH_MONTHS)


def is_stale(confirmed: Mapping[str, list[str]], field: str, *, at: datetime) -> bool:
    """A fact that grows old, and that nobody has confirmed within the year; one never confirmed is stale too."""
    if field in LASTING_FIELDS:
        return False
    moment = confirmed_moment(confirmed, field)
    return moment is None or moment < stale_before(at)
