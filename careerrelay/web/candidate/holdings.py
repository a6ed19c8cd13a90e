"""Everything that is held about somebody, on one page that prints, and as files to take along."""

from django.http import HttpResponse
from django.shortcuts import render

from careerrelay.consent.queries import served_by
from careerrelay.consent.rules.nonce import ForgedNonce
from careerrelay.core.actor import Actor
from careerrelay.privacy.disclosing import Disclosure, disclosure_of, record_disclosure
from careerrelay.privacy.disclosure_forms import printed_holdings
from careerrelay.privacy.disclosure_pdf import disclosure_file
from careerrelay.privacy.own_page import is_only_theirs
from careerrelay.relay.candidate_page import has_stated
from careerrelay.relay.openness import check_opens
from careerrelay.web.candidate.names import writer_of
from careerrelay.web.candidate.opening import LOOKING, SENDING, Visit, behind_link
from careerrelay.web.candidate.said import shown_after
from careerrelay.web.shared.readable import readable

MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


@behind_link(*LOOKING, *SENDING)
def holdings(visit: Visit) -> HttpResponse:
    """A file is asked for by a button: whoever only opens the address, like a scanner, carries none away."""
    if not has_stated(visit.link):
        return visit.go_to("page")
    if not is_only_theirs(visit.link):
        return visit.go_to("page", done="by_receipt")
    form = visit.request.POST.get("form", "")
    if visit.request.method == "POST" and form in MEDIA_TYPES:
        try:
            return _file(visit, form=form)
        except ForgedNonce:
            return visit.go_to("holdings", done="old")
    context = {
        **writer_of(visit),
        "visit": visit,
        "holdings": [readable(held) for held in printed_holdings(_disclosed(visit), language=visit.language)],
        "nonce": visit.nonce_for("holdings"),
        "done": shown_after(visit.request.GET.get("done", "")),
    }
    return render(visit.request, "candidate/holdings.html", context)


def _disclosed(visit: Visit) -> Disclosure:
    return disclosure_of(visit.link.person_id, at=visit.at)


def _file(visit: Visit, *, form: str) -> HttpResponse:
    """As often as it is pressed: the nonce only shows that the page was open. Raises: ForgedNonce."""
    served_by(visit.request.POST.get("nonce", ""), link_hash=visit.link.token_hash)
    check_opens(visit.link, at=visit.at)
    person_id = visit.link.person_id
    disclosure = _disclosed(visit)
    content = disclosure_file(disclosure, form=form, language=visit.language)
    record_disclosure(person_id, form=form, actor=Actor.person(person_id), at=visit.at)
    disposition = f'attachment; filename="careerrelay-{visit.at:%Y%m%d}.{form}"'
    return HttpResponse(content, content_type=MEDIA_TYPES[form], headers={"Content-Disposition": disposition})
