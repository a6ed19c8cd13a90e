"""The first page after sign-in."""

from datetime import timedelta

import pytest

from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import ApplicationState
from careerrelay.consent.queries import start_code_in_scope
from careerrelay.core import clock
from careerrelay.outreach.actions import queue_notices
from careerrelay.outreach.models import Delivery, DeliveryState
from tests.corpus.hrmos import hrmos_export
from tests.make import NOW, TESTER, answer, make_candidate, make_link
from tests.web.recruiter.desk import heading, imported, recruiter_of, sent_import, words


def test_until_something_exists_the_page_leads_with_the_line_to_copy(client, network, settings):
    page = client.get("/app/")
    with acting_for(network.company.id):
        code = start_code_in_scope(organization_id=network.company.id)
    assert heading(page) == "お見送りメールに、この1行を入れてください"
    assert f"ご自身で決められます。 {settings.PUBLIC_URL}/r/{code}</pre>" in words(page)
    assert f"{settings.PUBLIC_URL}/r/{code}?lang=en</pre>" in words(page)
    assert "/app/imports/new/" in words(page)


def test_the_line_stays_reachable(client, network):
    make_candidate(network.company)
    assert heading(client.get("/app/")) == "今日"
    assert "この先の連絡を受け取るかどうかは" in words(client.get("/app/snippet/"))


@pytest.mark.promise("P48")
def test_the_line_opens_nobodys_page(client):
    assert "/c/" not in words(client.get("/app/snippet/"))


@pytest.mark.promise("P08")
def test_who_only_asked_for_a_relay_does_not_make_the_page_move(client, network):
    before = client.get("/app/").content
    answer(make_link(network.company), agencies=network.agencies)
    assert client.get("/app/").content == before


def test_what_is_to_be_done_stands_in_the_order_of_its_deadline(client, network):
    company = network.company
    told = make_candidate(company, name="髙橋 直樹", address="naoki@example.jp")
    make_candidate(company, name="三浦 葵")
    make_candidate(company, name="李 美蘭", address="mi@example.jp", state=ApplicationState.UNDECIDED)
    with acting_for(company.id):
        queue_notices(
            organization_id=company.id, candidate_ids=[told.id], language="ja", actor=TESTER, at=NOW
        )
    page = words(client.get("/app/"))
    rows = [
        page.index(text)
        for text in (
            "お見送り連絡を、11月20日(金)10:00に送ります",
            "まだお見送りを伝えていない人",
            "お見送りか辞退かを決める応募",
        )
    ]
    assert rows == sorted(rows)
    assert "確かめることが3つあります。" in page
    assert "書類選考 1通" in page


def test_a_person_who_is_in_the_queue_is_not_asked_for_again(client, network):
    candidate = make_candidate(network.company)
    with acting_for(network.company.id):
        queue_notices(
            organization_id=network.company.id,
            candidate_ids=[candidate.id],
            language="ja",
            actor=TESTER,
            at=NOW,
        )
    assert "まだお見送りを伝えていない人" not in words(client.get("/app/"))


def test_files_that_wait_and_rows_to_mend_are_named(client, network):
    people = [
        {"external_id": "A-1", "name": "三浦 葵"},
        {"external_id": "A-2", "applied_on": "令和7年2月29日"},
    ]
    imported(client, network.company, hrmos_export(people))
    sent_import(client, hrmos_export(people[:1]))
    page = words(client.get("/app/"))
    assert "取り込む前のファイル" in page
    assert "取り込めなかった行" in page
    with clock.moved_to(NOW + timedelta(days=8)):
        assert "取り込めなかった行" not in words(client.get("/app/"))


@pytest.mark.promise("P41")
def test_a_mail_server_that_does_not_answer_is_admitted(client, network):
    candidate = make_candidate(network.company)
    with acting_for(network.company.id):
        queue_notices(
            organization_id=network.company.id,
            candidate_ids=[candidate.id],
            language="ja",
            actor=TESTER,
            at=NOW,
        )
        assert "メールサーバーが応答していません" not in words(client.get("/app/"))
        Delivery.objects.update(attempts=1, reply="connection refused", state=DeliveryState.QUEUED)
    for address in ("/app/", "/app/notices/queue/"):
        assert "メールサーバーが応答していません。お見送り連絡は待っています" in words(client.get(address))


def test_the_pool_counts_those_who_are_in_it(client, network):
    candidate = make_candidate(network.company, told=True)
    answer(make_link(network.company, candidate=candidate), pool=True)
    page = words(client.get("/app/"))
    assert "<dt>タレントプール</dt><dd>1<small>人" in page
    assert "<dt>候補者</dt><dd>1<small>人" in page


def test_a_role_without_pages_is_told_so(network):
    page = recruiter_of(network.company, role=Role.PR).get("/app/")
    assert page.status_code == 200
    assert "あなたの役割で開けるページは、まだありません" in words(page)
    for path in ("candidates", "notices", "pool", "relay", "imports", "settings", "snippet"):
        assert f'href="/app/{path}/"' not in words(page)


def test_an_executive_sees_the_free_hires_only(network):
    client = recruiter_of(network.company, role=Role.EXECUTIVE)
    assert client.get("/app/").headers["Location"] == "/app/relay/"
    page = words(client.get("/app/relay/"))
    assert 'href="/app/relay/"' in page
    for path in ("", "candidates/", "notices/", "pool/", "imports/", "settings/", "snippet/"):
        assert f'href="/app/{path}"' not in page
        if path:
            assert client.get(f"/app/{path}").status_code == 404


def test_the_first_page_asks_the_database_a_bounded_number_of_times(
    client, network, django_assert_max_num_queries
):
    for number in range(12):
        make_candidate(network.company, address=f"a{number}@example.jp")
    with django_assert_max_num_queries(60):
        client.get("/app/")
