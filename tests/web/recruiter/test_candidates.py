"""Candidates and the pool: what the company may see of whom, and the decisions that wait."""

import re
from datetime import date, timedelta

import pytest

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.candidates.models import Application, ApplicationState, Candidate, Rejection
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.people.queries import OpenLink
from careerrelay.relay.actions.answering import revoke
from tests.corpus.hrmos import hrmos_export
from tests.make import NOW, answer, confirm_own_profile, make_candidate, make_link, nonce_for
from tests.web.recruiter.desk import heading, imported, recruiter_of, words

# What differs between any two pages: the ids of rows, and the token of a form.
UNIQUE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=csrfmiddlewaretoken\" value=\")[^\"]+")
SOMEBODY = "0199a0c0-0000-7000-8000-000000000000"


@pytest.fixture
def undecided(network) -> tuple[str, str]:
    """The address of the candidate's page and the application's id."""
    candidate = make_candidate(network.company, state=ApplicationState.UNDECIDED)
    with acting_for(network.company.id):
        return f"/app/candidates/{candidate.id}/", str(Application.objects.get().id)


def leave_pool(company: Organization, link: OpenLink) -> None:
    revoke(link, purpose=Purpose.POOL, recipient_id=company.id, nonce=nonce_for(link), at=NOW)


def test_the_list_finds_by_name_kana_and_address(client, network):
    make_candidate(network.company, name="三浦 葵", address="aoi@example.jp")
    make_candidate(network.company, name="髙橋 直樹", address="naoki@example.jp")
    for search in ("三浦", "aoi@", "AOI"):
        page = words(client.get("/app/candidates/", {"search": search}))
        assert "三浦 葵" in page
        assert "髙橋 直樹" not in page
    assert "条件に合う人はいません。" in words(client.get("/app/candidates/", {"search": "100%_\0'"}))


def test_the_list_is_filtered_by_state_and_by_missing_address(client, network):
    make_candidate(network.company, name="三浦 葵")
    make_candidate(
        network.company, name="髙橋 直樹", address="naoki@example.jp", state=ApplicationState.HIRED
    )
    make_candidate(network.company, name="李 美蘭", address="")
    found = {
        state: {name for name in ("三浦 葵", "髙橋 直樹", "李 美蘭") if name in page}
        for state in ("hired", "unreachable", "pool", "nonsense")
        if (page := words(client.get("/app/candidates/", {"state": state})))
    }
    assert found == {
        "hired": {"髙橋 直樹"},
        "unreachable": {"李 美蘭"},
        "pool": set(),
        "nonsense": {"三浦 葵", "髙橋 直樹", "李 美蘭"},
    }


def test_the_list_is_sorted_by_its_headings(client, network):
    make_candidate(network.company, name="い", at=NOW - timedelta(days=3))
    make_candidate(network.company, name="あ", address="a@example.jp", at=NOW - timedelta(days=9))
    by_name, by_day = (words(client.get("/app/candidates/", {"sort": sort})) for sort in ("name", "-applied"))
    assert by_name.index(">あ</a>") < by_name.index(">い</a>")
    assert by_day.index(">い</a>") < by_day.index(">あ</a>")


def test_fifty_stand_on_a_page(client, network, django_assert_max_num_queries):
    for number in range(53):
        make_candidate(network.company, name=f"候補 {number:02}", address=f"a{number}@example.jp")
    # Two of them write down who was seen: one entry, one row with the ids of the whole page.
    with django_assert_max_num_queries(29):
        first = words(client.get("/app/candidates/"))
    assert first.count('class="name"') == 50
    assert "1〜50件目(全53件)" in first
    assert words(client.get("/app/candidates/?page=2")).count('class="name"') == 3


def test_the_page_of_a_candidate_tells_facts_applications_and_where_they_came_from(client, network):
    people: list[dict[str, str | date | None]] = [
        {
            "external_id": "A-1",
            "name": "三浦 葵",
            "rejected_on": date(2026, 10, 1),
            "job_title": "品質保証",
            "employer": "架空製作所",
        }
    ]
    imported(client, network.company, hrmos_export(people))
    with acting_for(network.company.id):
        candidate = Candidate.objects.get()
    page = client.get(f"/app/candidates/{candidate.id}/")
    assert heading(page) == "三浦 葵"
    for text in (
        "品質保証",
        "架空製作所",
        "アドレスなし",
        "本人に伝えています",
        "「応募者.csv」から取り込みました",
        "Bob",
    ):
        assert text in words(page)


def test_an_undecided_application_is_settled_as_a_rejection(client, network, undecided):
    path, application_id = undecided
    done = client.post(f"/app/applications/{application_id}/decision/", {"state": "rejected"})
    assert done.headers["Location"] == path
    page = words(client.get(path))
    assert "お見送りにしました。まだ本人には伝えていません。" in page
    assert "応募の結果を決めました: お見送り" in page
    with acting_for(network.company.id):
        assert Rejection.objects.get().told_at is None
        assert AuditEntry.objects.filter(deed="decide_application").count() == 1


