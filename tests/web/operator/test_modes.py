"""The operator's page of its mode: what is locked and why, its own permit, and a change that takes two presses."""

from datetime import timedelta

import pytest
from django.test import Client

from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.core import clock
from careerrelay.relay.models import ModeChoice, OperatorPermit
from careerrelay.relay.rules.modes import MATRIX
from tests.make import make_operator
from tests.web.agency.relayed import DAY_AFTER, signed_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day_after")]
PERMIT = {
    "number": "１３－ﾕ－９９９０００",
    "holder_name": "関東キャリアリレー協会",
    "valid_from_on": "2026-11-01",
    "valid_until_on": "2026-12-20",
    "checked_on": "2026-11-20",
    "evidence": "許可証の写し",
}
LAPSED = DAY_AFTER + timedelta(days=30)


def press(operator: Client, wanted: str, *, seen: object = "") -> str:
    return words(operator.post(f"/ops/mode/to/{wanted}/", {"seen": seen}, follow=True))


@pytest.mark.promise("P10")
def test_the_permit_is_recorded_then_the_mode_chosen_in_two_presses_and_it_lapses_by_itself(
    network, operator
):
    first = words(operator.get("/ops/mode/"))
    assert all(row.ja in first and row.why_ja in first and row.articles in first for row in MATRIX)
    assert "Art. 30(1), Art. 32-3(1), Art. 32-10" in words(operator.get("/ops/mode/?lang=en"))
    operator.get("/ops/mode/?lang=ja")
    refused = operator.post("/ops/mode/to/placement/", {"seen": ""})
    assert refused.status_code == 422
    assert "先に許可を記録してください" in words(refused)
    assert "まだ変わっていません" in words(operator.post("/ops/mode/permits/", PERMIT, follow=True))
    assert "情報の提供として運営しています" in words(Client().get("/trust"))
    asked = words(operator.get("/ops/mode/to/placement/"))
    assert "13-ユ-999000" in asked
    assert not ModeChoice.objects.exists(), "the first press only shows"
    assert "2026年12月20日(日)まで続きます" in press(operator, "placement")
    public = words(Client().get("/trust"))
    assert "13-ユ-999000" in public
    assert "だれをどの紹介会社に渡すかを選びません" in public, "because nothing is built that would select"
    assert "開いたあとで、モードの記録が変わりました" in press(operator, "information")
    with clock.moved_to(LAPSED):
        later = signed_in(network.operator, role=Role.OPERATOR, email="ops2@kyokai.example.jp")
        assert "2026年12月21日(月)に、情報の提供に戻りました" in words(later.get("/ops/mode/"))
        assert "職業紹介のモードが終わりました" in words(later.get("/ops/"))
        assert "情報の提供として運営しています" in words(Client().get("/trust"))
        settled = press(later, "information", seen=ModeChoice.objects.get().id)
        assert "情報の提供に戻りました" not in settled
    with acting_for(network.operator.id):
        deeds = AuditEntry.objects.filter(object_kind__in=["modechoice", "operatorpermit"])
        assert list(deeds.order_by("at", "id").values_list("deed", flat=True)) == [
            "record_operator_permit",
            "choose_mode",
            "choose_mode",
        ]


def test_a_stop_takes_a_day_and_a_reason_and_is_done_once(operator):
    operator.post("/ops/mode/permits/", PERMIT)
    press(operator, "placement")
    permit = OperatorPermit.objects.get()
    address = f"/ops/mode/permits/{permit.id}/stop/"
    for wrong in ({"stopped_on": "2026-11-25"}, {"stopped_on": "2027-01-01", "reason": "suspended"}):
        assert operator.post(address, wrong).status_code == 422
    stopped = words(operator.post(address, {"stopped_on": "2026-11-21", "reason": "suspended"}, follow=True))
    assert "2026/11/21から停止" in stopped
    assert "許可13-ユ-999000が2026/11/21から止まると記録した" in stopped
    assert "2026年11月21日(土)に、情報の提供に戻りました" in stopped
    operator.post(address, {"stopped_on": "2026-11-25", "reason": "withdrawn"})
    permit.refresh_from_db()
    assert (str(permit.stopped_on), permit.stop_reason) == ("2026-11-21", "suspended")


def test_a_permit_that_is_typed_wrong_says_so_at_its_fields_and_keeps_what_was_typed(operator):
    wrong = PERMIT | {"number": "13-ム-999000", "evidence": " ", "holder_name": "協会の名前"}
    answer = operator.post("/ops/mode/permits/", wrong)
    assert answer.status_code == 422
    assert "何を見て確かめたかを入力してください。" in words(answer)
    assert 'value="協会の名前"' in answer.text
    assert "有料職業紹介の許可番号ではありません" in words(
        operator.post("/ops/mode/permits/", PERMIT | {"number": "13-ム-999000"})
    )
    assert not OperatorPermit.objects.exists()


@pytest.mark.promise("P04")
def test_another_operator_sees_and_changes_nothing_of_it(network, operator):
    operator.post("/ops/mode/permits/", PERMIT)
    stranger = signed_in(make_operator(slug="kansai"), role=Role.OPERATOR, email="ops@kansai.example.jp")
    assert "13-ユ-999000" not in words(stranger.get("/ops/mode/"))
    assert "先に許可を記録してください" in press(stranger, "placement")
    company = signed_in(network.company, role=Role.OWNER, email="alice@shiomi.example.jp")
    assert company.get("/ops/mode/").status_code == 404
    assert company.post("/ops/mode/to/placement/", {"seen": ""}).status_code == 404
    assert not ModeChoice.objects.exists()
