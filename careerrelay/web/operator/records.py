"""保存の期限: which records of provision go on which day, what a hold keeps, and the proofs of what went."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.privacy.keeping import records_to_come
from careerrelay.privacy.models import DeletionProof, TombstoneCause
from careerrelay.privacy.retaining import PREVIEW_DAYS
from careerrelay.privacy.tombstones import is_proof_genuine
from careerrelay.web.shared.pages import MemberRequest, page, show

PROOFS_SHOWN = 20


@require_safe
@page(Kind.OPERATOR, Permission.SEE_NETWORK)
def records(request: MemberRequest) -> HttpResponse:
    operator_id = request.member.organization_id
    coming = records_to_come(operator_id=operator_id, at=clock.now())
    proofs = DeletionProof.objects.filter(organization_id=operator_id).order_by("-at", "-id")
    context = {
        "days": coming.days,
        "total": sum(due.records for due in coming.days),
        "held": coming.held,
        "preview_days": PREVIEW_DAYS,
        "proofs": [_told(proof) for proof in proofs[:PROOFS_SHOWN]],
    }
    return show(request, "operator/records.html", context)


def _told(proof: DeletionProof) -> dict[str, object]:
    return {
        "proof": proof,
        "cause": cause_in_words(proof.cause),
        "rows": sum(proof.document["rows"].values()),
        "is_genuine": is_proof_genuine(proof),
    }


def cause_in_words(cause: str) -> str:
    return {
        TombstoneCause.ERASURE: _("本人が消しました"),
        TombstoneCause.REQUEST: _("本人からの求めで消しました"),
        TombstoneCause.RETENTION: _("保管の期間が過ぎました"),
        TombstoneCause.EXPIRY: _("同意が切れました"),
        TombstoneCause.RECORDS: _("保存の義務が終わりました"),
    }[TombstoneCause(cause)]
