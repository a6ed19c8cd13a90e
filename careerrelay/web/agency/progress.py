"""Whom the agency accepted, with their contact, on the screen and as a file."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.rules.exporting import export_csv
from careerrelay.core import clock
from careerrelay.relay.models import RelayedProfile
from careerrelay.relay.queries import accepted_by
from careerrelay.relay.received import declined_counts
from careerrelay.relay.rules.counting import Counting
from careerrelay.relay.rules.receipts import receipt_number
from careerrelay.web.agency.words import company_in_words, counting_in_short, listed, reason_in_words
from careerrelay.web.shared.pages import MemberRequest, note_sight, page, show
from careerrelay.web.shared.templatetags.words import table_day

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class AcceptedLine:
    id: UUID
    receipt: str
    name: str
    kana: str
    address: str
    phone: str
    occupation: str
    regions: str
    company: str
    received_at: datetime
    answered_at: datetime | None
    is_counted: bool
    counting: str


@require_safe
@page(Kind.AGENCY, Permission.ANSWER_RELAYS)
def progress(request: MemberRequest) -> HttpResponse:
    at = clock.now()
    organization_id = request.member.organization_id
    accepted = Paginator(accepted_by(organization_id=organization_id, at=at), PAGE_SIZE)
    shown = accepted.get_page(request.GET.get("page"))
    lines = [_line(copy) for copy in shown]
    note_sight(request, "see_list_accepted", [copy.relay_id for copy in shown], kind="relay")
    declined = declined_counts(organization_id=organization_id)
    context = {
        "accepted": shown,
        "lines": lines,
        "declined": [(reason_in_words(reason), count) for reason, count in declined.items()],
        "declined_total": sum(declined.values()),
    }
    return show(request, "agency/progress.html", context)


@require_safe
@page(Kind.AGENCY, Permission.ANSWER_RELAYS)
def accepted_csv(request: MemberRequest) -> HttpResponse:
    """UTF-8 with a byte order mark; no cell runs as a formula (P30)."""
    at = clock.now()
    copies = list(accepted_by(organization_id=request.member.organization_id, at=at))
    note_sight(request, "see_list_exported", [copy.relay_id for copy in copies], kind="relay")
    lines = [_line(copy) for copy in copies]
    table = export_csv([_header(), *map(_cells, lines)], encoding="utf-8-sig")
    return HttpResponse(
        table.content,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="accepted-{table_day(at).replace("/", "-")}.csv"'
        },
    )


def _line(copy: RelayedProfile) -> AcceptedLine:
    return AcceptedLine(
        id=copy.id,
        receipt=receipt_number(copy.id),
        name=copy.name,
        kana=copy.kana,
        address=copy.address,
        phone=copy.phone,
        occupation=copy.occupation,
        regions=listed(copy.regions),
        company=company_in_words(copy.company_name, copy.company_name_en),
        received_at=copy.received_at,
        answered_at=copy.answered_at,
        is_counted=copy.counting == Counting.COUNTED,
        counting=counting_in_short(copy.counting),
    )


def _header() -> list[str]:
    return [
        _("受付番号"),
        _("氏名"),
        _("よみ"),
        _("メールアドレス"),
        _("電話番号"),
        _("職種"),
        _("勤務地の希望"),
        _("紹介元"),
        _("受信日"),
        _("受付日"),
        _("紹介の数え方"),
    ]


def _cells(line: AcceptedLine) -> list[str]:
    return [
        line.receipt,
        line.name,
        line.kana,
        line.address,
        line.phone,
        line.occupation,
        line.regions,
        line.company,
        table_day(line.received_at),
        table_day(line.answered_at),
        line.counting,
    ]
