"""The pages of a breach: from the first minute to the closed record, for each kind of organization (P43)."""

from datetime import timedelta

import pytest

from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.core import clock
from careerrelay.outreach.models import Delivery, LetterKind
from careerrelay.privacy.models import Breach
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.models import Relay, RelayedProfile
from careerrelay.relay.rules.receipts import receipt_number
from tests.make import NOW, Network, answer, confirm_own_profile, make_candidate, make_link, make_network
from tests.web.agency.relayed import signed_in

pytestmark = [pytest.mark.promise("P43"), pytest.mark.django_db]

# A Saturday morning, two days after the mail went out.
SEEN = NOW + timedelta(days=2)
FIRST = {
    "kind": "misdirected",
    "noticed_at": "2026-11-21T09:00",
    "summary": "候補者の一覧を、別の会社の方に送りました。",
    "holds_sensitive": "no",
}
KNOWN = FIRST | {"cause": "宛先の取り違え", "harm": "迷惑メールのおそれ"}


@pytest.fixture
def network(db) -> Network:
    return make_network()


@pytest.fixture(autouse=True)
def on_a_saturday():
    with clock.moved_to(SEEN):
        yield


def words(response) -> str:
    return response.content.decode()


def test_a_recruiter_goes_from_the_first_minute_to_the_closed_record(network) -> None:
    company = network.company
    recruiter = signed_in(company, role=Role.RECRUITER, email="bob@shiomi.example.jp")
    people = [make_candidate(company, name=f"人{n}", address=f"p{n}@example.jp") for n in range(2)]
    listed = "\n".join([*(f"http://testserver/app/candidates/{one.id}/" for one in people), "だれか"])

    page = recruiter.post("/app/breaches/new/", FIRST | {"kind": "intrusion", "listed": listed}, follow=True)
    assert "2人を記録しました。次の行の人は見つかりません(1行): 3" in words(page)
    assert "個人情報保護委員会への報告と、本人への通知が必要です。" in words(page)
    assert "速報: 2026年11月25日" in words(page)
    # The 60th day is Tuesday, 19 January 2027.
    assert "確報: 2027年1月19日" in words(page)
    address = page.redirect_chain[-1][0]

    assert "まだ書かれていません" in words(recruiter.get(f"{address}letters/"))
    assert recruiter.post(f"{address}letters/").status_code == 422
    assert recruiter.post(f"{address}close/").status_code == 422
    recruiter.post(f"{address}words/", KNOWN | {"kind": "intrusion", "others": "1"})
    assert "送り始めました" in words(recruiter.post(f"{address}letters/", follow=True))
    again = recruiter.post(f"{address}letters/", follow=True)
    assert "送り始めました" not in words(again), "nobody is left to tell"
    in_english = words(recruiter.get(f"{address}?lang=en"))
    assert "name (2), mail address (2)" in in_english
    assert "人)" not in in_english
    recruiter.get(f"{address}?lang=ja")
    assert recruiter.post(f"{address}follow_up/", {"reported_at": "2026-11-21T10:00"}).status_code == 422
    for report in ("prompt_report", "final_report"):
        page = recruiter.post(f"{address}{report}/", {"reported_at": "2026-11-21T10:00"}, follow=True)
    assert "報告済み" in words(page)
    recruiter.post(f"{address}words/", KNOWN | {"kind": "intrusion", "others": "7"})
    changed = {"reported_at": "2026-11-21T10:10", "number": "R8-2", "changed": "本人の数を直しました。"}
    page = recruiter.post(f"{address}follow_up/", changed, follow=True)
    assert "本人の数を直しました。" in words(page)
    assert "3人(うち、記録がなく人数だけの人 1人)" in words(page), "the report as it was sent"
    assert "9人(うち、記録がなく人数だけの人 7人)" in words(page)
    page = recruiter.post(f"{address}close/", follow=True)
    assert "に閉じた記録です。" in words(page)
    assert "2人にメールで通知" in words(page)
    assert recruiter.post(f"{address}people/", {"listed": "x"}).status_code == 422
    with acting_for(company.id):
        assert Delivery.objects.filter(kind=LetterKind.BREACH).count() == 2
    page = recruiter.post(f"{address}reopening/", follow=True)
    assert "わかったことを書く" in words(page)


