"""How many introductions counted, by company and month: exact and at once, for the agency itself."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.relay.received import settlement_lines
from careerrelay.web.agency.words import company_in_words
from careerrelay.web.shared.pages import MemberRequest, page, show

PAGE_SIZE = 50


@require_safe
@page(Kind.AGENCY, Permission.ANSWER_RELAYS)
def settlement(request: MemberRequest) -> HttpResponse:
    found = settlement_lines(organization_id=request.member.organization_id)
    shown = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "shown": shown,
        "lines": [(line, company_in_words(line.company_name, line.company_name_en)) for line in shown],
        "accepted_total": sum(line.accepted for line in found),
        "counted_total": sum(line.counted for line in found),
    }
    return show(request, "agency/settlement.html", context)
