"""What other systems do to old applicants, and this one does not: nobody vanishes from a list, no filter that nobody
chose hides anybody, a status finds, and taking people in neither blocks a page nor makes them twice."""

import re

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Application, ApplicationState, Candidate, Import
from tests.make import answer, make_candidate, make_link
from tests.web.recruiter.desk import imported, sent_import, words

STATES = {
    ApplicationState.OPEN: "選考中",
    ApplicationState.REJECTED: "お見送り",
    ApplicationState.WITHDRAWN: "辞退",
    ApplicationState.HIRED: "採用",
    ApplicationState.CLOSED: "終了",
}
FILE = "応募ID,氏名,メールアドレス,選考ステータス\nA-1,三浦 葵,aoi@example.jp,不採用\n".encode()


@pytest.fixture
def everybody(network):
    """One person for each way in which an application can stand."""
    for number, state in enumerate(STATES):
        make_candidate(network.company, name=f"候補 {state}", address=f"a{number}@example.jp", state=state)


def listed(page) -> set[str]:
    return set(re.findall(r'class="name" href="[^"]+">候補 (\w+)<', words(page)))


def test_rejected_people_stay_in_the_list(client, network, everybody):
    with acting_for(network.company.id):
        rejected = Application.objects.get(state=ApplicationState.REJECTED).candidate
    assert "rejected" in listed(client.get("/app/candidates/"))
    assert client.get(f"/app/candidates/{rejected.id}/").status_code == 200


def test_a_list_that_nobody_filtered_hides_nobody(client, everybody):
    page = client.get("/app/candidates/")
    assert listed(page) == set(STATES)
    assert "5人です。" in words(page)


def test_no_filter_that_nobody_chose_hides_somebody_from_the_pool(client, network):
    """Whoever is in the pool stands on its page, however their application ended."""
    make_candidate(network.company, name="候補 rejected", address="aoi@example.jp")
    answer(make_link(network.company), pool=True)
    assert "候補 rejected" in words(client.get("/app/pool/"))


@pytest.mark.parametrize("state", STATES)
def test_searching_for_a_status_finds_whoever_has_it(client, everybody, state):
    assert listed(client.get("/app/candidates/", {"search": STATES[state]})) == {state.value}
    assert listed(client.get("/app/candidates/", {"state": state.value})) == {state.value}


def test_an_import_answers_at_once_and_a_worker_does_it(client, network):
    address = sent_import(client, FILE)
    assert client.post(address + "check/").status_code == 302
    with acting_for(network.company.id):
        assert Import.objects.get().state == "running"
        assert not Candidate.objects.exists()


def test_nobody_is_there_twice_after_a_second_import_and_a_yes_to_the_pool(client, network):
    imported(client, network.company, FILE)
    imported(client, network.company, FILE.replace(b"aoi@", "ＡＯＩ＠".encode()))
    answer(make_link(network.company, address="Aoi@example.jp"), pool=True)
    with acting_for(network.company.id):
        assert Candidate.objects.get().name == "三浦 葵"
        assert Application.objects.count() == 1
