"""The outbox as a company sees it, and a preview of what each person will get."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet

from careerrelay.accounts.models import Organization
from careerrelay.accounts.rules import Kind
from careerrelay.candidates.listing import not_set_aside
from careerrelay.candidates.models import Candidate, Rejection
from careerrelay.candidates.queries import candidates_under_way, untold_rejections
from careerrelay.core.calendar import next_business_morning
from careerrelay.outreach.channels.mail.server import parse_email_url
from careerrelay.outreach.models import Delivery, DeliveryState, LetterKind
from careerrelay.outreach.rules.letters import Stage, Writer, letter_text, stage_of, subject_of
from careerrelay.outreach.rules.mail_text import Slot
from careerrelay.outreach.rules.mails import Language

DUMMY_LINK_PATH = "/c/…"


def writer_of(company: Organization) -> Writer:
    return Writer(
        name=company.name,
        legal_name=company.legal_name,
        name_en=company.name_en,
        contact_desk=company.contact_desk,
        postal_address=company.postal_address,
        contact_address=company.contact_address,
        contact_desk_en=company.contact_desk_en,
        postal_address_en=company.postal_address_en,
        runs_network=company.kind == Kind.OPERATOR,
        carried_by=parse_email_url(settings.EMAIL_URL).sender,
    )


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person who could be told, with every rejection that one mail covers. `is_fit` is all that staff see
    of why not: 対象外."""

    candidate: Candidate
    rejections: tuple[Rejection, ...]
    stage: Stage
    is_fit: bool

    @property
    def address(self) -> str:
        """The newest: what a later import corrected is what is meant."""
        addresses = sorted(self.candidate.addresses.all(), key=lambda address: address.id)
        return addresses[-1].address if addresses else ""


def people_to_tell(*, organization_id: UUID, candidate_ids: set[UUID] | None = None) -> list[Recipient]:
    """Everybody with an untold rejection and no notice on its way, the longest waiting first; of these only
    `candidate_ids` if given. In the company's scope."""
    waiting = set(notices_in_hand(organization_id=organization_id).values_list("candidate_id", flat=True))
    grouped: dict[UUID, list[Rejection]] = {}
    untold = untold_rejections(organization_id=organization_id).filter(
        not_set_aside("application__candidate_id")
    )
    for rejection in untold:
        candidate_id = rejection.application.candidate_id
        if candidate_id not in waiting and (candidate_ids is None or candidate_id in candidate_ids):
            grouped.setdefault(candidate_id, []).append(rejection)
    busy = candidates_under_way(organization_id=organization_id, candidate_ids=list(grouped))
    return [_recipient(rejections, busy=busy) for rejections in grouped.values()]


def _recipient(rejections: list[Rejection], *, busy: set[UUID]) -> Recipient:
    candidate = rejections[0].application.candidate
    furthest = max(
        (stage_of(rejection.stage or rejection.application.stage) for rejection in rejections),
        key=list(Stage).index,
    )
    is_fit = candidate.id not in busy and bool(list(candidate.addresses.all()))
    return Recipient(candidate, tuple(rejections), furthest, is_fit)


def notices_in_hand(*, organization_id: UUID) -> QuerySet[Delivery]:
    """Queued or being sent, the earliest first."""
    return Delivery.objects.filter(
        organization_id=organization_id,
        kind=LetterKind.NOTICE,
        state__in=[DeliveryState.QUEUED, DeliveryState.CLAIMED, DeliveryState.SENDING],
    ).order_by("send_at", "id")


def notices_of(*, organization_id: UUID, states: list[DeliveryState]) -> QuerySet[Delivery]:
    """Newest first, without those to people who are set aside."""
    return Delivery.objects.filter(
        not_set_aside("candidate_id"),
        organization_id=organization_id,
        kind=LetterKind.NOTICE,
        state__in=states,
    ).order_by("-send_at", "-id")


def count_notices(*, organization_id: UUID) -> Mapping[str, int]:
    return dict(
        Delivery.objects.filter(
            not_set_aside("candidate_id"), organization_id=organization_id, kind=LetterKind.NOTICE
        )
        .values_list("state")
        .annotate(n=Count("id"))
        .order_by()
    )


@dataclass(frozen=True, slots=True)
class Preview:
    subject: str
    body: str
    sender: str


def preview_notice(company: Organization, *, name: str, stage: Stage, language: Language) -> Preview:
    """Exactly what the person will read, with a link that opens nothing (P48)."""
    values = {"name": name, "link": settings.PUBLIC_URL + DUMMY_LINK_PATH}
    return preview_of("notice", writer=writer_of(company), values=values, language=language, stage=stage)


def preview_of(
    kind: str,
    *,
    writer: Writer,
    values: Mapping[str, str],
    language: Language,
    stage: Stage = Stage.DOCUMENTS,
) -> Preview:
    text = letter_text(kind, writer=writer, language=language, stage=stage, is_named=bool(values["name"]))
    body = "".join(values[part.name] if isinstance(part, Slot) else part for part in text)
    sender = writer.sender(language)
    return Preview(
        subject_of(kind, writer=writer, language=language), body, f"{sender.name} <{sender.address}>"
    )


def next_sending_moment(at: datetime) -> datetime:
    """When a notice that is prepared now leaves. A demo shortens the wait, and its pages say so."""
    if settings.DEMO:
        shortened: timedelta = settings.RELAY_COOLING
        return at + shortened
    return next_business_morning(at)


def is_mail_stuck(*, organization_id: UUID, at: datetime) -> bool:
    """Whether a notice that should have left is still waiting after a failed attempt: the page says so."""
    return notices_in_hand(organization_id=organization_id).filter(attempts__gt=0, reply__gt="").exists()
