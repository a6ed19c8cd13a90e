"""Agencies and their permits: renewed, suspended, and what that stops (P10)."""

from datetime import date, timedelta

import pytest

from careerrelay.accounts.models import Permit
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.ids import new_id
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.models import RelayedProfile
from tests.make import NOW, answer, make_agency, make_link, make_operator
from tests.web.agency.relayed import DAY_AFTER, signed_in, tell_profile, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day_after")]
TODAY = day_in_japan(DAY_AFTER)
RENEWAL = {
    "number": "13-ユ-999101",
    "valid_from_on": "2027-11-20",
    "valid_until_on": "2032-11-19",
    "checked_on": "2026-11-21",
}


@pytest.fixture
def agency(network):
    return network.agencies[0]


@pytest.fixture
def permit(agency):
    return Permit.objects.get(agency_id=agency.id)


def renew(client, agency, **changed):
    return client.post(f"/ops/agencies/{agency.id}/permits/", RENEWAL | changed, follow=True)


def deeds(network):
    with acting_for(network.operator.id):
        return list(
            AuditEntry.objects.filter(object_kind="permit")
            .order_by("at", "id")
            .values_list("deed", flat=True)
        )


def test_the_list_says_number_kind_until_when_and_when_checked(operator):
    shown = words(operator.get("/ops/agencies/"))
    for said in ("三日月キャリア株式会社", "13-ユ-999101", "有料", "2027/11/19", "363日", "2026/11/19"):
        assert said in shown


def test_a_renewal_is_recorded_under_the_network_and_in_the_trail(network, operator, agency):
    shown = words(renew(operator, agency, number="１３－ﾕ－９９９１０１"))
    assert "許可を記録しました。" in shown
    assert "許可は2032年11月19日(金)まで有効です" in shown
    recorded = Permit.objects.get(agency_id=agency.id, valid_from_on=date(2027, 11, 20))
    assert (recorded.number, recorded.checked_on) == ("13-ユ-999101", TODAY)
    assert deeds(network) == ["renew_permit"]


@pytest.mark.promise("P10")
@pytest.mark.parametrize("number", ["13-999101", "99-ユ-999101", "13-ユ-99910", "abc", "13-ユ-٩٩٩١٠١"])
def test_a_malformed_number_is_refused_with_its_sentence(network, operator, agency, number):
    answer_ = renew(operator, agency, number=number)
    shown = words(answer_)
    assert answer_.status_code == 422
    assert f"許可番号「{number}」は正しい形ではありません。" in shown
    assert 'href="#id_number"' in shown
    assert f'value="{number}"' in shown
    assert Permit.objects.filter(agency_id=agency.id).count() == 1
    assert deeds(network) == []


def test_every_wrong_field_is_said_at_once_and_what_was_typed_stays(operator, agency):
    shown = words(renew(operator, agency, number="13-999101", valid_until_on="", checked_on="2026-11-20"))
    assert "正しい形ではありません。" in shown
    assert "期限の日を入力してください。" in shown
    assert 'value="2026-11-20"' in shown


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"valid_until_on": "2027-11-19"}, "期限が、始まりの日より前です。"),
        ({"valid_until_on": "3032-11-19"}, "期間が10年を超えています。"),
        ({"checked_on": "2026-11-22"}, "確認した日が、今日より後です。"),
        ({"valid_from_on": "2025-11-19"}, "この日に始まる許可は、すでに記録しています。"),
        ({"valid_from_on": "20271120"}, "日付を読み取れません。"),
        ({"number": ""}, "許可番号を入力してください。"),
        ({"valid_until_on": ""}, "期限の日を入力してください。"),
    ],
)
def test_a_wrong_date_is_refused_at_its_field(operator, agency, changed, sentence):
    answer_ = renew(operator, agency, **changed)
    assert answer_.status_code == 422
    assert sentence in words(answer_)
    assert Permit.objects.filter(agency_id=agency.id).count() == 1


@pytest.mark.promise("P10")
def test_a_suspended_permit_stops_what_waits_and_its_end_lets_it_go(network, operator, agency, permit):
    operator.post(f"/ops/permits/{permit.id}/suspension/")
    asked = NOW - timedelta(hours=1)
    answer(make_link(network.company, at=asked), agencies=(agency,), at=asked)
    tell_profile(network.company, address="aoi@example.jp", name="三浦 葵", at=asked)
    provide_due(operator_id=network.operator.id, at=DAY_AFTER)
    with acting_for(agency.id):
        assert not RelayedProfile.objects.exists()
    shown = words(operator.post(f"/ops/permits/{permit.id}/suspension/end/", follow=True))
    assert "許可の停止を解きました。" in shown
    provide_due(operator_id=network.operator.id, at=DAY_AFTER)
    with acting_for(agency.id):
        assert RelayedProfile.objects.count() == 1


def test_suspending_twice_is_one_deed(network, operator, permit):
    for _ in range(2):
        shown = words(operator.post(f"/ops/permits/{permit.id}/suspension/", follow=True))
        assert "三日月キャリア株式会社の許可を停止しました。" in shown
        assert "2026/11/21から停止" in shown
    for _ in range(2):
        operator.post(f"/ops/permits/{permit.id}/suspension/end/")
    assert deeds(network) == ["suspend_permit", "end_suspension"]


@pytest.mark.promise("P04")
def test_only_the_operator_of_the_network_touches_its_permits(network, operator, agency, permit):
    elsewhere = make_agency(make_operator(slug="kansai"), slug="tsubame", permit="27-ユ-999300")
    foreign = Permit.objects.get(agency_id=elsewhere.id)
    consultant = signed_in(agency, role=Role.CONSULTANT, email="nomura@mikazuki.example.jp")
    missing = operator.post(f"/ops/permits/{new_id()}/suspension/")
    refused = [
        consultant.post(f"/ops/permits/{permit.id}/suspension/"),
        consultant.post(f"/ops/permits/{permit.id}/suspension/end/"),
        consultant.post(f"/ops/agencies/{agency.id}/permits/", RENEWAL),
        operator.post(f"/ops/permits/{foreign.id}/suspension/"),
        operator.post(f"/ops/permits/{foreign.id}/suspension/end/"),
        operator.post(f"/ops/agencies/{elsewhere.id}/permits/", RENEWAL),
        operator.get(f"/ops/agencies/{elsewhere.id}/"),
    ]
    assert {(each.status_code, each.content) for each in refused} == {(404, missing.content)}
    assert not Permit.objects.exclude(suspended_on=None).exists()
    assert "tsubame" not in words(operator.get("/ops/agencies/?lang=en")).lower()
