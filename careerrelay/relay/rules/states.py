"""The states of a relay as the network sees it, and of the copy as the agency sees it."""

from enum import StrEnum


class RelayState(StrEnum):
    COOLING = "cooling"
    WAITING = "waiting"
    PROVIDED = "provided"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    RECALLED = "recalled"


class CopyState(StrEnum):
    NEW = "new"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    RECALLED = "recalled"
    DELETED = "deleted"
    # The agency says which law makes it keep what it has, and until when.
    KEPT = "kept"


class DataNoticeKind(StrEnum):
    """Why an agency is told to change or delete what it was handed."""

    REVOCATION = "revocation"
    EXPIRY = "expiry"
    ERASURE = "erasure"
    CORRECTION = "correction"


class DeclineReason(StrEnum):
    DUPLICATE = "duplicate"
    UNREACHABLE = "unreachable"
    OUT_OF_SCOPE = "out_of_scope"
