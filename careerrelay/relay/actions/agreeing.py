"""Terms between a company and an agency. A change is a new version; what was counted keeps the old one."""

from datetime import date, datetime
from uuid import UUID

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal
from careerrelay.relay.models import Agreement
from careerrelay.relay.modes import check_unlocked
from careerrelay.relay.rules.counting import Reward, Trigger
from careerrelay.relay.rules.modes import OperatorDeed


class RatioNotOfCompany(Refusal):
    pass


def make_agreement(
    *,
    operator_id: UUID,
    company_id: UUID,
    agency_id: UUID,
    trigger: Trigger = Trigger.ACCEPTED,
    ratio: int = 10,
    reward: Reward = Reward.FREE_HIRE_CREDIT,
    effective_on: date,
    actor: Actor,
    at: datetime,
) -> Agreement:
    """The books count a company's introductions at one ratio, whoever receives them. Every text that a person reads
    says that the company receives free hires.

    Raises: RatioNotOfCompany, DeedLocked (a share in fees, which no agreement knows yet).
    """
    if reward is Reward.FEE_SHARE:
        check_unlocked(OperatorDeed.FEE_SHARE, operator_id=operator_id, at=at)
    with acting_for(operator_id):
        agreed = Agreement.objects.filter(company_id=company_id).order_by("-version")
        newest = agreed.filter(agency_id=agency_id).first()
        other = agreed.exclude(ratio=ratio).first()
        if other is not None:
            raise RatioNotOfCompany(
                ja=f"この会社の紹介は{other.ratio}件で1枠です。紹介会社ごとに変えることはできません。",
                en=f"Introductions of this company count {other.ratio} to one hire with every agency.",
            )
        agreement = Agreement.objects.create(
            operator_id=operator_id,
            company_id=company_id,
            agency_id=agency_id,
            version=newest.version + 1 if newest else 1,
            trigger=trigger,
            ratio=ratio,
            effective_on=effective_on,
        )
        record_deed("make_agreement", of=agreement, actor=actor, at=at)
    return agreement
