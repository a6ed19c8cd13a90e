"""The one invitation to people who were told no long ago: its text, its batches, its approval, its undoing.

In the company's scope. The deliveries belong to the mailboxes they go to, so that no company sees which of them left
(P08); a mark on every address, kept for ever as a keyed hash, makes one invitation the only one.
"""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import cast
from uuid import UUID

from careerrelay.accounts.models import Organization
from careerrelay.accounts.queries import organization_in_scope
from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import day_in_words
from careerrelay.core.ids import new_id
from careerrelay.core.refusal import Refusal
from careerrelay.core.sql import sql_rows, sql_value
from careerrelay.outreach.invitable import Addressee, addressees, needs_second_person
from careerrelay.outreach.models import (
    Invitation,
    InvitationMark,
    InvitationRule,
    InvitationText,
    Invitee,
)
from careerrelay.outreach.queries import next_sending_moment
from careerrelay.outreach.rules.invitations import PEOPLE_MAX, check_invitation_words, invitation_hash
from careerrelay.outreach.rules.mails import Language
from careerrelay.people.rules import company_key
from careerrelay.people.verification import mailbox_of
from careerrelay.text.cleaning import clean_paragraphs


class NobodyToInvite(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="案内を送れる人がいません。", en="There is nobody here to whom an invitation can be sent."
        )


class TooManyToInvite(Refusal):
    def __init__(self, people: int) -> None:
        super().__init__(
            ja=f"一度に案内できるのは{PEOPLE_MAX:,}人までです。いまは{people:,}人います。分けて選んでください。",
            en=f"At most {PEOPLE_MAX:,} people can be invited at once; there are {people:,}. Choose fewer.",
        )


class TextNotReviewed(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="文面をまだ管理者が確かめていません。確かめたあとで承認できます。",
            en="No owner has reviewed the text yet. The batch can be approved after that.",
        )


class SecondPersonNeeded(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="この会社では、作った人とは別の人が承認します。",
            en="In this company somebody else than who made it has to approve.",
        )


class InvitationGone(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="もう変えられません。承認したか、送る時刻を過ぎたか、取り消した案内です。",
            en="It can no longer be changed: it was approved or undone, or its hour has passed.",
        )


def write_invitation_text(
    words: str, *, language: Language, organization_id: UUID, actor: Actor, at: datetime
) -> InvitationText:
    """The same words again are the same text. Raises: EmptyWords, TooManyWords, PromisesIncentive, LinkInWords,
    AdvertisingWords."""
    words = clean_paragraphs(words).strip()
    check_invitation_words(words)
    text, is_new = InvitationText.objects.get_or_create(
        organization_id=organization_id,
        hash=invitation_hash(words, language=language),
        defaults={"language": language, "words": words, "written_by": actor.id, "written_at": at},
    )
    if is_new:
        record_deed("write_invitation_text", of=text, actor=actor, at=at)
    return text


def review_invitation_text(text: InvitationText, *, actor: Actor, at: datetime) -> None:
    """An owner read it: it advertises nothing. A second click finds it done. What was written under a laxer rule is
    refused here. Raises: SecondPersonNeeded, and what `check_invitation_words` raises."""
    if text.reviewed_at is not None:
        return
    check_invitation_words(text.words)
    if needs_second_person(organization_id=text.organization_id) and actor.id == text.written_by:
        raise SecondPersonNeeded
    text.reviewed_by, text.reviewed_at = actor.id, at
    text.save(update_fields=["reviewed_by", "reviewed_at"])
    record_deed("review_invitation_text", of=text, actor=actor, at=at)


def set_invitation_rule(
    *, organization_id: UUID, needs_second_person: bool, actor: Actor, at: datetime
) -> None:
    rule, _ = InvitationRule.objects.update_or_create(
        organization_id=organization_id,
        defaults={"needs_second_person": needs_second_person, "set_by": actor.id, "set_at": at},
    )
    record_deed("set_invitation_rule", of=rule, actor=actor, at=at)


def draw_up_invitation(
    candidate_ids: Collection[UUID], *, text: InvitationText, actor: Actor, at: datetime
) -> Invitation:
    """A batch that waits for its approval; nothing leaves. Raises: NobodyToInvite, TooManyToInvite."""
    if not candidate_ids:
        raise NobodyToInvite
    if len(candidate_ids) > PEOPLE_MAX:
        raise TooManyToInvite(len(candidate_ids))
    of = {"organization_id": text.organization_id}
    invitation = Invitation.objects.create(**of, text=text, made_by=actor.id, made_at=at)
    Invitee.objects.bulk_create(
        (Invitee(**of, invitation=invitation, candidate_id=one) for one in sorted(set(candidate_ids))),
        batch_size=1000,
    )
    record_deed("draw_up_invitation", of=invitation, count=len(set(candidate_ids)), actor=actor, at=at)
    return invitation


def leave_out_invitee(invitation_id: UUID, *, candidate_id: UUID, actor: Actor, at: datetime) -> None:
    """Off the list, before it is approved. Somebody who is not on it is fine. Raises: InvitationGone."""
    invitation = _locked(invitation_id)
    if invitation.approved_at is not None or invitation.undone_at is not None:
        raise InvitationGone
    gone, _ = Invitee.objects.filter(invitation=invitation, candidate_id=candidate_id).delete()
    if gone:
        record_deed("leave_out_invitee", of=invitation, actor=actor, at=at)


