"""The first page after sign-in: the one line to copy, and once something exists, what is to be done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.interviewing import interviews_to_evaluate
from careerrelay.candidates.listing import count_untold
from careerrelay.candidates.models import Import, ImportState
from careerrelay.candidates.queries import list_imports, undecided_applications
from careerrelay.consent.queries import start_code_in_scope
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.outreach.models import DeliveryState
from careerrelay.outreach.notice_listing import SendingTime, count_in_doubt, group_by_sending_time
from careerrelay.outreach.queries import count_notices, is_mail_stuck, next_sending_moment, notices_in_hand
from careerrelay.pool.showing import count_everybody_shown, count_pool
from careerrelay.relay.queries import credits_of, offer_of
from careerrelay.web.recruiter.comparing import count_pairs
from careerrelay.web.recruiter.evaluations import show_own_interviews
from careerrelay.web.recruiter.words import STAGES, enumerated
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.templatetags.words import count, day, moment, month

# What nobody can tick off leaves the list by itself.
SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Snippet:
    """The line for the company's own rejection mail, in both languages. It holds no personal link (P48)."""

    ja: str
    en: str
    url: str


def snippet_of(code: str) -> Snippet:
    url = f"{settings.PUBLIC_URL}/r/{code}"
    return Snippet(
        ja=f"この先の連絡を受け取るかどうかは、ご自身で決められます。 {url}",
        en=f"Whether you hear from us again is up to you: {url}?lang=en",
        url=url,
    )


@page(Kind.COMPANY, Permission.SEE_CANDIDATES)
@require_safe
def snippet(request: MemberRequest) -> HttpResponse:
    return show(request, "recruiter/snippet.html", _about_snippet(request, at=clock.now()))


@page(Kind.COMPANY, None)
@require_safe
def today(request: MemberRequest) -> HttpResponse:
    may = request.member.may
    if not may[Permission.SEE_CANDIDATES]:
        if may[Permission.SEE_CREDITS]:
            return redirect("recruiter:relay")
        if may[Permission.EVALUATE]:
            return show_own_interviews(request)
        return show(request, "recruiter/nothing_yet.html")
    at = clock.now()
    organization_id = request.member.organization_id
    people = count_everybody_shown(organization_id=organization_id, at=at)
    imports = list(list_imports(organization_id=organization_id)[:20])
    if not people and not imports:
        return show(request, "recruiter/first.html", _about_snippet(request, at=at))
    rows = _rows(request, imports=imports, at=at)
    if rows:
        rows[0]["is_primary"] = True
    context = {
        "rows": rows,
        "is_mail_stuck": is_mail_stuck(organization_id=organization_id, at=at),
        **_figures(request, people=people, in_pool=count_pool(organization_id=organization_id, at=at), at=at),
    }
    return show(request, "recruiter/today.html", context)


def _about_snippet(request: MemberRequest, *, at: datetime) -> dict[str, Any]:
    company_id = request.member.organization_id
    code = start_code_in_scope(organization_id=company_id)
    return {"snippet": snippet_of(code), "ratio": offer_of(company_id=company_id, at=at).ratio}


def _rows(request: MemberRequest, *, imports: list[Import], at: datetime) -> list[dict[str, Any]]:
    """What is to be done, the nearest deadline first."""
    organization_id = request.member.organization_id
    in_hand = list(notices_in_hand(organization_id=organization_id))
    told_of = {notice.candidate_id for notice in in_hand if notice.candidate_id}
    untold = count_untold(organization_id=organization_id, leave_out=told_of)
    undecided = undecided_applications(organization_id=organization_id).count()
    in_doubt = count_in_doubt(organization_id=organization_id, since=at - SHOWN_FOR)
    to_evaluate = interviews_to_evaluate(
        organization_id=organization_id, member_id=request.member.user_id, on=day_in_japan(at)
    ).count()
    rows = [
        *(_sending_row(group, at=at) for group in group_by_sending_time(in_hand)),
        _evaluation_row(to_evaluate),
        _untold_row(untold, at=at),
        _undecided_row(undecided),
        _duplicates_row(request),
        *_import_rows(imports, at=at),
        _in_doubt_row(in_doubt),
    ]
    return [row for row in rows if row["count"]]


def _untold_row(number: int, *, at: datetime) -> dict[str, Any]:
    return _row(
        number,
        _("まだお見送りを伝えていない人"),
        _("選んで確かめると、%(moment)sに送ります。") % {"moment": moment(next_sending_moment(at))},
        url=reverse("recruiter:notices"),
        deed=_("伝える人を選ぶ"),
    )


