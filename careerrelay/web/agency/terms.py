"""The permit that lets the agency receive, and the agreements under which introductions count."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.relay.permits import agency_with_permits
from careerrelay.relay.received import agreement_lines
from careerrelay.relay.rules.counting import Trigger
from careerrelay.web.agency.inbox import operator_of
from careerrelay.web.agency.words import company_in_words
from careerrelay.web.shared.pages import MemberRequest, page, show


@require_safe
@page(Kind.AGENCY, Permission.ANSWER_RELAYS)
def permit(request: MemberRequest) -> HttpResponse:
    on = day_in_japan(clock.now())
    operator_id = operator_of(request)
    agency_id = request.member.organization_id
    own = agency_with_permits(operator_id=operator_id, agency_id=agency_id, on=on)
    if own is None:
        raise Http404
    agreements = agreement_lines(agency_id=agency_id, operator_id=operator_id, on=on)
    context = {
        "own": own,
        "on": on,
        "agreements": [
            (
                line.agreement,
                company_in_words(line.company_name, line.company_name_en),
                _trigger(line.agreement.trigger),
            )
            for line in agreements
        ],
    }
    return show(request, "agency/permit.html", context)


def _trigger(trigger: str) -> str:
    return {Trigger.REGISTERED: _("受信したとき"), Trigger.ACCEPTED: _("受け付けたとき")}[Trigger(trigger)]
