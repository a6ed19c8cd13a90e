"""What a mailed link opens at this moment, asked at the door of every page and again before every deed."""

from datetime import datetime
from uuid import UUID

from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.consent.models import CandidateLink, Statement
from careerrelay.core.refusal import Refusal
from careerrelay.people.models import LinkKind
from careerrelay.people.queries import OpenLink
from careerrelay.people.rules import Opens, what_opens


class LinkOpensLess(Refusal):
    """The link of a notice, which a company may have read, was used for what only its person may do (P48)."""


def opens_at(link: OpenLink, *, at: datetime) -> Opens:
    if link.kind != LinkKind.NOTICE:
        return Opens.PAGE
    company_ids = _stated_at(link.person_id)
    return what_opens(
        kind=link.kind,
        has_stated_here=link.company_id in company_ids,
        has_stated_elsewhere=bool(company_ids - {link.company_id}),
        answered_at=link.answered_at,
        at=at,
    )


def _stated_at(person_id: UUID) -> set[UUID]:
    """The companies by whose links the person ever said anything."""
    with acting_for_person(person_id):
        linked = CandidateLink.objects.filter(person_id=person_id).values_list("company_id", flat=True)
        stated = Statement.objects.filter(person_id=person_id).values_list("company_id", flat=True)
        return set(linked.union(stated))


def check_opens(link: OpenLink, *enough: Opens, at: datetime) -> None:
    """Raises: LinkOpensLess."""
    if opens_at(link, at=at) not in (Opens.PAGE, *enough):
        raise LinkOpensLess(
            ja="このリンクでは、もう開けません。控えのメールにあるリンクをお使いください。",
            en="This link no longer opens it. Please use the link in the mail with your receipt.",
        )
