"""The network at a glance: what needs the operator, then how everything stands. Counts and days, no person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import npgettext
from django.views.decorators.http import require_safe

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.relay.models import DataNotice
from careerrelay.relay.modes import NetworkMode, mode_of_network
from careerrelay.relay.network import (
    CompanyBooks,
    UnconfirmedRecall,
    companies_with_books,
    newest_closings,
    unconfirmed_recalls,
    waiting_counts,
)
from careerrelay.relay.notices import late_corrections
from careerrelay.relay.permits import AgencyPermits, agencies_with_permits
from careerrelay.relay.rules.counting import BATCH_MIN
from careerrelay.relay.rules.months import closable_month
from careerrelay.relay.rules.permit_standing import Standing
from careerrelay.relay.rules.provision import WaitingFor
from careerrelay.relay.rules.receipts import receipt_number
from careerrelay.web.operator.restorations import restoration_rows
from careerrelay.web.operator.words import (
    listed,
    months_of,
    name_of,
    shape_of,
    standing_in_words,
)
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.templatetags.words import full_day, is_japanese
from careerrelay.web.shared.templatetags.words import month as month_in_words

CLOSINGS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One agency with the permit to name and how many days it still covers."""

    found: AgencyPermits
    name: str
    word: str
    shape: str


@require_safe
@page(Kind.OPERATOR, Permission.SEE_NETWORK)
def overview(request: MemberRequest) -> HttpResponse:
    at = clock.now()
    operator_id = request.member.organization_id
    agencies = agency_lines(agencies_with_permits(operator_id=operator_id, on=day_in_japan(at)))
    recalls = unconfirmed_recalls(operator_id=operator_id, at=at)
    waiting = waiting_counts(operator_id=operator_id)
    books = companies_with_books(operator_id=operator_id)
    context = {
        "rows": [
            *restoration_rows(),
            *_recall_rows(recalls),
            *_correction_rows(late_corrections(operator_id=operator_id)),
            *_mode_rows(mode_of_network(operator_id=operator_id, at=at)),
            *_permit_rows(agencies),
            *_waiting_rows(waiting),
            *_closing_rows(books, at=at),
        ],
        "agencies": agencies,
        "recalls": [
            (recall, receipt_number(recall.copy_id), name_of(recall.agency), _company_of(recall))
            for recall in recalls
        ],
        "waiting": _waiting_figures(waiting),
        "books": [(each, name_of(each.company)) for each in books],
        "closings": [
            (each.closing, name_of(each.company), months_of(each.closing))
            for each in newest_closings(operator_id=operator_id, count_max=CLOSINGS_SHOWN)
        ],
    }
    return show(request, "operator/overview.html", context)


def agency_lines(found: list[AgencyPermits]) -> list[AgencyLine]:
    return [
        AgencyLine(each, name_of(each.agency), standing_in_words(each.standing), shape_of(each.standing))
        for each in found
    ]


def _company_of(recall: UnconfirmedRecall) -> str:
    return recall.company_name if is_japanese() else recall.company_name_en or recall.company_name


def _recall_rows(recalls: list[UnconfirmedRecall]) -> list[dict[str, Any]]:
    if not recalls:
        return []
    names = sorted({name_of(recall.agency) for recall in recalls})
    return [
        {
            "count": len(recalls),
            "what": _("削除の確認が、72時間を過ぎても届いていません"),
            "why": _("%(agencies)s。紹介会社に確かめてください。") % {"agencies": listed(names)},
            "url": "#recalls",
            "deed": _("受付番号を見る"),
        }
    ]


def _correction_rows(late: list[DataNotice]) -> list[dict[str, Any]]:
    if not late:
        return []
    receipts = listed([receipt_number(notice.copy_id) for notice in late])
    return [
        {
            "count": len(late),
            "what": _("訂正の確認が、72時間を過ぎても届いていません"),
            "why": _("受付番号 %(receipts)s。紹介会社に確かめてください。") % {"receipts": receipts},
            "url": reverse("operator:agencies"),
            "deed": _("紹介会社を見る"),
        }
    ]


