"""Who may be thought of again after a no, by the rule of its reason. In the organization's scope.

It says what the company decided for itself, not whom it may write to: that takes the person's consent, which whoever
asks here looks up (consent.queries.granted_candidate_ids).
"""

from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from careerrelay.candidates.models import Application, Rejection, Revisit
from careerrelay.candidates.queries import UNDER_WAY
from careerrelay.core.calendar import JST


def rejections_to_revisit(*, organization_id: UUID, on: date) -> QuerySet[Rejection]:
    """Those whose day has come, or whose candidate's facts were confirmed after the no; `revisitable_since` is that
    day. The longest waiting first.

    Nobody who is in a process here now, was hired, or was told no for ever in any of their applications.
    """
    of_candidate = {"organization_id": organization_id, "candidate_id": OuterRef("application__candidate_id")}
    under_way = Application.objects.filter(**of_candidate, state__in=UNDER_WAY)
    never = Application.objects.filter(**of_candidate, rejection__revisit=Revisit.NEVER)
    has_changed = Q(revisit=Revisit.PROFILE_CHANGES, application__candidate__confirmed_at__gt=F("created_at"))
    return (
        Rejection.objects.filter(organization_id=organization_id)
        .filter(Q(revisit=Revisit.AFTER_MONTHS, revisit_on__lte=on) | has_changed)
        .exclude(Exists(under_way))
        .exclude(Exists(never))
        .annotate(
            revisitable_since=Coalesce(
                "revisit_on", TruncDate("application__candidate__confirmed_at", tzinfo=JST)
            )
        )
        .select_related("application", "application__candidate", "chosen_reason")
        .order_by("revisitable_since", "id")
    )
