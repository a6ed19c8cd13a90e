"""Each company and each agency in words: what holds, since when, until when, and what one press does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from careerrelay.consent.rules.purposes import Category, Purpose
from careerrelay.consent.rules.state import Standing, State
from careerrelay.core.calendar import day_in_japan
from careerrelay.people.rules import Reach
from careerrelay.relay.candidate_page import AgencyHolding, CompanyHolding, PersonPage
from careerrelay.relay.models import Placement
from careerrelay.relay.placements import leaves_alone
from careerrelay.relay.rules.situations import Situation
from careerrelay.relay.rules.states import DeclineReason
from careerrelay.web.candidate.names import listed, name_of
from careerrelay.web.candidate.opening import Visit
from careerrelay.web.shared.templatetags.words import clock, day, full_day, left, moment

CATEGORIES: Mapping[str, str] = {
    Category.NAME: gettext_noop("氏名"),
    Category.CONTACT: gettext_noop("連絡先"),
    Category.EXPERIENCE: gettext_noop("職歴"),
    Category.SKILLS: gettext_noop("スキル"),
    Category.WISHES: gettext_noop("希望条件"),
    Category.ORIGIN: gettext_noop("応募した会社の名前"),
}
WHY_DECLINED: Mapping[str, str] = {
    DeclineReason.DUPLICATE: gettext_noop("この会社に、すでに登録があるためです。"),
    DeclineReason.UNREACHABLE: gettext_noop("この会社から、連絡がつかなかったためです。"),
    DeclineReason.OUT_OF_SCOPE: gettext_noop("この会社が扱う仕事と、合わなかったためです。"),
}


@dataclass(frozen=True, slots=True)
class Press:
    """A button that takes something back. `nonce` lets it be pressed once."""

    word: str
    purpose: str
    recipient_id: UUID
    nonce: str


@dataclass(frozen=True, slots=True)
class Line:
    """One state with its shape, what goes with it, and at most one deed. `what` names the deed's object."""

    shape: str
    word: str
    small: list[str]
    what: str
    press: Press | None = None
    ask_word: str = ""
    ask_url: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    name: str
    beside: str
    lines: list[Line]
    record: list[dict[str, Any]] = field(default_factory=list)


def company_rows(page: PersonPage, *, visit: Visit) -> list[Holder]:
    return [_company(holding, visit=visit) for holding in page.companies]


def _company(holding: CompanyHolding, *, visit: Visit) -> Holder:
    since = [state.since_at for state in (holding.pool, holding.news) if state.is_granted and state.since_at]
    lines = [
        _company_line(
            Purpose.POOL,
            holding.pool,
            words=(_("求人の連絡を受け取る"), _("求人の連絡は受け取らない")),
            what=_("%(company)sからの求人の連絡"),
            holding=holding,
            visit=visit,
        ),
        _company_line(
            Purpose.NEWS,
            holding.news,
            words=(_("ニュースを受け取る"), _("ニュースは受け取らない")),
            what=_("%(company)sのニュース"),
            holding=holding,
            visit=visit,
        ),
    ]
    beside = _("%(day)sから") % {"day": full_day(min(since))} if since else ""
    return Holder(name_of(holding.company), beside, lines)


def _company_line(
    purpose: Purpose,
    state: State,
    *,
    words: tuple[str, str],
    what: str,
    holding: CompanyHolding,
    visit: Visit,
) -> Line:
    yes, no = words
    what = what % {"company": name_of(holding.company)}
    if state.is_granted:
        small = [_("%(day)sまで") % {"day": full_day(state.until_at)}]
        return Line("on", yes, small, what, _press(_("やめる"), purpose, holding.company.id, visit=visit))
    small = []
    if state.standing is Standing.EXPIRED:
        small = [_("%(day)sに期限が切れました") % {"day": full_day(state.until_at)}]
    elif not holding.is_writer:
        small = [_("受け取るには、この会社から届いたメールのリンクを開いてください。")]
    if not holding.is_writer:
        return Line("", no, small, what)
    return Line("", no, small, what, ask_word=_("受け取る"), ask_url=visit.url("consent"))


def _press(word: str, purpose: Purpose, recipient_id: UUID, *, visit: Visit) -> Press:
    return Press(word, purpose, recipient_id, visit.nonce_for(f"revoke/{purpose}/{recipient_id}"))


def agency_rows(page: PersonPage, *, visit: Visit) -> list[Holder]:
    return [_agency(holding, reach=page.reach, visit=visit) for holding in page.agencies]


