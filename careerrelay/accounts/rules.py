"""Kinds of organizations, roles in them, and what a role may do."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    COMPANY = "company"
    AGENCY = "agency"
    OPERATOR = "operator"


class Role(StrEnum):
    OWNER = "owner"
    RECRUITER = "recruiter"
    INTERVIEWER = "interviewer"
    PR = "pr"
    EXECUTIVE = "executive"
    CONSULTANT = "consultant"
    OPERATOR = "operator"


class Permission(StrEnum):
    """One word per kind of deed. A page names the one that it needs; there is no `*`."""

    SEE_CANDIDATES = "see_candidates"
    EDIT_CANDIDATES = "edit_candidates"
    EXPORT_CANDIDATES = "export_candidates"
    SEE_EVALUATIONS = "see_evaluations"
    EVALUATE = "evaluate"
    IMPORT_APPLICANTS = "import_applicants"
    SEND_NOTICES = "send_notices"
    SEE_CREDITS = "see_credits"
    SEE_SETTINGS = "see_settings"
    CHANGE_CONTACT = "change_contact"
    ANSWER_RELAYS = "answer_relays"
    SEE_NETWORK = "see_network"
    CLOSE_MONTHS = "close_months"
    MANAGE_PERMITS = "manage_permits"
    CHOOSE_MODE = "choose_mode"
    CORRECT_PLACEMENTS = "correct_placements"
    HANDLE_BREACHES = "handle_breaches"
    HANDLE_REQUESTS = "handle_requests"
    DECIDE_RETENTION = "decide_retention"
    REVIEW_INVITATIONS = "review_invitations"
    MANAGE_MEMBERS = "manage_members"


_RECRUITING = frozenset(
    {
        Permission.SEE_CANDIDATES,
        Permission.EDIT_CANDIDATES,
        Permission.EXPORT_CANDIDATES,
        Permission.SEE_EVALUATIONS,
        Permission.EVALUATE,
        Permission.IMPORT_APPLICANTS,
        Permission.SEND_NOTICES,
        Permission.SEE_CREDITS,
        Permission.SEE_SETTINGS,
        Permission.HANDLE_BREACHES,
        Permission.HANDLE_REQUESTS,
    }
)

_CONSULTING = frozenset({Permission.ANSWER_RELAYS, Permission.HANDLE_BREACHES})

_OPERATING = frozenset(
    {
        Permission.SEE_NETWORK,
        Permission.CLOSE_MONTHS,
        Permission.MANAGE_PERMITS,
        Permission.CHOOSE_MODE,
        Permission.CORRECT_PLACEMENTS,
        Permission.HANDLE_BREACHES,
        Permission.HANDLE_REQUESTS,
    }
)

_OWNING = frozenset({Permission.MANAGE_MEMBERS})

# An executive reads figures, never a person. An interviewer evaluates, and so sees the candidates of their own
# interviews and nobody else. PR gets its pages with its own capabilities and until then sees the first page only.
PERMISSIONS: dict[tuple[Kind, Role], frozenset[Permission]] = {
    (Kind.COMPANY, Role.OWNER): _RECRUITING
    | _OWNING
    | {Permission.CHANGE_CONTACT, Permission.DECIDE_RETENTION, Permission.REVIEW_INVITATIONS},
    (Kind.COMPANY, Role.RECRUITER): _RECRUITING,
    (Kind.COMPANY, Role.INTERVIEWER): frozenset({Permission.EVALUATE}),
    (Kind.COMPANY, Role.PR): frozenset(),
    (Kind.COMPANY, Role.EXECUTIVE): frozenset({Permission.SEE_CREDITS}),
    (Kind.AGENCY, Role.OWNER): _CONSULTING | _OWNING,
    (Kind.AGENCY, Role.CONSULTANT): _CONSULTING,
    (Kind.OPERATOR, Role.OWNER): _OPERATING | _OWNING,
    (Kind.OPERATOR, Role.OPERATOR): _OPERATING,
}


def is_permitted(kind: Kind, role: Role, permission: Permission) -> bool:
    """A pair that is not in the table may do nothing: a consultant cannot exist at a company."""
    return permission in PERMISSIONS.get((kind, role), frozenset())


def roles_of(kind: Kind) -> tuple[Role, ...]:
    return tuple(role for of_kind, role in PERMISSIONS if of_kind is kind)


@dataclass(frozen=True, slots=True)
class PermitFacts:
    """A placement permit (有料職業紹介事業許可, 職業安定法30条) as it was checked last."""

    number: str
    valid_from_on: date
    valid_until_on: date
    suspended_on: date | None = None


def is_valid_permit(permit: PermitFacts, *, on: date) -> bool:
    """Both ends included: the permit is good on the day that it names as the last."""
    if permit.suspended_on is not None and permit.suspended_on <= on:
        return False
    return permit.valid_from_on <= on <= permit.valid_until_on


def days_left(permit: PermitFacts, *, on: date) -> int:
    return max((permit.valid_until_on - on) // timedelta(days=1), 0)
