"""Closing months: when their morning has come, in batches of five and more; early only in a demo, and visibly so."""

from datetime import timedelta

import pytest

from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.core import clock
from careerrelay.core.ids import new_id
from careerrelay.ledger.queries import balances_of
from careerrelay.relay.models import Closing
from tests.make import NOW
from tests.web.agency.relayed import DAY_AFTER, signed_in, words
from tests.web.operator.introduced import introduce

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day_after")]
OCTOBER = NOW - timedelta(days=40)


def close(client, company, **fields):
    return client.post(f"/ops/companies/{company.id}/closing/", fields, follow=True)


def closings_of(network):
    with acting_for(network.operator.id):
        return list(Closing.objects.order_by("month_on").values_list("introductions", "credits"))


def test_a_month_is_closed_once_its_morning_has_come(network, operator):
    introduce(network, number=6, asked_at=OCTOBER)
    assert "2026年10月を締める" in words(operator.get("/ops/closings/"))
    shown = words(close(operator, network.company, month="2026-10"))
    assert "汐見計測株式会社の2026年10月を締めました。紹介 6件、枠 0名分。" in shown
    assert closings_of(network) == [(6, 0)]


def test_fewer_than_five_join_the_next_month(network, operator):
    introduce(network, number=4, asked_at=OCTOBER)
    shown = words(close(operator, network.company, month="2026-10"))
    assert "汐見計測株式会社の2026年10月は、5件に満たないため、次の月と合わせます。" in shown
    assert closings_of(network) == []


def test_closing_twice_says_the_same_and_does_it_once(network, operator):
    introduce(network, number=5, asked_at=OCTOBER)
    first, second = (words(close(operator, network.company, month="2026-10")) for _ in range(2))
    assert "紹介 5件、枠 0名分。" in first
    assert "紹介 5件、枠 0名分。" in second
    assert closings_of(network) == [(5, 0)]


def test_a_month_that_is_not_over_is_refused_with_its_sentence(network, operator):
    introduce(network, number=5)
    answer = close(operator, network.company, month="2026-11")
    assert answer.status_code == 422
    shown = words(answer)
    assert "まだ締めていません。" in shown
    assert "2026年11月は、翌月の最初の営業日3:00まで締められません。" in shown
    assert closings_of(network) == []


def test_without_a_demo_no_month_is_closed_early(network, operator):
    introduce(network, number=5)
    assert "デモのみ" not in words(operator.get("/ops/closings/"))
    assert close(operator, network.company, month="2026-11", early="1").status_code == 404
    assert closings_of(network) == []


@pytest.mark.promise("P11")
def test_a_demo_closes_the_running_month_and_ten_introductions_are_a_credit(network, operator, settings):
    settings.DEMO = True
    introduce(network, number=10)
    assert "2026年11月をいま締める(デモのみ)" in words(operator.get("/ops/closings/"))
    shown = words(close(operator, network.company, month="2026-11", early="1"))
    assert "汐見計測株式会社の2026年11月を締めました。紹介 10件、枠 1名分。" in shown
    with acting_for(network.operator.id):
        assert balances_of(company_id=network.company.id).credits_usable == 1
    assert "2026年12月をいま締める(デモのみ)" in shown


def test_a_demo_closes_the_next_month_only(network, operator, settings):
    settings.DEMO = True
    introduce(network, number=5)
    assert close(operator, network.company, month="2026-12", early="1").status_code == 404
    assert close(operator, network.company, month="2026-10", early="1").status_code == 404
    assert closings_of(network) == []


def test_an_early_closing_twice_says_the_same(network, operator, settings):
    settings.DEMO = True
    introduce(network, number=5)
    for _ in range(2):
        assert "紹介 5件、枠 0名分。" in words(close(operator, network.company, month="2026-11", early="1"))
    assert closings_of(network) == [(5, 0)]


def test_a_month_before_the_last_closing_is_called_closed(network, operator):
    introduce(network, number=5, asked_at=OCTOBER)
    close(operator, network.company, month="2026-10")
    shown = words(close(operator, network.company, month="2026-09"))
    assert "汐見計測株式会社の2026年9月は、後の月と合わせて、もう締めています。" in shown


def test_joined_months_are_named_from_the_first_to_the_last(network, operator):
    introduce(network, number=5, asked_at=NOW - timedelta(days=100))
    with clock.moved_to(DAY_AFTER - timedelta(days=75)):
        close(operator, network.company, month="2026-08")
    introduce(network, number=5, asked_at=OCTOBER)
    close(operator, network.company, month="2026-10")
    assert "2026年9月から2026年10月まで" in words(operator.get("/ops/closings/"))


def test_the_first_page_names_who_can_be_closed(network, operator):
    introduce(network, number=5, asked_at=OCTOBER)
    shown = words(operator.get("/ops/"))
    assert "2026年10月を締められる会社" in shown
    close(operator, network.company, month="2026-10")
    assert "2026年10月を締められる会社" not in words(operator.get("/ops/"))


@pytest.mark.parametrize("month", ["", "2026", "2026-00", "x"])
def test_a_malformed_month_is_missing(network, operator, month):
    assert close(operator, network.company, month=month).status_code == 404


@pytest.mark.promise("P04")
def test_only_the_operator_closes_and_only_its_own_companies(network, operator):
    introduce(network, number=5, asked_at=OCTOBER)
    missing = operator.post(f"/ops/companies/{new_id()}/closing/", {"month": "2026-10"})
    foreign = operator.post(f"/ops/companies/{network.agencies[0].id}/closing/", {"month": "2026-10"})
    owner = signed_in(network.company, role=Role.OWNER, email="alice@shiomi.example.jp")
    refused = owner.post(f"/ops/companies/{network.company.id}/closing/", {"month": "2026-10"})
    assert [each.status_code for each in (missing, foreign, refused)] == [404, 404, 404]
    assert missing.content == foreign.content == refused.content
    assert operator.get(f"/ops/companies/{network.company.id}/closing/").status_code == 405
    assert closings_of(network) == []
