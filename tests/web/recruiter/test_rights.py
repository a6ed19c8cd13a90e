"""The pages on which a company keeps its word: requests by phone or letter, and who goes on which day."""

from datetime import timedelta

import pytest

from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Candidate, Quarantine
from careerrelay.core import clock
from careerrelay.privacy.models import LegalHold, RetentionRule, RightsRequest
from careerrelay.privacy.retaining import run_retention
from tests.make import NOW, make_candidate
from tests.web.recruiter.desk import recruiter_of

FORM = {"kind": "erase", "channel": "phone", "requester": "三浦 葵", "address": "aoi@example.jp"}


def test_a_request_goes_from_the_phone_to_the_proof(network, client):
    make_candidate(network.company)
    answer = client.post("/app/requests/new/", FORM, follow=True)
    assert "三浦 葵" in answer.content.decode()
    with acting_for(network.company.id):
        request = RightsRequest.objects.get()
    page = f"/app/requests/{request.id}/"
    refused = client.post(f"{page}fulfilment/", {})
    assert refused.status_code == 422
    assert "どう確かめたか" in refused.content.decode()
    typed = {"reason": " ", "how": "折り返した"}
    refused = client.post(f"{page}refusal/", typed, headers={"referer": f"http://testserver{page}"})
    assert 'value="折り返した"' in refused.content.decode(), "what was typed stays"
    assert f'href="{page}?lang=en"' in refused.content.decode(), "the other language is where the page is"
    opened = client.get(f"{page}refusal/?lang=en")
    assert opened.status_code == 405
    assert opened.headers["Allow"] == "POST"
    assert "This address is not for opening" in opened.content.decode()
    client.get(f"{page}?lang=ja")
    client.post(f"{page}identity/", {"how": "折り返した"})
    done = client.post(f"{page}fulfilment/", {}, follow=True)
    assert "求めのとおりにしました" in done.content.decode()
    again = client.post(f"{page}fulfilment/", {}).content.decode()
    assert "何も変えていません。" in again
    assert "まだ答えていません。" not in again
    with acting_for(network.company.id):
        assert not Candidate.objects.exists()
    assert "三浦" not in client.get("/app/requests/").content.decode()


def test_a_disclosure_is_handed_out_only_after_the_person_was_checked(network, client):
    make_candidate(network.company)
    client.post("/app/requests/new/", {**FORM, "kind": "disclose"})
    with acting_for(network.company.id):
        page = f"/app/requests/{RightsRequest.objects.get().id}/"
    assert client.get(f"{page}disclosure.csv").status_code == 404
    client.post(f"{page}identity/", {"how": "来訪、社員証"})
    table = client.get(f"{page}disclosure.csv").content.decode("utf-8-sig")
    assert "三浦 葵" in table
    assert client.get(f"{page}disclosure.json").json()["format"] == "careerrelay/disclosure"


def test_an_incomplete_request_is_said_and_not_stored(network, client):
    answer = client.post("/app/requests/new/", {**FORM, "requester": "", "words": "電話で"})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "電話で" in said
    assert said.count("エラー: ") == 1
    assert '<a href="#requester">だれからの求めかを入力してください。</a>' in said
    assert 'id="requester_error">だれからの求めかを入力してください。' in said
    later = client.post("/app/requests/new/", {**FORM, "received_on": "2027-05-05"}).content.decode()
    assert 'id="received_on_error">受け付けた日が、まだ来ていません。' in later
    with acting_for(network.company.id):
        assert not RightsRequest.objects.exists()


@pytest.fixture
def owner(network):
    return recruiter_of(network.company, role=Role.OWNER, email="alice@shiomi.example.jp")


def test_the_page_shows_who_goes_when_and_a_hold_keeps_them(network, client):
    make_candidate(network.company, at=NOW - timedelta(days=190))
    run_retention(organization_id=network.company.id, at=NOW)
    said = client.get("/app/settings/retention/").content.decode()
    assert "分けて置いている人 1人" in said
    assert "2026年12月19日(土)に消す 1人" in said
    with acting_for(network.company.id):
        candidate_id = Candidate.objects.get().id
    assert client.post(f"/app/candidates/{candidate_id}/hold/", {"reason": ""}).status_code == 422
    client.post(f"/app/candidates/{candidate_id}/hold/", {"reason": "係争中"})
    with acting_for(network.company.id):
        assert not Quarantine.objects.exists()
        hold = LegalHold.objects.get()
    assert "係争中" in client.get("/app/settings/retention/").content.decode()
    client.post(f"/app/holds/{hold.id}/end/")
    run_retention(organization_id=network.company.id, at=clock.now())
    with acting_for(network.company.id):
        assert Quarantine.objects.count() == 1


def test_another_rule_can_be_tried_by_everybody_and_set_by_the_owner_alone(network, client, owner):
    make_candidate(network.company, at=NOW - timedelta(days=80))
    assert (
        "3か月にすると、これから60日で1人" in client.get("/app/settings/retention/?months=3").content.decode()
    )
    assert client.post("/app/settings/retention/", {"months": "3"}).status_code == 404
    assert owner.post("/app/settings/retention/", {"months": "99"}).status_code == 422
    assert owner.post("/app/settings/retention/", {"months": "3"}).status_code == 302
    with acting_for(network.company.id):
        assert RetentionRule.objects.get().months == 3
