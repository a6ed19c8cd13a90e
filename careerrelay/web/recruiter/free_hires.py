"""リレーと無料採用枠: closed figures and credits. No name, nothing live (P08)."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.people.satisfaction import told_satisfaction
from careerrelay.relay.models import Closing
from careerrelay.relay.permits import agencies_of_company
from careerrelay.relay.queries import credits_of
from careerrelay.web.recruiter.words import PERMIT_STANDINGS
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.templatetags.words import month


@page(Kind.COMPANY, Permission.SEE_CREDITS)
@require_safe
def relay_and_credits(request: MemberRequest) -> HttpResponse:
    at = clock.now()
    company_id = request.member.organization_id
    known = credits_of(company_id=company_id, at=at)
    context = {
        "credits": known,
        "satisfaction": told_satisfaction(organization_id=company_id),
        "missing": known.ratio - known.towards_next,
        "closed_until": month(known.closings[0].month_on) if known.closings else "",
        "lines": [_line(closing, ratio=known.ratio) for closing in known.closings],
        "partners": [
            {"partner": partner, "state": PERMIT_STANDINGS[partner.standing.standing]}
            for partner in agencies_of_company(company_id=company_id, at=at)
        ],
    }
    return show(request, "recruiter/relay.html", context)


def _line(closing: Closing, *, ratio: int) -> dict[str, Any]:
    months = {"first": month(closing.from_month_on), "last": month(closing.month_on)}
    is_one = closing.from_month_on == closing.month_on
    why = ""
    if closing.credits:
        reached = closing.introductions_total // ratio * ratio
        why = _("%(n)s件に届いたため、枠を%(credits)sつ獲得") % {"n": reached, "credits": closing.credits}
    return {
        "closing": closing,
        "what": _("%(last)s分の紹介") % months if is_one else _("%(first)s〜%(last)s分の紹介") % months,
        "why": why,
    }
