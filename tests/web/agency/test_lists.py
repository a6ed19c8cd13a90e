"""Progress, its file, settlement, permit and agreements: what the agency may read, exact and its own only."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careerrelay.accounts.actions import suspend_permit
from careerrelay.accounts.models import Permit
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.relay.rules.counting import Counting
from careerrelay.relay.rules.receipts import receipt_number
from careerrelay.web.agency.words import company_in_words, counting_in_short, counting_in_words
from tests.make import NOW, make_agency
from tests.web.agency.relayed import DAY_AFTER, PHONE, consultant_of, hand_over, take_back, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day_after")]


@pytest.fixture
def agency(network):
    return network.agencies[0]


@pytest.fixture
def consultant(agency):
    return consultant_of(agency)


def accept(consultant, copy_id):
    assert consultant.post(f"/agency/copies/{copy_id}/acceptance/").status_code == 302


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_progress_shows_whom_the_agency_accepted_with_the_contact(network, agency, consultant):
    (copy_id,) = hand_over(network, agency)
    hand_over(network, agency, address="mori@example.jp", name="森 大地")
    accept(consultant, copy_id)
    shown = words(consultant.get("/agency/progress/"))
    assert "受け付けた人は1人です。" in shown
    for said in ("三浦 葵", "aoi@example.jp", PHONE, "汐見計測株式会社", "数えた", "2026/11/21"):
        assert said in shown
    assert "森 大地" not in shown


def test_progress_counts_what_was_declined_by_reason(network, agency, consultant):
    for number in range(2):
        (copy_id,) = hand_over(network, agency, address=f"p{number}@example.jp")
        consultant.post(f"/agency/copies/{copy_id}/decline/", {"reason": "duplicate"})
    shown = words(consultant.get("/agency/progress/"))
    assert "受け付けなかった紹介 2件" in shown
    assert '<dt>既に登録がある</dt><dd class="num">2</dd>' in shown


def test_an_empty_progress_leads_to_the_inbox(consultant):
    assert "受け付けた人は、まだいません。" in words(consultant.get("/agency/progress/"))


@pytest.mark.promise("P30")
def test_the_file_opens_in_a_spreadsheet_and_runs_nothing(network, agency, consultant):
    (copy_id,) = hand_over(network, agency, name="=cmd|'/c calc'!A1")
    accept(consultant, copy_id)
    answer = consultant.get("/agency/progress/accepted.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="accepted-2026-11-21.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    header, row = rows_of(answer)
    assert header[:5] == ["受付番号", "氏名", "よみ", "メールアドレス", "電話番号"]
    assert row[:4] == [receipt_number(copy_id), "'=cmd|'/c calc'!A1", "みうら あおい", "aoi@example.jp"]


def test_the_file_holds_the_agencys_own_people_only(network, agency, consultant):
    _, theirs = hand_over(network, agency, network.agencies[1])
    other = consultant_of(network.agencies[1])
    accept(other, theirs)
    assert len(rows_of(other.get("/agency/progress/accepted.csv"))) == 2
    assert len(rows_of(consultant.get("/agency/progress/accepted.csv"))) == 1


@pytest.mark.promise("P35")
def test_reading_the_contacts_is_recorded(network, agency, consultant):
    (copy_id,) = hand_over(network, agency)
    accept(consultant, copy_id)
    consultant.get("/agency/progress/")
    consultant.get("/agency/progress/accepted.csv")
    with acting_for(agency.id):
        looks = AuditEntry.objects.filter(deed__in=["see_list_accepted", "see_list_exported"])
        assert sorted(looks.values_list("deed", "count")) == [
            ("see_list_accepted", 1),
            ("see_list_exported", 1),
        ]


@pytest.mark.parametrize("path", ["/agency/progress/", "/agency/settlement/", "/agency/permit/"])
def test_a_list_asks_the_same_number_of_questions_however_long_it_is(network, agency, consultant, path):
    (first,) = hand_over(network, agency)
    accept(consultant, first)
    with CaptureQueriesContext(connection) as one:
        consultant.get(path)
    for number in range(3):
        company = (network.company, network.other_company)[number % 2]
        (more,) = hand_over(network, agency, address=f"more{number}@example.jp", company=company)
        accept(consultant, more)
    with CaptureQueriesContext(connection) as many:
        consultant.get(path)
    assert len(one) == len(many) <= 21


def test_settlement_counts_by_company_and_month(network, agency, consultant):
    (october,) = hand_over(network, agency, address="a@example.jp", at=NOW - timedelta(days=40))
    with clock.moved_to(NOW - timedelta(days=35)):
        accept(consultant, october)
    (november,) = hand_over(network, agency, address="b@example.jp", company=network.other_company)
    accept(consultant, november)
    shown = words(consultant.get("/agency/settlement/"))
    assert "紹介として数えたのは2件です。" in shown
    assert shown.index("2026年11月") < shown.index("青葉台食品株式会社") < shown.index("2026年10月")


def test_a_revocation_does_not_lower_the_settlement(network, agency, consultant):
    (copy_id,) = hand_over(network, agency)
    accept(consultant, copy_id)
    take_back(network, agency, at=DAY_AFTER)
    shown = words(consultant.get("/agency/settlement/"))
    assert "紹介として数えたのは1件です。" in shown
    assert "三浦" not in shown


@pytest.mark.promise("P12")
def test_what_did_not_count_is_accepted_and_not_settled(network, agency, consultant):
    first, second = hand_over(network, *network.agencies[:2])
    accept(consultant, first)
    other = consultant_of(network.agencies[1])
    accept(other, second)
    shown = words(other.get("/agency/settlement/"))
    assert "紹介として数えたのは0件です。" in shown
    assert "別の紹介会社で数えた" in words(other.get("/agency/progress/"))


def test_the_permit_page_says_until_when_and_under_which_terms(consultant):
    shown = words(consultant.get("/agency/permit/"))
    for said in (
        "許可は2027年11月19日(金)まで有効です(あと363日)。",
        "13-ユ-999101",
        "汐見計測株式会社",
        "青葉台食品株式会社",
        "受け付けたとき",
        "紹介10件",
        "第1版",
        "2026/01/01",
    ):
        assert said in shown


def test_a_permit_that_ends_soon_asks_for_its_renewal(consultant):
    with clock.moved_to(NOW + timedelta(days=330)):
        assert "許可は2027年11月19日(金)に切れます" in words(consultant.get("/agency/permit/"))


@pytest.mark.promise("P10")
def test_a_suspended_permit_is_said_on_the_page_and_over_the_inbox(agency, consultant):
    suspend_permit(Permit.objects.get(agency_id=agency.id), on=day_in_japan(DAY_AFTER))
    assert "2026/11/21から停止" in words(consultant.get("/agency/permit/"))
    assert "許可が有効ではありません" in words(consultant.get("/agency/"))


def test_an_agency_without_agreements_hears_who_makes_them(network):
    lonely = make_agency(network.operator, slug="hitori", name="ひとり紹介", permit="13-ユ-999200")
    assert "有効な契約はありません。" in words(consultant_of(lonely).get("/agency/permit/"))


@pytest.mark.parametrize("counting", list(Counting))
def test_every_way_of_counting_has_its_words(counting):
    assert counting_in_words(counting, company="汐見計測")
    assert counting_in_short(counting)


def test_a_company_that_was_not_handed_over_is_not_left_blank():
    assert company_in_words("", "") == "会社名は渡されていません"