def _mode_rows(now: NetworkMode) -> list[dict[str, Any]]:
    """The operator's own permit, which only the mode of placement rests on."""
    if now.of_day.lapsed_on:
        what = _("運営者の許可が切れて、職業紹介のモードが終わりました")
        why = _("%(day)sから情報の提供です。紹介は止まっていません。") % {
            "day": full_day(now.of_day.lapsed_on)
        }
    elif now.of_day.until_on and now.standing.standing is Standing.ENDS_SOON:
        what = _("運営者自身の許可が、60日以内に切れます")
        why = _("%(day)sの翌日から、情報の提供に戻ります。") % {"day": full_day(now.of_day.until_on)}
    else:
        return []
    return [
        {"count": 1, "what": what, "why": why, "url": reverse("operator:mode"), "deed": _("モードを見る")}
    ]


def _permit_rows(agencies: list[AgencyLine]) -> list[dict[str, Any]]:
    stopped = [line for line in agencies if not line.found.standing.may_receive]
    ending = [
        line for line in agencies if line.found.standing.may_receive and line.found.standing.needs_attention
    ]
    rows = (
        (stopped, _("許可が有効ではない紹介会社"), _("%(agencies)s。紹介は止まっています。")),
        (ending, _("許可が60日以内に切れる紹介会社"), _("%(agencies)s。更新を確かめてください。")),
    )
    return [
        {
            "count": len(lines),
            "what": what,
            "why": why % {"agencies": listed([line.name for line in lines])},
            "url": reverse("operator:agencies"),
            "deed": _("紹介会社を見る"),
        }
        for lines, what, why in rows
        if lines
    ]


def _waiting_rows(waiting: dict[WaitingFor, int]) -> list[dict[str, Any]]:
    what = {
        WaitingFor.PERMIT: _("紹介会社の許可を待っている紹介"),
        WaitingFor.AGREEMENT: _("有効な契約を待っている紹介"),
    }
    return [
        {
            "count": waiting[reason],
            "what": word,
            "why": _("有効になりしだい、自動で渡します。"),
            "url": reverse("operator:agencies"),
            "deed": _("紹介会社を見る"),
        }
        for reason, word in what.items()
        if waiting[reason]
    ]


def _closing_rows(books: list[CompanyBooks], *, at: datetime) -> list[dict[str, Any]]:
    """Background work closes months by itself; what stands here has not been."""
    month = closable_month(at)
    due = [
        each
        for each in books
        if each.open >= BATCH_MIN and (each.last_closing is None or each.last_closing.month_on < month)
    ]
    if not due:
        return []
    words = {"companies": listed([name_of(each.company) for each in due])}
    return [
        {
            "count": len(due),
            "what": _("%(month)sを締められる会社") % {"month": month_in_words(month)},
            "why": _("%(companies)s。自動の締めを待たずに締められます。") % words,
            "url": reverse("operator:closings"),
            "deed": _("締めを見る"),
        }
    ]


def _waiting_figures(waiting: dict[WaitingFor, int]) -> list[dict[str, Any]]:
    words = {
        WaitingFor.PROFILE: (_("本人のプロフィール待ち"), _("本人が確かめると渡します")),
        WaitingFor.PERMIT: (_("許可待ち"), _("許可が有効になると渡します")),
        WaitingFor.AGREEMENT: (_("契約待ち"), _("契約が有効になると渡します")),
        WaitingFor.PLACEMENT: (_("就職から2年待ち"), _("紹介した会社が、転職をすすめられないあいだ待ちます")),
        WaitingFor.PERSON: (_("本人の希望待ち"), _("本人が選んだ時期になるか、再開すると渡します")),
    }
    return [
        {
            "term": term,
            "number": waiting[reason],
            "unit": npgettext("introductions", "件", "件", waiting[reason]),
            "why": why,
        }
        for reason, (term, why) in words.items()
    ]
