"""Somebody came by themself and is not in the pool: whether a company that meets them anew, by a file or by hand, can
tell them from somebody of whom it never had anything."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import Client

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Candidate, Import
from careerrelay.core import clock
from careerrelay.people.models import LinkKind
from careerrelay.pool.import_tasks import run_import_task
from careerrelay.pool.showing import in_pool_now
from tests.corpus.hrmos import hrmos_export
from tests.make import NOW, Network, answer, confirm_own_profile, make_link
from tests.web.recruiter.desk import recruiter_of, sent_import, words
from tests.web.recruiter.test_what_a_company_may_know import CHANCE

ADDRESS, LATER = "a@example.jp", NOW + timedelta(hours=2)
YEAR_AGO = NOW - timedelta(days=366)
ROWS: list[dict[str, str | date | None]] = [
    {
        "external_id": "A-9",
        "name": "別名 太郎",
        "address": ADDRESS,
        "rejected_on": date(2026, 10, 1),
        "job_title": "設計",
    },
    # The number of the profile, and its name, with another address.
    {"external_id": "A-10", "name": "三浦 葵", "address": "b@example.jp", "phone": "090-1234-5678"},
]
# Ids, and seconds: the clock goes on while a test presses its buttons.
OF_THE_RUN = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|:\d\d\.\d{6}")


def is_nobody(network: Network) -> None:
    pass


def wants_news_only(network: Network) -> None:
    answer(make_link(network.company, address=ADDRESS, kind=LinkKind.VERIFICATION), news=True)
    confirm_own_profile(make_link(network.company, address=ADDRESS))


def let_it_run_out(network: Network) -> None:
    link = make_link(network.company, address=ADDRESS, kind=LinkKind.VERIFICATION, at=YEAR_AGO)
    answer(link, pool=True, at=YEAR_AGO)


def by_a_file(network: Network, client: Client) -> list[str]:
    address = sent_import(client, hrmos_export(ROWS))
    seen = [words(client.get(f"{address}{step}/")) for step in ("decisions", "check")]
    assert client.post(address + "check/").status_code == 302
    with acting_for(network.company.id):
        import_id = Import.objects.get().id
    run_import_task(str(network.company.id), str(import_id))
    return [*seen, words(client.get(address))]


def by_hand(network: Network, client: Client) -> list[str]:
    typed = {"name": "別名 太郎", "addresses": ADDRESS, "source": "event", "source_detail": "技術の夕べ"}
    pasted = client.post("/app/candidates/new/", typed)
    assert pasted.status_code == 302, words(pasted)
    return []


def pages_about_them(network: Network, client: Client) -> list[str]:
    with acting_for(network.company.id):
        shown = Candidate.objects.get(addresses__canonical=ADDRESS)
    lists = ["", "?source=self_declared", "?q=三浦", "?q=090-1234-5678", "?is=unreachable"]
    addresses = [f"/app/candidates/{query}" for query in lists]
    addresses += [f"/app/candidates/{shown.id}/", f"/app/candidates/{shown.id}/timeline/", "/app/"]
    return [words(client.get(address)) for address in addresses]


@pytest.mark.promise("P08", "P02")
@pytest.mark.parametrize("meet", [by_a_file, by_hand])
def test_who_is_met_anew_is_as_new_as_anybody(network, meet: Callable[[Network, Client], list[str]]) -> None:
    client = recruiter_of(network.company)

    def seen_after(deed: Callable[[Network], None]) -> list[str]:
        with transaction.atomic():
            deed(network)
            with clock.moved_to(LATER):
                pages = [*meet(network, client), *pages_about_them(network, client)]
            transaction.set_rollback(True)
        return [OF_THE_RUN.sub("", CHANCE.sub(b"", page.encode()).decode()) for page in pages]

    expected = seen_after(is_nobody)
    assert sum("別名 太郎" in page for page in expected) >= 3
    for deed in (wants_news_only, let_it_run_out):
        seen = seen_after(deed)
        assert [number for number, page in enumerate(seen) if page != expected[number]] == [], deed.__name__


@pytest.mark.promise("P08")
def test_who_was_met_anew_and_joins_again_does_so_as_whom_the_company_met(network) -> None:
    """And not under the record that it could not see, which would stand in the pool beside theirs."""
    wants_news_only(network)
    by_a_file(network, recruiter_of(network.company))
    answer(make_link(network.company, address=ADDRESS, at=LATER), pool=True, at=LATER)
    with acting_for(network.company.id):
        joined = Candidate.objects.filter(in_pool_now(organization_id=network.company.id, at=LATER))
        assert [one.name for one in joined] == ["別名 太郎"]
