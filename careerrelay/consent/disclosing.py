"""What somebody stated, and at which companies they are known by it. In the person's scope."""

from uuid import UUID

from careerrelay.consent.models import CandidateLink, Statement
from careerrelay.core.disclosure import DisclosedPart, told_row


def disclose_consent(*, person_id: UUID) -> list[DisclosedPart]:
    statements = Statement.objects.filter(person_id=person_id).order_by("at", "id")
    links = CandidateLink.objects.filter(person_id=person_id).order_by("linked_at", "id")
    return [
        DisclosedPart(
            "statement",
            tuple(
                told_row(
                    at=row.at,
                    purpose=row.purpose,
                    deed=row.deed,
                    recipient_id=row.recipient_id,
                    company_id=row.company_id,
                    categories=row.categories,
                    permit_number=row.permit_number,
                    text_hash=row.text_id,
                    channel=row.channel,
                )
                for row in statements
            ),
        ),
        DisclosedPart(
            "candidate_link",
            tuple(told_row(company_id=row.company_id, linked_at=row.linked_at) for row in links),
        ),
    ]