def test_a_settled_application_is_not_settled_again(client, network, undecided):
    _, application_id = undecided
    client.post(f"/app/applications/{application_id}/decision/", {"state": "withdrawn"})
    again = client.post(f"/app/applications/{application_id}/decision/", {"state": "rejected"})
    assert again.status_code == 422
    assert "この応募の結果は、もう決まっています。" in words(again)
    with acting_for(network.company.id):
        assert Application.objects.get().state == ApplicationState.WITHDRAWN
        assert not Rejection.objects.exists()


@pytest.mark.parametrize("state", ["hired", "open", "", "x"])
def test_nothing_but_the_two_answers_is_taken(client, network, undecided, state):
    _, application_id = undecided
    assert client.post(f"/app/applications/{application_id}/decision/", {"state": state}).status_code == 404
    with acting_for(network.company.id):
        assert Application.objects.get().state == ApplicationState.UNDECIDED


@pytest.mark.promise("P04")
def test_a_candidate_of_another_company_does_not_exist(network, undecided):
    path, application_id = undecided
    charlie = recruiter_of(network.other_company)
    missing = charlie.get(f"/app/candidates/{SOMEBODY}/")
    assert charlie.get(path).content == missing.content
    assert missing.status_code == 404
    decided = charlie.post(f"/app/applications/{application_id}/decision/", {"state": "rejected"})
    assert decided.status_code == 404
    with acting_for(network.company.id):
        assert Application.objects.get().state == ApplicationState.UNDECIDED


def test_who_consented_is_in_the_pool_by_name(client, network):
    candidate = make_candidate(network.company, told=True)
    answer(make_link(network.company, candidate=candidate), pool=True)
    for path in (f"/app/candidates/{candidate.id}/", "/app/candidates/", "/app/pool/"):
        assert "三浦 葵" in words(client.get(path))
    assert "プールにいる" in words(client.get(f"/app/candidates/{candidate.id}/"))
    assert "求人の連絡を望んでいる人が1人います。" in words(client.get("/app/pool/"))


@pytest.mark.promise("P08")
def test_refused_ignored_revoked_and_relayed_look_alike(client, network):
    company = network.company
    people = {}
    for what in ("ignored", "refused", "revoked", "relayed"):
        people[what] = make_candidate(company, name="三浦 葵", address=f"{what}@example.jp", told=True)
    answer(make_link(company, address="refused@example.jp", candidate=people["refused"]))
    link = make_link(company, address="revoked@example.jp", candidate=people["revoked"])
    answer(link, pool=True)
    leave_pool(company, link)
    answer(
        make_link(company, address="relayed@example.jp", candidate=people["relayed"]),
        agencies=network.agencies,
    )
    pages = {
        UNIQUE.sub("", words(client.get(f"/app/candidates/{candidate.id}/"))).replace(f"{what}@", "@")
        for what, candidate in people.items()
    }
    assert len(pages) == 1
    assert "プールにいる" not in pages.pop()
    assert "まだ誰もいません。" in words(client.get("/app/pool/"))


@pytest.mark.promise("P08")
def test_who_came_by_the_line_and_left_is_nowhere_to_be_seen(client, network):
    company = network.company
    empty = client.get("/app/candidates/").content
    link = make_link(company, address="aoi@example.jp")
    answer(link, pool=True)
    confirm_own_profile(make_link(company, address="aoi@example.jp"))
    with acting_for(company.id):
        candidate = Candidate.objects.get()
    page = words(client.get(f"/app/candidates/{candidate.id}/"))
    assert "三浦 葵" in page
    assert "本人が、案内リンクから登録しました" in page
    leave_pool(company, make_link(company, address="aoi@example.jp"))
    assert client.get(f"/app/candidates/{candidate.id}/").status_code == 404
    assert client.get("/app/candidates/").content == empty
    assert "お見送りメールに、この1行を" in heading(client.get("/app/"))


@pytest.mark.promise("P08")
def test_an_applicant_who_left_the_pool_keeps_no_trace_of_it(client, network):
    company = network.company
    answer(make_link(company, address="aoi@example.jp"), pool=True)
    imported(
        client,
        company,
        hrmos_export([{"external_id": "A-1", "name": "三浦 葵", "address": "aoi@example.jp"}]),
    )
    with acting_for(company.id):
        candidate = Candidate.objects.get()
    leave_pool(company, make_link(company, address="aoi@example.jp"))
    page = words(client.get(f"/app/candidates/{candidate.id}/"))
    assert "から取り込みました" in page
    assert "案内リンク" not in page
    assert "本人が" not in page


def test_the_pages_of_a_candidate_ask_the_database_a_bounded_number_of_times(
    client, network, django_assert_max_num_queries
):
    candidate = make_candidate(network.company)
    with django_assert_max_num_queries(46):
        client.get(f"/app/candidates/{candidate.id}/")
    with django_assert_max_num_queries(26):
        client.get("/app/pool/")
