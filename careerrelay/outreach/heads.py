"""The heads of an organization's chains, mailed to its owners every day: what is cut off later leads there no more."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from careerrelay.accounts.models import Membership, Organization
from careerrelay.accounts.rules import Kind, Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.chaining import keep_head
from careerrelay.audit.rules.chain import NETWORK, ChainKind
from careerrelay.core.background import wake
from careerrelay.core.calendar import day_in_japan
from careerrelay.outreach.models import Delivery, LetterKind

OWNERS = {
    Kind.COMPANY: (Role.OWNER,),
    Kind.AGENCY: (Role.OWNER, Role.CONSULTANT),
    Kind.OPERATOR: (Role.OWNER, Role.OPERATOR),
}
CALLED = {
    ChainKind.CONSENT: "同意 / consents",
    ChainKind.AUDIT: "操作 / deeds of staff",
    ChainKind.PEOPLE: "本人の側の操作 / deeds on the side of persons",
}
GROUP = 8


@transaction.atomic
def mail_heads(organization_id: UUID, *, at: datetime) -> int:
    """Once a day for each organization, in the same form whatever happened. Returns how many owners are written to."""
    with acting_for(organization_id):
        organization = Organization.objects.select_for_update(no_key=True).get(id=organization_id)
        kind = Kind(organization.kind)
        kept = [
            keep_head(chain, owner_id=owner_id, organization_id=organization_id, at=at)
            for chain, owner_id in _chains_of(kind, organization_id)
        ]
        if not any(is_new for _, is_new in kept):
            return 0
        heads = "\n".join(f"{CALLED[ChainKind(head.kind)]}\n{written(bytes(head.head))}" for head, _ in kept)
        owners = Membership.objects.filter(role__in=OWNERS[kind], ended_at=None, user__is_active=True)
        deliveries = Delivery.objects.bulk_create(
            Delivery(
                organization_id=organization_id,
                kind=LetterKind.HEAD,
                company_id=organization_id,
                address=membership.user.email,
                name=membership.user.name,
                language="ja",
                values={"day": day_in_japan(at).isoformat(), "heads": heads},
                send_at=at,
                queued_at=at,
            )
            for membership in owners.select_related("user").order_by("id")
        )
    if deliveries:
        wake("outreach:send_due_letters")
    return len(deliveries)


def _chains_of(kind: Kind, organization_id: UUID) -> list[tuple[ChainKind, UUID]]:
    own = (ChainKind.AUDIT, organization_id)
    if kind is Kind.AGENCY:
        return [own]
    if kind is Kind.COMPANY:
        return [(ChainKind.CONSENT, organization_id), own]
    return [(ChainKind.CONSENT, organization_id), own, (ChainKind.PEOPLE, NETWORK)]


def written(head: bytes) -> str:
    """In groups that can be read aloud."""
    digits = head.hex()
    return "-".join(digits[start : start + GROUP] for start in range(0, len(digits), GROUP))
