"""`/r/<code>`: the one line in a company's own rejection mail. An address goes in, one mail goes out."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from careerrelay.accounts.models import Organization
from careerrelay.accounts.queries import organization_in_scope
from careerrelay.accounts.tenancy import acting_for
from careerrelay.consent.queries import company_of_start_link
from careerrelay.core import clock
from careerrelay.outreach.verifying import request_verification
from careerrelay.text.addresses import UnusableAddress
from careerrelay.web.candidate.names import name_of
from careerrelay.web.candidate.open_forms import TYPED_CHARACTERS_MAX, form_nonce, is_ours
from careerrelay.web.candidate.opening import LOOKING, SENDING
from careerrelay.web.shared.pages import letter_page
from careerrelay.web.shared.visitors import limited


@csrf_exempt
@letter_page
@require_http_methods([*LOOKING, *SENDING])
@limited
def start(request: HttpRequest, code: str) -> HttpResponse:
    at = clock.now()
    company = _company_behind(code)
    if company is None:
        return render(request, "candidate/unknown_start.html", status=404)
    if request.method != "POST":
        return _form(request, company, code=code, at=at)
    typed = request.POST.get("address", "")[:TYPED_CHARACTERS_MAX]
    if not is_ours(request.POST.get("nonce", ""), form=code, at=at):
        return _form(request, company, code=code, at=at, typed=typed, is_old=True, status=403)
    try:
        request_verification(typed, company_id=company.id, language=get_language() or "ja", at=at)
    except UnusableAddress as refused:
        return _form(request, company, code=code, at=at, typed=typed, problem=refused, status=422)
    # Nothing of what was typed comes back, so the answer is the same for everybody, to the byte (P26).
    return render(request, "candidate/mailed.html", {"sender": name_of(company), "code": code})


def _company_behind(code: str) -> Organization | None:
    company_id = company_of_start_link(code)
    if company_id is None:
        return None
    with acting_for(company_id):
        return organization_in_scope(organization_id=company_id)


def _form(
    request: HttpRequest,
    company: Organization,
    *,
    code: str,
    at: datetime,
    typed: str = "",
    problem: UnusableAddress | None = None,
    is_old: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "sender": name_of(company),
        "company": company,
        "code": code,
        "nonce": form_nonce(code, at=at),
        "typed": typed,
        "problem": problem,
        "errors": {"address": problem} if problem else {},
        "is_old": is_old,
    }
    return render(request, "candidate/start.html", context, status=status)
