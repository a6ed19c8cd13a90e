"""A copy as a page may show it: what is masked or gone is not in these values at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from careerrelay.core.calendar import day_in_japan
from careerrelay.people.rules import ContactWhen, Reach
from careerrelay.relay.models import RelayedProfile
from careerrelay.relay.rules.receipts import receipt_number
from careerrelay.relay.rules.states import CopyState, DeclineReason
from careerrelay.web.agency.words import (
    categories_in_words,
    company_in_words,
    counting_in_words,
    due_in_words,
    is_due_soon,
    listed,
    reason_in_words,
    when_in_words,
)
from careerrelay.web.shared.templatetags.words import moment

STALE_AFTER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class NewLine:
    """One row of the list of new copies."""

    id: UUID
    name: str
    occupation: str
    regions: str
    company: str
    received_at: datetime
    due: str
    is_due_soon: bool


def new_lines(copies: Iterable[RelayedProfile], *, at: datetime) -> list[NewLine]:
    return [
        NewLine(
            copy.id,
            copy.name,
            copy.occupation,
            listed(copy.regions),
            company_in_words(copy.company_name, copy.company_name_en),
            copy.received_at,
            due_in_words(copy.answer_by_at, at=at),
            is_due_soon(copy.answer_by_at, at=at),
        )
        for copy in copies
    ]


@dataclass(frozen=True, slots=True)
class RecallLine:
    """The words are gone: a number, a company and days are left to find one's own copies by."""

    id: UUID
    receipt: str
    company: str
    received_at: datetime
    delete_by_at: datetime | None
    is_overdue: bool


def recall_lines(copies: Iterable[RelayedProfile], *, at: datetime) -> list[RecallLine]:
    return [
        RecallLine(
            copy.id,
            receipt_number(copy.id),
            company_in_words(copy.company_name, copy.company_name_en),
            copy.received_at,
            copy.delete_by_at,
            copy.delete_by_at is not None and copy.delete_by_at <= at,
        )
        for copy in copies
    ]


@dataclass(frozen=True, slots=True)
class Contact:
    address: str
    phone: str


@dataclass(frozen=True, slots=True)
class Detail:
    """`contact` is None until the copy is accepted, so that no template can show it by mistake."""

    id: UUID
    receipt: str
    name: str
    kana: str
    company: str
    received_at: datetime
    occupation: str
    experience: str
    skills: str
    regions: str
    wishes: str
    contact_when: str
    is_contact_wished: bool
    hidden_from: str
    confirmed_at: datetime
    is_stale: bool
    contact: Contact | None
    consented_at: datetime
    categories: str
    consent_until_on: date
    is_new: bool
    answer_by_at: datetime
    due: str
    is_due_soon: bool
    answered_at: datetime | None
    is_silent: bool
    counting: str


def detail_of(copy: RelayedProfile, *, categories: list[str], at: datetime) -> Detail:
    """Of a copy that may be read."""
    is_new = copy.state == CopyState.NEW
    company = company_in_words(copy.company_name, copy.company_name_en)
    reach = Reach(ContactWhen(copy.contact_when), copy.contact_from_on, is_paused=copy.is_paused)
    return Detail(
        id=copy.id,
        receipt=receipt_number(copy.id),
        name=copy.name,
        kana=copy.kana,
        company=company,
        received_at=copy.received_at,
        occupation=copy.occupation,
        experience=copy.experience,
        skills=listed(copy.skills),
        regions=listed(copy.regions),
        wishes=copy.wishes,
        contact_when=when_in_words(reach),
        is_contact_wished=reach.may_write(on=day_in_japan(at), is_offer=True),
        hidden_from=listed(copy.hidden_from),
        confirmed_at=copy.confirmed_at,
        is_stale=at - copy.confirmed_at > STALE_AFTER,
        contact=None if is_new else Contact(copy.address, copy.phone),
        consented_at=copy.consented_at,
        categories=categories_in_words(categories, company=company),
        consent_until_on=copy.consent_until_on,
        is_new=is_new,
        answer_by_at=copy.answer_by_at,
        due=due_in_words(copy.answer_by_at, at=at),
        is_due_soon=is_due_soon(copy.answer_by_at, at=at),
        answered_at=copy.answered_at,
        is_silent=not is_new and copy.answered_by is None,
        counting="" if is_new else counting_in_words(copy.counting, company=company),
    )


@dataclass(frozen=True, slots=True)
class Gone:
    """A copy without words: which one it was, how it stands, and whether deletion is still to be confirmed."""

    id: UUID
    receipt: str
    company: str
    received_at: datetime
    sentence: str
    asks_for_deletion: bool


def gone_of(copy: RelayedProfile) -> Gone:
    return Gone(
        copy.id,
        receipt_number(copy.id),
        company_in_words(copy.company_name, copy.company_name_en),
        copy.received_at,
        _sentence_of(copy),
        copy.state == CopyState.RECALLED,
    )


def _sentence_of(copy: RelayedProfile) -> str:
    if copy.state == CopyState.DECLINED:
        return _("%(when)sに受け付けないと答えました(%(reason)s)。情報は消えています。") % {
            "when": moment(copy.answered_at),
            "reason": reason_in_words(DeclineReason(copy.decline_reason)),
        }
    if copy.state == CopyState.RECALLED:
        return _("本人が紹介を取り消しました。%(until)sまでに削除を確認してください。") % {
            "until": moment(copy.delete_by_at)
        }
    if copy.state == CopyState.DELETED:
        return _("本人が紹介を取り消し、%(when)sに削除を確認しました。") % {"when": moment(copy.deleted_at)}
    if copy.state == CopyState.KEPT:
        return _("法律により残すものがあると答えました。根拠と期限は「本人からの通知」にあります。")
    if copy.placed_on is not None and copy.state == CopyState.ACCEPTED:
        return _(
            "この人は、あなたの会社の紹介で就職しました。転職をすすめられないあいだ、情報を表示しません。"
        )
    return _("本人の同意の期限が切れたため、情報を表示しません。手元の控えも消してください。")
