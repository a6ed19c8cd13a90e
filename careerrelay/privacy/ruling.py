"""How long a company keeps applicants without consent. In its scope."""

from uuid import UUID

from careerrelay.privacy.models import RetentionRule
from careerrelay.privacy.rules.retention import DEFAULT_MONTHS


def months_kept(*, organization_id: UUID) -> int:
    rule = RetentionRule.objects.filter(organization_id=organization_id).first()
    return rule.months if rule else DEFAULT_MONTHS