def _agency(holding: AgencyHolding, *, reach: Reach, visit: Visit) -> Holder:
    shape, word = SHAPES[holding.situation]
    what = _("%(agency)sへの紹介") % {"agency": name_of(holding.agency)}
    press, ask_word = None, ""
    if holding.is_revocable:
        undo = _("削除を求める") if holding.situation is Situation.LAPSED else _("取り消す")
        press = _press(undo, Purpose.RELAY, holding.agency.id, visit=visit)
    elif holding.is_offered:
        ask_word = _("紹介を頼む")
    line = Line(
        shape,
        _(word),
        list(_about(holding, reach=reach, at=visit.at)),
        what,
        press,
        ask_word,
        visit.url("consent") if ask_word else "",
    )
    beside = _("許可 %(number)s") % {"number": holding.permit_number} if holding.permit_number else ""
    return Holder(name_of(holding.agency), beside, [line], _record(holding))


def next_to_leave(page: PersonPage) -> dict[str, Any] | None:
    """What will happen next by itself, for the first sentence of the page."""
    holding = page.next_to_leave
    if holding is None or holding.relay is None:
        return None
    return {"name": name_of(holding.agency), "leaves_at": holding.relay.leaves_at}


# State words follow one grammar; the shape says the same without colour.
SHAPES: Mapping[Situation, tuple[str, str]] = {
    Situation.NEVER_ASKED: ("", gettext_noop("渡していません")),
    Situation.COOLING: ("wait", gettext_noop("まだ渡していません")),
    Situation.DUE: ("wait", gettext_noop("まだ渡していません")),
    Situation.WAITS_FOR_PROFILE: ("wait", gettext_noop("まだ渡していません")),
    Situation.WAITS_FOR_WISH: ("wait", gettext_noop("まだ渡していません")),
    Situation.PAUSED: ("stop", gettext_noop("まだ渡していません")),
    Situation.HIDDEN: ("stop", gettext_noop("渡しません")),
    Situation.WAITS_AFTER_PLACEMENT: ("stop", gettext_noop("まだ渡していません")),
    Situation.WAITS_FOR_PERMIT: ("stop", gettext_noop("まだ渡していません")),
    Situation.WAITS_FOR_AGREEMENT: ("stop", gettext_noop("まだ渡していません")),
    Situation.PROVIDED: ("on", gettext_noop("渡しました")),
    Situation.ACCEPTED: ("on", gettext_noop("渡しました")),
    Situation.LAPSED: ("stop", gettext_noop("同意の期限が切れました")),
    Situation.DECLINED: ("done", gettext_noop("受け付けられませんでした")),
    Situation.STOPPED: ("", gettext_noop("渡していません")),
    Situation.RAN_OUT: ("", gettext_noop("渡していません")),
    Situation.RECALLED: ("stop", gettext_noop("取り消しました")),
    Situation.DELETION_LATE: ("stop", gettext_noop("取り消しました")),
    Situation.DELETED: ("done", gettext_noop("削除されました")),
    Situation.KEPT_BY_LAW: ("stop", gettext_noop("法律により残っています")),
}


BEFORE_LEAVING: Mapping[Situation, str] = {
    Situation.DUE: gettext_noop("まもなく渡します"),
    Situation.PAUSED: gettext_noop("休んでいるあいだは、渡しません"),
    Situation.HIDDEN: gettext_noop("「見せない会社」に入っているため、渡しません"),
    Situation.WAITS_FOR_PERMIT: gettext_noop("許可が有効だと確認できるまで、渡しません"),
    Situation.WAITS_FOR_AGREEMENT: gettext_noop("会社どうしの契約が確認できるまで、渡しません"),
}


def _waiting_for_wish(reach: Reach) -> str:
    if reach.from_on is None:
        return _("連絡してよい時期を選び直すまで、渡しません")
    return _("選んだ時期(%(day)s)になったら渡します") % {"day": full_day(reach.from_on)}


