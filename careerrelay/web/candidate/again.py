"""`/c/again`: a new link for somebody whose link opens nothing any more, to the address that links were mailed to."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from careerrelay.core import clock
from careerrelay.outreach.verifying import request_link_again
from careerrelay.text.addresses import UnusableAddress
from careerrelay.web.candidate.open_forms import AGAIN, TYPED_CHARACTERS_MAX, form_nonce, is_ours
from careerrelay.web.shared.pages import letter_page
from careerrelay.web.shared.visitors import limited


@csrf_exempt
@letter_page
@require_http_methods(["GET", "HEAD", "POST"])
@limited
def link_again(request: HttpRequest) -> HttpResponse:
    """The same answer for an address that ever got a link and for any other, to the byte (P26)."""
    at = clock.now()
    if request.method != "POST":
        return _form(request, at=at)
    typed = request.POST.get("address", "")[:TYPED_CHARACTERS_MAX]
    if not is_ours(request.POST.get("nonce", ""), form=AGAIN, at=at):
        return _form(request, at=at, typed=typed, is_old=True, status=403)
    try:
        request_link_again(typed, language=get_language() or "ja", at=at)
    except UnusableAddress as refused:
        return _form(request, at=at, typed=typed, problem=refused, status=422)
    return render(request, "candidate/again_mailed.html")


def _form(
    request: HttpRequest,
    *,
    at: datetime,
    typed: str = "",
    problem: UnusableAddress | None = None,
    is_old: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "nonce": form_nonce(AGAIN, at=at),
        "typed": typed,
        "problem": problem,
        "errors": {"address": problem} if problem else {},
        "is_old": is_old,
    }
    return render(request, "candidate/again.html", context, status=status)
