"""Erase at one company or everywhere: first what would go and what the law keeps, then one press."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from careerrelay.accounts.queries import organization_in_scope
from careerrelay.accounts.tenancy import acting_for
from careerrelay.consent.actions import AlreadyAnswered
from careerrelay.consent.rules.nonce import ForgedNonce
from careerrelay.core.refusal import Refusal
from careerrelay.privacy.erasing import NobodyToErase, what_stays
from careerrelay.privacy.holders import companies_holding, records_at_company
from careerrelay.privacy.models import DeletionProof
from careerrelay.privacy.own_page import erase_by_link, is_only_theirs, question_of_erasure
from careerrelay.relay.candidate_page import Named, has_stated
from careerrelay.relay.queries import agencies_by_id, relays_of_person
from careerrelay.relay.rules.situations import HANDED_OVER
from careerrelay.text.addresses import comparable_address
from careerrelay.web.candidate.names import listed, name_of, writer_of
from careerrelay.web.candidate.opening import LOOKING, SENDING, Visit, behind_link
from careerrelay.web.candidate.said import shown_after

EVERYWHERE = "everywhere"


@behind_link(*LOOKING, *SENDING)
def erasure(visit: Visit) -> HttpResponse:
    """Without a choice in the address: the choice. With one: what it means, and the button. Whoever never answered
    anything finds what the company holds that wrote to them, and nothing to choose."""
    is_known = has_stated(visit.link)
    if not is_only_theirs(visit.link):
        return visit.go_to("page", done="by_receipt") if is_known else visit.go_to("page")
    companies = _companies(visit) if is_known else _writer_alone(visit)
    sent = visit.request.POST if visit.request.method == "POST" else visit.request.GET
    chosen = sent.get("from", "") if is_known else str(visit.link.company_id)
    if chosen != EVERYWHERE and chosen not in companies:
        return _show(visit, "candidate/erasure.html", companies=companies)
    if visit.request.method == "POST":
        return _erase(visit, chosen, companies=companies)
    return _check(visit, chosen, companies=companies)


def _companies(visit: Visit) -> dict[str, Named]:
    """Who holds something, by id."""
    found = {}
    for held in companies_holding(person_id=visit.link.person_id):
        with acting_for(held.company_id):
            company = organization_in_scope(organization_id=held.company_id)
        found[str(company.id)] = Named(company.id, company.legal_name, company.name_en)
    return found


def _writer_alone(visit: Visit) -> dict[str, Named]:
    with acting_for(visit.link.company_id):
        company = organization_in_scope(organization_id=visit.link.company_id)
    return {str(company.id): Named(company.id, company.legal_name, company.name_en)}


def _check(
    visit: Visit, chosen: str, *, companies: dict[str, Named], refusal: Refusal | str | None = None
) -> HttpResponse:
    is_everywhere = chosen == EVERYWHERE
    relays = relays_of_person(person_id=visit.link.person_id) if is_everywhere else []
    agency_ids = [relay.agency_id for relay in relays if relay.state in HANDED_OVER]
    agencies = agencies_by_id(agency_ids=agency_ids).values()
    language = get_language() or "ja"
    return _show(
        visit,
        "candidate/erasure_check.html",
        companies=companies,
        chosen=chosen,
        is_everywhere=is_everywhere,
        is_known=has_stated(visit.link),
        company="" if is_everywhere else name_of(companies[chosen]),
        company_names=listed(name_of(company) for company in companies.values()),
        agency_names=listed(name_of(Named(one.pk, one.legal_name, one.name_en)) for one in agencies),
        kept=_kept(visit, chosen, language=language),
        nonce=visit.nonce_for(question_of_erasure(None if is_everywhere else UUID(chosen))),
        refusal=refusal,
        status=422 if refusal else 200,
    )


def _erase(visit: Visit, chosen: str, *, companies: dict[str, Named]) -> HttpResponse:
    company_id = None if chosen == EVERYWHERE else UUID(chosen)
    kept = _kept(visit, chosen, language=get_language() or "ja")
    nonce = visit.request.POST.get("nonce", "")
    try:
        proof = erase_by_link(visit.link, company_id=company_id, nonce=nonce, at=visit.at)
    except AlreadyAnswered:
        return visit.go_to("page", done="already")
    except ForgedNonce:
        return _check(visit, chosen, companies=companies, refusal=shown_after("old"))
    except NobodyToErase as refused:
        return _check(visit, chosen, companies=companies, refusal=refused)
    return _erased(visit, proof, kept=kept, company=companies.get(chosen))


def _kept(visit: Visit, chosen: str, *, language: str) -> list[dict[str, object]]:
    """What a company keeps all the same, because of a hold: said before and after the press."""
    if has_stated(visit.link):
        holders = companies_holding(person_id=visit.link.person_id)
        holders = [one for one in holders if chosen in (EVERYWHERE, str(one.company_id))]
    else:
        canonical = comparable_address(visit.link.address)
        holders = [records_at_company([canonical], company_id=visit.link.company_id)]
    return [
        {
            "company": one.company(language),
            "items": one.items_in(language),
            "grounds": one.grounds,
            "until_on": one.until_on,
        }
        for one in what_stays(holders, at=visit.at)
    ]


def _erased(
    visit: Visit, proof: DeletionProof, *, kept: list[dict[str, object]], company: Named | None
) -> HttpResponse:
    """Shown at once and not behind another address: after everything went, or what there was of somebody who never
    answered, this link opens nothing any more."""
    name = name_of(company) if company else ""
    is_open = company is not None and has_stated(visit.link)
    return _show(
        visit,
        "candidate/erased.html",
        companies={},
        proof=proof,
        kept=kept,
        company=name,
        is_link_open=is_open,
    )


def _show(
    visit: Visit, template: str, *, companies: dict[str, Named], status: int = 200, **more: object
) -> HttpResponse:
    choices = [(key, name_of(company)) for key, company in companies.items()]
    context = {
        **writer_of(visit),
        "visit": visit,
        "choices": choices,
        "done": shown_after(visit.request.GET.get("done", "")),
        **more,
    }
    return render(visit.request, template, context, status=status)