def _about(holding: AgencyHolding, *, reach: Reach, at: datetime) -> Iterator[str]:
    """When and why, a sentence a line."""
    relay, situation = holding.relay, holding.situation
    if relay is None:
        if situation is Situation.STOPPED:
            yield _("%(day)sに取り消しました") % {"day": full_day(holding.consent.since_at)}
        return
    match situation:
        case Situation.COOLING:
            yield _("%(moment)sに渡します") % {"moment": moment(relay.leaves_at)}
            yield left(relay.leaves_at, at)
        case Situation.WAITS_FOR_PROFILE:
            yield from _waiting_for_profile(relay.leaves_at, at=at)
        case Situation.WAITS_FOR_WISH:
            yield _waiting_for_wish(reach)
        case Situation.WAITS_AFTER_PLACEMENT:
            yield _("就職してから2年がたつまで、渡しません")
        case Situation() if situation in BEFORE_LEAVING:
            yield _(BEFORE_LEAVING[situation])
        case _:
            yield from _after_leaving(holding)
    if holding.placement:
        yield from _about_placement(holding.placement, at=at)
    if holding.came_from:
        yield _("%(company)sからの紹介") % {"company": name_of(holding.came_from)}


def _about_placement(placement: Placement, *, at: datetime) -> Iterator[str]:
    yield _("この会社の紹介で%(day)sに就職") % {"day": full_day(placement.joined_on)}
    if leaves_alone(placement, on=day_in_japan(at)):
        last_on = placement.free_on - timedelta(days=1)
        yield _("%(day)sまで、この会社はあなたに転職をすすめられません") % {"day": full_day(last_on)}


def _waiting_for_profile(leaves_at: datetime, *, at: datetime) -> Iterator[str]:
    if at < leaves_at:
        yield _("プロフィールを確かめると、%(moment)sに渡します") % {"moment": moment(leaves_at)}
    else:
        yield _("プロフィールを確かめると渡します")


def _after_leaving(holding: AgencyHolding) -> Iterator[str]:
    relay = holding.relay
    assert relay is not None
    match holding.situation:
        case Situation.PROVIDED:
            yield _("%(day)sに渡しました。受付を待っています") % {"day": day(relay.provided_at)}
            yield _("%(day)sまで") % {"day": full_day(holding.consent.until_at)}
        case Situation.ACCEPTED:
            days = {"day": day(relay.provided_at), "accepted": day(relay.answered_at)}
            yield _("%(day)sに渡し、%(accepted)sに受付") % days
            yield _("%(day)sまで") % {"day": full_day(holding.consent.until_at)}
        case Situation.LAPSED:
            yield _("%(day)sに渡しました。いまは、この会社の画面に出ません") % {"day": day(relay.provided_at)}
        case Situation.DECLINED:
            if relay.decline_reason in WHY_DECLINED:
                yield _(WHY_DECLINED[relay.decline_reason])
            yield _("渡したプロフィールは、消えています。")
        case Situation.STOPPED:
            yield _("%(day)sに取り消しました") % {"day": full_day(relay.ended_at)}
        case Situation.RAN_OUT:
            yield _("渡す前に、同意の期限が切れました")
        case _:
            yield from _after_recall(holding)


def _after_recall(holding: AgencyHolding) -> Iterator[str]:
    confirmed_at = holding.deletion.deleted_at if holding.deletion else None
    confirm_by_at = holding.deletion.delete_by_at if holding.deletion else None
    if holding.situation is Situation.DELETED:
        yield _("%(day)sに、削除の確認が届きました") % {"day": day(confirmed_at)}
    elif holding.situation is Situation.KEPT_BY_LAW and holding.deletion is not None:
        kept = {"law": holding.deletion.kept_law, "day": full_day(holding.deletion.kept_until_on)}
        yield _("この会社は、%(law)sにより、%(day)sまで残すと答えました。") % kept
    elif holding.situation is Situation.DELETION_LATE:
        yield _("%(agency)sから、削除の確認がまだ届いていません。運営者が確かめています。") % {
            "agency": name_of(holding.agency)
        }
    else:
        yield _("プロフィールは、この会社の画面から消えました。")
        yield _("削除の確認を、%(moment)sまでに求めています。") % {"moment": moment(confirm_by_at)}


def _record(holding: AgencyHolding) -> list[dict[str, Any]]:
    """What the law has us write down about the hand-over (個人情報保護法29条), open to the person."""
    provision = holding.provision
    if provision is None:
        return []
    items = listed(_(CATEGORIES[category]) for category in provision.categories)
    provided = f"{full_day(provision.provided_at)} {clock(provision.provided_at)}"
    return [
        {"term": _("渡した日時"), "value": provided},
        {"term": _("渡した項目"), "value": items},
        {"term": _("許可番号"), "value": provision.permit_number},
        {"term": _("記録の保管"), "value": _("%(day)sまで") % {"day": full_day(provision.keep_until_on)}},
    ]