def _undecided_row(number: int) -> dict[str, Any]:
    return _row(
        number,
        _("お見送りか辞退かを決める応募"),
        _("決めるまで、本人には何も送りません。"),
        url=f"{reverse('recruiter:candidates')}?state=undecided",
        deed=_("1件ずつ決める"),
    )


def _evaluation_row(number: int) -> dict[str, Any]:
    return _row(
        number,
        _("あなたの評価を待っている面接"),
        _("評価を出すまで、ほかの人の評価は見られません。"),
        url=reverse("recruiter:own_interviews"),
        deed=_("評価を書く"),
    )


def _duplicates_row(request: MemberRequest) -> dict[str, Any]:
    may_decide = request.member.may[Permission.EDIT_CANDIDATES]
    return _row(
        count_pairs(request.member.organization_id) if may_decide else 0,
        _("同じ人かもしれない組"),
        _("見比べて、統合するか、別の人かを決めてください。"),
        url=reverse("recruiter:duplicates"),
        deed=_("見比べる"),
    )


def _in_doubt_row(number: int) -> dict[str, Any]:
    return _row(
        number,
        _("届いたか確認できないお見送り連絡"),
        _("自動では送り直しません。"),
        url=reverse("recruiter:in_doubt"),
        deed=_("相手を確かめる"),
    )


def _sending_row(group: SendingTime, *, at: datetime) -> dict[str, Any]:
    stages = [
        _("%(stage)s %(n)s通") % {"stage": word, "n": n}
        for stage, word in STAGES.items()
        if (n := sum(notice.values.get("stage") == stage for notice in group.notices))
    ]
    told = enumerated(stages)
    is_due = group.send_at <= at
    return _row(
        len(group.notices),
        _("お見送り連絡を送っています")
        if is_due
        else _("お見送り連絡を、%(moment)sに送ります") % {"moment": moment(group.send_at)},
        told if is_due else _("%(stages)s。送る前なら取り消せます。") % {"stages": told},
        url=f"{reverse('recruiter:queue')}#at-{int(group.send_at.timestamp())}",
        deed=_("確かめる、取り消す"),
    )


def _import_rows(imports: list[Import], *, at: datetime) -> list[dict[str, Any]]:
    """Files that wait for an answer, and the lines to mend of the newest one, for a week."""
    waiting = [found for found in imports if found.state == ImportState.UPLOADED]
    rows = []
    if waiting:
        rows.append(
            _row(
                len(waiting),
                _("取り込む前のファイル"),
                _("%(name)s。取り込むか、消すかを決めてください。")
                % {"name": enumerated(found.filename for found in waiting[:2])},
                url=reverse("recruiter:import", args=[waiting[0].id])
                if len(waiting) == 1
                else reverse("recruiter:imports"),
                deed=_("中身を確かめる"),
            )
        )
    newest = next((found for found in imports if found.state == ImportState.DONE), None)
    if newest and newest.rows_refused and newest.ended_at and at - newest.ended_at < SHOWN_FOR:
        words = {"day": day(newest.ended_at), "total": count(newest.rows_total)}
        rows.append(
            _row(
                newest.rows_refused,
                _("取り込めなかった行"),
                _("%(day)sに取り込んだ%(total)s行のうちです。直すところを行ごとに示します。") % words,
                url=reverse("recruiter:import", args=[newest.id]),
                deed=_("行を確かめる"),
            )
        )
    return rows


def _row(number: int, what: str, why: str, *, url: str, deed: str) -> dict[str, Any]:
    return {"count": number, "what": what, "why": why, "url": url, "deed": deed}


def _figures(request: MemberRequest, *, people: int, in_pool: int, at: datetime) -> dict[str, Any]:
    sent = count_notices(organization_id=request.member.organization_id).get(DeliveryState.ACCEPTED, 0)
    known = credits_of(company_id=request.member.organization_id, at=at)
    return {
        "credits": known,
        "closed_until": month(known.closings[0].month_on) if known.closings else "",
        "figures": [
            {
                "term": _("タレントプール"),
                "number": in_pool,
                "unit": _("人"),
                "why": _("いま、求人の連絡を望んでいる人"),
            },
            {
                "term": _("候補者"),
                "number": people,
                "unit": _("人"),
                "why": _("取り込んだ応募者と、プールにいる人"),
            },
            {
                "term": _("送ったお見送り連絡"),
                "number": sent,
                "unit": _("通"),
                "why": _("相手のメールサーバーが受け取った数"),
            },
        ],
    }
