"""What lies around and nobody asked to keep: files that were uploaded and never imported, sessions that ended."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from careerrelay.accounts.queries import organizations_of_kind
from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Import, ImportState
from careerrelay.people.knocking import forget_knocks

ABANDONED_AFTER = timedelta(days=30)


def forget_what_was_abandoned(*, at: datetime) -> int:
    """How many files, sessions and counts of visitors went."""
    forgotten, _ = Session.objects.filter(expire_date__lt=at).delete()
    forgotten += forget_knocks(at=at)
    for company_id in organizations_of_kind(Kind.COMPANY):
        with acting_for(company_id):
            left = Import.objects.filter(
                organization_id=company_id,
                state=ImportState.UPLOADED,
                uploaded_at__lt=at - ABANDONED_AFTER,
            )
            gone, _ = left.delete()
        forgotten += gone
    return forgotten
