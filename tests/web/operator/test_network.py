"""The network at a glance: exact, in days and counts, without a name of any person."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careerrelay.accounts.actions import suspend_permit
from careerrelay.accounts.models import Permit
from careerrelay.accounts.rules import Permission, Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.ids import new_id
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.actions.recalling import confirm_deletion
from careerrelay.relay.models import Closing
from careerrelay.relay.rules.receipts import receipt_number
from tests.make import NOW, TESTER, answer, make_link
from tests.web.agency.relayed import DAY_AFTER, HANDED, hand_over, signed_in, take_back, words
from tests.web.operator.introduced import introduce

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day_after")]
PAGES = ("/ops/", "/ops/agencies/", "/ops/closings/", "/ops/books/")
CONFIRM_BY = HANDED + timedelta(hours=73)


# --- who may enter -----------------------------------------------------------------------------------------


@pytest.mark.promise("P04")
def test_only_the_operator_enters(network, operator):
    missing = operator.get("/ops/none/")
    agency = network.agencies[0]
    paths = [*PAGES, f"/ops/agencies/{agency.id}/", f"/ops/books/{network.company.id}/"]
    for organization, role in ((network.company, Role.OWNER), (agency, Role.CONSULTANT)):
        client = signed_in(organization, role=role, email=f"x@{organization.slug}.example.jp")
        for path in paths:
            reply = client.get(path)
            assert (reply.status_code, reply.content) == (404, missing.content)


def test_a_stranger_is_asked_to_sign_in():
    assert Client().get("/ops/").headers["Location"] == "/sign-in/?next=/ops/"


@pytest.mark.promise("P04")
def test_what_belongs_to_no_company_of_the_network_is_missing(network, operator):
    for path in ("/ops/books/{}/", "/ops/agencies/{}/"):
        missing = operator.get(path.format(new_id()))
        for wrong in (
            network.operator.id,
            network.company.id if "agencies" in path else network.agencies[0].id,
        ):
            reply = operator.get(path.format(wrong))
            assert (reply.status_code, reply.content) == (404, missing.content)


def test_looking_changes_nothing(network, operator):
    introduce(network, number=5, asked_at=NOW - timedelta(days=40))
    for path in (*PAGES, f"/ops/agencies/{network.agencies[0].id}/", f"/ops/books/{network.company.id}/"):
        assert operator.get(path).status_code == 200
        assert operator.head(path).status_code == 200
    with acting_for(network.operator.id):
        assert not Closing.objects.exists()
    assert Permit.objects.filter(suspended_on=None).count() == 3


def test_every_permission_of_the_operator_is_asked_for(operator):
    page = operator.get("/ops/").wsgi_request.member
    assert {
        Permission.SEE_NETWORK,
        Permission.CLOSE_MONTHS,
        Permission.MANAGE_PERMITS,
        Permission.CHOOSE_MODE,
        Permission.CORRECT_PLACEMENTS,
        Permission.HANDLE_BREACHES,
        Permission.HANDLE_REQUESTS,
    } == {permission for permission in Permission if page.may[permission]}


# --- what needs the operator -------------------------------------------------------------------------------


def test_a_quiet_network_has_nothing_to_check(operator):
    shown = words(operator.get("/ops/"))
    assert "確かめることは、ありません。" in shown
    assert "会社 2社、紹介会社 3社。" in shown


def test_permits_stand_by_the_days_that_are_left(network, operator):
    first, second, third = network.agencies
    Permit.objects.filter(agency_id=second.id).update(
        valid_until_on=day_in_japan(DAY_AFTER + timedelta(days=60))
    )
    suspend_permit(Permit.objects.get(agency_id=third.id), on=day_in_japan(DAY_AFTER))
    shown = words(operator.get("/ops/"))
    table = shown[shown.index("許可の残り") :]
    assert table.index(third.name) < table.index(second.name) < table.index(first.name)
    assert "許可が有効ではない紹介会社" in shown
    assert "みちしるべ紹介株式会社。紹介は止まっています。" in shown
    assert "許可が60日以内に切れる紹介会社" in shown
    assert "北斗台人材株式会社。更新を確かめてください。" in shown


def test_a_renewal_on_file_is_not_asked_for_again(network, operator):
    permit = Permit.objects.get(agency_id=network.agencies[0].id)
    today = day_in_japan(DAY_AFTER)
    Permit.objects.filter(pk=permit.pk).update(valid_until_on=today + timedelta(days=10))
    operator.post(
        f"/ops/agencies/{network.agencies[0].id}/permits/",
        {
            "number": permit.number,
            "valid_from_on": today + timedelta(days=11),
            "valid_until_on": today + timedelta(days=1000),
            "checked_on": today,
        },
    )
    assert "確かめることは、ありません。" in words(operator.get("/ops/"))


@pytest.mark.promise("P24")
def test_a_recall_without_a_word_after_72_hours_is_shown_by_its_number(network, operator):
    (copy_id,) = hand_over(network, network.agencies[0])
    take_back(network, network.agencies[0], at=HANDED + timedelta(hours=1))
    assert "72時間を過ぎても" not in words(operator.get("/ops/"))
    with clock.moved_to(CONFIRM_BY):
        shown = words(operator.get("/ops/"))
    for said in ("削除の確認が、72時間を過ぎても届いていません", receipt_number(copy_id), "汐見計測株式会社"):
        assert said in shown
    assert "三浦" not in shown
    assert "aoi@" not in shown


@pytest.mark.promise("P24")
def test_a_confirmed_recall_leaves_the_list(network, operator):
    (copy_id,) = hand_over(network, network.agencies[0])
    take_back(network, network.agencies[0], at=HANDED + timedelta(hours=1))
    with acting_for(network.agencies[0].id):
        confirm_deletion(
            organization_id=network.agencies[0].id,
            copy_id=copy_id,
            actor=TESTER,
            at=HANDED + timedelta(hours=2),
        )
    with clock.moved_to(CONFIRM_BY):
        assert "72時間を過ぎても" not in words(operator.get("/ops/"))


@pytest.mark.promise("P10")
def test_relays_that_wait_are_counted_by_what_they_wait_for(network, operator):
    agency = network.agencies[0]
    for number in range(2):
        answer(make_link(network.company, address=f"p{number}@example.jp"), agencies=(agency,))
    provide_due(operator_id=network.operator.id, at=HANDED)
    suspend_permit(Permit.objects.get(agency_id=agency.id), on=day_in_japan(HANDED))
    provide_due(operator_id=network.operator.id, at=HANDED + timedelta(hours=1))
    shown = words(operator.get("/ops/"))
    assert "紹介会社の許可を待っている紹介" in shown
    waiting = shown[shown.index("待っている紹介</h2>") :]
    assert "<dt>許可待ち</dt><dd>2<small>件</small></dd>" in waiting
    assert "<dt>本人のプロフィール待ち</dt><dd>0<small>件</small></dd>" in waiting


def test_books_are_exact_and_at_once(network, operator):
    introduce(network, number=2)
    row = words(operator.get("/ops/"))
    row = row[row.index(f"/ops/books/{network.company.id}/") :]
    assert '<td role="cell" class="n" data-label="紹介">2</td>' in row
    assert '<td role="cell" class="n" data-label="締め前">2</td>' in row


def test_no_person_is_named_on_any_page(network, operator):
    introduce(network, number=2)
    for path in (*PAGES, f"/ops/books/{network.company.id}/"):
        shown = words(operator.get(path))
        assert "三浦" not in shown
        assert "@example.jp" not in shown


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_the_same_number_of_questions_however_much_there_is(network, operator, path):
    introduce(network, number=1, asked_at=NOW - timedelta(days=4))
    hand_over(network, network.agencies[1], address="r0@example.jp", at=NOW - timedelta(days=8))
    take_back(network, network.agencies[1], address="r0@example.jp", at=NOW - timedelta(days=6))
    with CaptureQueriesContext(connection) as few:
        operator.get(path)
    introduce(network, number=3, company=network.other_company, asked_at=NOW - timedelta(days=3))
    hand_over(network, network.agencies[1], address="r1@example.jp", at=NOW - timedelta(days=8))
    take_back(network, network.agencies[1], address="r1@example.jp", at=NOW - timedelta(days=6))
    with CaptureQueriesContext(connection) as many:
        operator.get(path)
    # One of them whether a backup was restored lately: the operator has to be told.
    assert len(few) == len(many) <= 26


def test_the_pages_are_in_english_too(operator):
    shown = words(operator.get("/ops/?lang=en"))
    assert "There is nothing to check." in shown
    assert "Mikazuki Inc." in shown


# --- the books ---------------------------------------------------------------------------------------------


def test_a_companys_lines_are_shown_by_month(network, operator):
    introduce(network, number=1, asked_at=NOW - timedelta(days=40))
    introduce(network, number=1)
    page = f"/ops/books/{network.company.id}/"
    november = words(operator.get(page))
    assert "2026年11月の記帳" in november
    assert "2026/11/20 10:15" in november
    october = words(operator.get(f"{page}?month=2026-10"))
    assert "2026/10/11 10:15" in october
    assert "この月の記帳はありません。" in words(operator.get(f"{page}?month=2026-01"))


@pytest.mark.parametrize("month", ["2026-13", "x", "", "2026-12", "0001-01"])
def test_a_month_that_nobody_can_mean_is_missing(network, operator, month):
    assert operator.get(f"/ops/books/{network.company.id}/", {"month": month}).status_code == 404
