"""A revocation reaches what was granted: before the hand-over it is cancelled, after it the copy is recalled."""

from datetime import date, datetime
from uuid import UUID

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.refusal import Refusal
from careerrelay.relay.actions.notifying import acknowledge_notices, issue_notice
from careerrelay.relay.models import Relay, RelayedProfile
from careerrelay.relay.queries import LIVE_RELAYS
from careerrelay.relay.rules.provision import DELETE_WITHIN
from careerrelay.relay.rules.states import CopyState, DataNoticeKind, RelayState

NOTHING_LEFT: dict[str, object] = {
    "name": "",
    "kana": "",
    "address": "",
    "phone": "",
    "occupation": "",
    "experience": "",
    "skills": [],
    "regions": [],
    "wishes": "",
    "contact_from_on": None,
    "hidden_from": [],
}


LAW_CHARACTERS_MAX = 200


class NothingToDelete(Refusal):
    pass


class NoLawNamed(Refusal):
    pass


def stop_relays(
    *,
    person_id: UUID,
    agency_id: UUID,
    kind: DataNoticeKind = DataNoticeKind.REVOCATION,
    actor: Actor,
    at: datetime,
) -> None:
    """`kind`: why the agency is told to delete what it was handed."""
    with acting_for_person(person_id):
        live = list(
            Relay.objects.filter(person_id=person_id, agency_id=agency_id, state__in=LIVE_RELAYS).order_by(
                "id"
            )
        )
        for relay in live:
            was_provided = relay.provided_at is not None
            relay.state = RelayState.RECALLED if was_provided else RelayState.CANCELLED
            relay.ended_at = at
            relay.save(update_fields=["state", "ended_at"])
            record_deed(f"{relay.state}_relay", of=relay, actor=actor, at=at)
    for relay in live:
        if relay.provided_at is not None:
            _recall_copy(relay, kind=kind, at=at)


def _recall_copy(relay: Relay, *, kind: DataNoticeKind, at: datetime) -> None:
    """The words are gone from the agency's pages at once (P03); it confirms within 72 hours that it keeps no
    copy of its own either."""
    with acting_for(relay.agency_id):
        copy = RelayedProfile.objects.select_for_update().get(relay_id=relay.id)
        empty_copy(copy)
        copy.state = CopyState.RECALLED
        copy.delete_by_at = at + DELETE_WITHIN
        copy.save()
        issue_notice(relay, copy_id=copy.id, kind=kind, at=at)
        record_deed("recall_copy", of=copy, actor=Actor.system("relay"), at=at)


def confirm_deletion(*, organization_id: UUID, copy_id: UUID, actor: Actor, at: datetime) -> None:
    """The agency says that nothing is left with it. Raises: NothingToDelete."""
    copy = _recalled(copy_id, organization_id=organization_id)
    copy.state, copy.deleted_at = CopyState.DELETED, at
    copy.save(update_fields=["state", "deleted_at"])
    acknowledge_notices(copy, actor=actor, at=at)
    record_deed("confirm_deletion", of=copy, actor=actor, at=at)


def keep_by_law(
    *, organization_id: UUID, copy_id: UUID, law: str, until_on: date, actor: Actor, at: datetime
) -> None:
    """The agency names what makes it keep something of its own, and until when; the person sees both.

    Raises: NothingToDelete, NoLawNamed.
    """
    if not law.strip() or until_on <= day_in_japan(at):
        raise NoLawNamed(
            ja="残す根拠となる法律と、これから先の期限を入力してください。",
            en="Name the law that makes you keep it, and a day to come until which you do.",
        )
    copy = _recalled(copy_id, organization_id=organization_id)
    copy.state = CopyState.KEPT
    copy.save(update_fields=["state"])
    acknowledge_notices(copy, law=law.strip()[:LAW_CHARACTERS_MAX], until_on=until_on, actor=actor, at=at)
    record_deed("keep_by_law", of=copy, actor=actor, at=at)


def _recalled(copy_id: UUID, *, organization_id: UUID) -> RelayedProfile:
    copy = (
        RelayedProfile.objects.select_for_update()
        .filter(organization_id=organization_id, id=copy_id, state=CopyState.RECALLED)
        .first()
    )
    if copy is None:
        raise NothingToDelete(
            ja="削除を確認する紹介はありません。",
            en="There is no introduction whose deletion is to be confirmed.",
        )
    return copy


def has_words(copy: RelayedProfile) -> bool:
    return any(getattr(copy, column) != nothing for column, nothing in NOTHING_LEFT.items())


def empty_copy(copy: RelayedProfile) -> None:
    """Take everything personal out of a copy; the caller saves."""
    for column, nothing in NOTHING_LEFT.items():
        setattr(copy, column, nothing)