def test_what_is_missing_or_in_the_future_is_said_beside_it_and_nothing_is_recorded(network) -> None:
    recruiter = signed_in(network.company, role=Role.RECRUITER, email="bob@shiomi.example.jp")
    page = recruiter.post("/app/breaches/new/", {"kind": "lost", "noticed_at": "2026-11-22T09:00"})
    assert page.status_code == 422
    for sentence in (
        "これから先の日時です。知った日時を確かめてください。",
        "わかっていることを、短く書いてください。",
        "対象の人を、1行に1人ずつ貼り付けてください。",
    ):
        assert sentence in words(page)
    with acting_for(network.company.id):
        assert not Breach.objects.exists()


def test_an_agency_and_the_operator_find_theirs_by_copy_and_by_relay(network) -> None:
    agency, operator = network.agencies[0], network.operator
    answer(make_link(network.company), agencies=(agency,))
    confirm_own_profile(make_link(network.company))
    provide_due(operator_id=operator.id, at=NOW + timedelta(hours=25))
    with acting_for(agency.id):
        copy = RelayedProfile.objects.get()
    with acting_for(operator.id):
        relay = Relay.objects.get()
    consultant = signed_in(agency, role=Role.CONSULTANT, email="con@mikazuki.example.jp")
    staff = signed_in(operator, role=Role.OPERATOR, email="ops@kyokai.example.jp")
    for client, front, listed in (
        (consultant, "/agency", f"{copy.id}\n{copy.address.upper()}"),
        (consultant, "/agency", f"受付番号 {receipt_number(copy.id).lower()}"),
        (staff, "/ops", str(relay.id)),
        (staff, "/ops", f"{copy.address.upper()}\n{receipt_number(copy.id)}"),
    ):
        page = client.post(f"{front}/breaches/new/", KNOWN | {"listed": listed}, follow=True)
        assert "1人を記録しました。" in words(page), front
        assert "氏名" in words(page)
        address = page.redirect_chain[-1][0]
        page = client.post(f"{address}letters/", follow=True)
        assert "知らせる相手は、もう残っていません。" in words(page), front
        assert "Draft of the report" in words(client.get(address, headers={"accept-language": "en"}))


def test_the_operator_picks_people_by_company_agency_and_days(network) -> None:
    company, (agency, other, *_) = network.company, network.agencies
    answer(make_link(company), agencies=(agency,))
    confirm_own_profile(make_link(company))
    provide_due(operator_id=network.operator.id, at=NOW + timedelta(hours=25))
    staff = signed_in(network.operator, role=Role.OPERATOR, email="ops@kyokai.example.jp")
    shown = words(staff.get("/ops/breaches/new/"))
    assert agency.legal_name in shown
    assert network.other_company.legal_name in shown
    handed_on: dict[str, object] = {"from_on": "2026-11-20", "until_on": "2026-11-20"}
    nobody: tuple[dict[str, object], ...] = (
        {"agencies": other.id},
        {"companies": network.other_company.id},
        {"agencies": agency.id, "until_on": "2026-11-19"},
        {"from_on": "2026-11-21"},
    )
    for picked in nobody:
        page = staff.post("/ops/breaches/new/", KNOWN | picked)
        assert page.status_code == 422
        assert "選んだ会社と期間で、渡した記録がありません。" in words(page)
    for picked in ({"agencies": agency.id}, {"companies": company.id} | handed_on, handed_on):
        page = staff.post("/ops/breaches/new/", KNOWN | picked, follow=True)
        assert "1人を記録しました。" in words(page), picked
    wrong: dict[str, object] = {"agencies": company.id, "from_on": "2026-11-21", "until_on": "0001-01-01"}
    page = staff.post("/ops/breaches/new/", KNOWN | wrong)
    assert page.status_code == 422
    assert "この一覧にない会社です。" in words(page)
    recruiter = signed_in(company, role=Role.RECRUITER, email="bob@shiomi.example.jp")
    page = recruiter.post("/app/breaches/new/", KNOWN | handed_on)
    assert "対象の人を、1行に1人ずつ貼り付けてください。" in words(page), "only the operator picks"