def approve_invitation(
    invitation_id: UUID,
    *,
    promised: Mapping[UUID, date],
    spared: Collection[UUID],
    actor: Actor,
    at: datetime,
) -> Invitation:
    """Everybody on the list who may still be invited gets the mail on the next business morning; the others leave the
    list. `promised`: on which day the record of each goes if they agree to nothing. A second click finds it done.

    Raises: InvitationGone, TextNotReviewed, SecondPersonNeeded, NobodyToInvite.
    """
    invitation = _locked(invitation_id)
    organization_id = invitation.organization_id
    if invitation.undone_at is not None:
        raise InvitationGone
    if invitation.approved_at is not None:
        return invitation
    if invitation.text.reviewed_at is None:
        raise TextNotReviewed
    if needs_second_person(organization_id=organization_id) and actor.id == invitation.made_by:
        raise SecondPersonNeeded
    _take_turn(organization_id)
    listed = list(Invitee.objects.filter(invitation=invitation).values_list("candidate_id", flat=True))
    people = addressees(listed, organization_id=organization_id, spared=spared, at=at)
    if not people:
        raise NobodyToInvite
    _keep_only(people, invitation=invitation, promised=promised)
    company = organization_in_scope(organization_id=organization_id)
    invitation.approved_by, invitation.approved_at = actor.id, at
    invitation.send_at, invitation.people = next_sending_moment(at), len(people)
    invitation.name_keys = sorted(_name_keys(company))
    invitation.save()
    _mark(people, invitation=invitation, at=at)
    _queue(people, invitation=invitation, promised=promised, at=at)
    record_deed("approve_invitation", of=invitation, count=len(people), actor=actor, at=at)
    return invitation


def undo_invitation(invitation_id: UUID, *, actor: Actor, at: datetime) -> Invitation:
    """The whole batch, as long as its hour has not come: by the clock alone, since how many were stopped afterwards
    would tell whose mail there was (P08). Who was on it may be invited another time. Raises: InvitationGone."""
    invitation = _locked(invitation_id)
    if invitation.undone_at is not None:
        return invitation
    if invitation.send_at is not None and at >= invitation.send_at:
        raise InvitationGone
    invitation.undone_by, invitation.undone_at = actor.id, at
    invitation.save(update_fields=["undone_by", "undone_at"])
    sql_value("SELECT outreach_undo_invitations(%s, %s, %s)", [invitation.organization_id, invitation.id, at])
    InvitationMark.objects.filter(
        organization_id=invitation.organization_id, invitation_id=invitation.id
    ).delete()
    Invitee.objects.filter(invitation=invitation).update(promised_on=None)
    record_deed("undo_invitation", of=invitation, actor=actor, at=at)
    return invitation


def _locked(invitation_id: UUID) -> Invitation:
    return Invitation.objects.select_for_update(of=("self",)).select_related("text").get(id=invitation_id)


def _take_turn(organization_id: UUID) -> None:
    """Two batches that name the same person are approved one after the other: the second finds the mark."""
    sql_rows("SELECT pg_advisory_xact_lock(hashtextextended('invitation:' || %s, 0))", [str(organization_id)])


def _keep_only(
    people: Collection[Addressee], *, invitation: Invitation, promised: Mapping[UUID, date]
) -> None:
    ids = {one.candidate.id for one in people}
    rows = list(Invitee.objects.filter(invitation=invitation))
    Invitee.objects.filter(id__in=[row.id for row in rows if row.candidate_id not in ids]).delete()
    kept = [row for row in rows if row.candidate_id in ids]
    for row in kept:
        row.promised_on = promised[row.candidate_id]
    Invitee.objects.bulk_update(kept, ["promised_on"], batch_size=1000)


def _mark(people: Collection[Addressee], *, invitation: Invitation, at: datetime) -> None:
    InvitationMark.objects.bulk_create(
        (
            InvitationMark(
                organization_id=invitation.organization_id,
                address_hash=hashed,
                invitation_id=invitation.id,
                marked_at=at,
            )
            for hashed in sorted({hashed for one in people for hashed in one.hashes})
        ),
        batch_size=1000,
    )


def _queue(
    people: Collection[Addressee], *, invitation: Invitation, promised: Mapping[UUID, date], at: datetime
) -> None:
    language = cast("Language", invitation.text.language)
    assert invitation.send_at is not None
    rows = [
        {
            "id": str(new_id()),
            "mailbox": str(mailbox_of(one.canonical)),
            "candidate": str(one.candidate.id),
            "address": one.address,
            "name": one.candidate.name,
            "values": {
                "invitation": str(invitation.id),
                "words": invitation.text.words,
                "until": day_in_words(promised[one.candidate.id], language=language),
                "hashes": " ".join(hashed.hex() for hashed in one.hashes),
            },
        }
        for one in people
    ]
    sql_value(
        "SELECT outreach_queue_invitations(%s, %s, %s, %s, %s)",
        [invitation.organization_id, json.dumps(rows), language, invitation.send_at, at],
    )


def _name_keys(company: Organization) -> set[str]:
    return {company_key(name) for name in (company.name, company.legal_name, company.name_en)} - {""}
