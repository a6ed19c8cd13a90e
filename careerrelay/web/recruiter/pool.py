"""The talent pool: who is in it now. There is no list of leavers (P08)."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.listing import IN_POOL, Wanted, visible_candidates
from careerrelay.consent.queries import pool_candidate_ids
from careerrelay.core import clock
from careerrelay.web.recruiter.candidates import PER_PAGE
from careerrelay.web.shared.pages import MemberRequest, page, show


@page(Kind.COMPANY, Permission.SEE_CANDIDATES)
@require_safe
def list_of_pool(request: MemberRequest) -> HttpResponse:
    organization_id = request.member.organization_id
    pool_ids = pool_candidate_ids(organization_id=organization_id, at=clock.now())
    wanted = Wanted(search=request.GET.get("search", ""), state=IN_POOL, sort=request.GET.get("sort", "name"))
    found = visible_candidates(wanted, organization_id=organization_id, pool_ids=pool_ids)
    people = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"people": people, "in_pool": len(pool_ids), "search": wanted.search}
    return show(request, "recruiter/pool.html", context)
