"""Take somebody out of the outbox: what waits does not leave, what left is forgotten.

A letter that is in a worker's hand is looked for once more right before the wire, and is not found (P03).
"""

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.core.deletion import rows_by_table
from careerrelay.core.sql import sql_value
from careerrelay.outreach.models import Delivery, Invitee, RejectionNotice
from careerrelay.people.verification import mailbox_of
from careerrelay.text.addresses import comparable_address


def erase_letters_of_company(
    *, organization_id: UUID, candidate_ids: Collection[UUID], canonicals: Collection[str] = ()
) -> Counter[str]:
    """In the company's scope. `canonicals`: a letter that names no candidate is found by its address."""
    which = {"organization_id": organization_id, "candidate_id__in": candidate_ids}
    letters = Delivery.objects.filter(organization_id=organization_id)
    addressed = letters.filter(candidate_id=None).exclude(address="").values_list("id", "address")
    named = [row_id for row_id, address in addressed if comparable_address(address) in canonicals]
    # Invitations lie in their mailboxes, where the company cannot see them.
    invited = int(
        sql_value("SELECT outreach_erase_invitations(%s, %s)", [organization_id, list(candidate_ids)]) or 0
    )
    return (
        +Counter(outreach_delivery=invited)
        + rows_by_table(Invitee.objects.filter(**which).delete())
        + rows_by_table(letters.filter(id__in=named).delete())
        + rows_by_table(Delivery.objects.filter(**which).delete())
        + rows_by_table(RejectionNotice.objects.filter(**which).delete())
    )


def erase_letters_of_person(*, person_id: UUID, canonicals: Collection[str]) -> Counter[str]:
    """Receipts and links, and what was mailed to the addresses before they were proven. Enters both scopes."""
    erased: Counter[str] = Counter()
    for owner_id in (person_id, *(mailbox_of(canonical) for canonical in canonicals)):
        with acting_for_person(owner_id):
            erased += rows_by_table(Delivery.objects.filter(person_id=owner_id).delete())
    return erased


def erase_letters_of_mailbox(canonical: str, *, company_id: UUID) -> Counter[str]:
    """What one company's name was mailed under to an address that nobody has answered from. Enters the mailbox's
    scope."""
    mailbox_id = mailbox_of(canonical)
    with acting_for_person(mailbox_id):
        return rows_by_table(Delivery.objects.filter(person_id=mailbox_id, company_id=company_id).delete())
