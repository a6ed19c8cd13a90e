"""What one candidate of the pool agreed to, with the proof for whoever asks: the page to print for a lawyer."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.models import Candidate
from careerrelay.consent.proving import company_grants
from careerrelay.consent.rules.state import expires_at
from careerrelay.core import clock
from careerrelay.web.shared.pages import MemberRequest, page, show


@page(Kind.COMPANY, Permission.SEE_CANDIDATES)
@require_safe
def consent(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    """Not found for who is not in the pool and gets no news, whatever the cause (P08)."""
    at = clock.now()
    candidate = Candidate.objects.filter(id=candidate_id).first()
    organization_id = request.member.organization_id
    proofs = company_grants(organization_id=organization_id, candidate_id=candidate_id, at=at)
    if candidate is None or not proofs:
        raise Http404(_("見つかりません。"))
    record_deed("see_consent", of=candidate, actor=request.member.actor, at=at)
    context = {
        "candidate": candidate,
        "proofs": [{"proof": proof, "ends_at": expires_at(proof.statement.at)} for proof in proofs],
        "now": at,
    }
    return show(request, "recruiter/consent.html", context)
