"""Whose time is over stands on the page of retention, and on no other: every exit is tried."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    DuplicatePair,
    Quarantine,
)
from careerrelay.outreach.queries import people_to_tell
from careerrelay.pool.actions import make_tag, put_tag, save_segment
from careerrelay.pool.answering import Answering
from careerrelay.pool.asking import who_answers
from careerrelay.pool.models import TagGroup
from careerrelay.pool.queries import counted_segments, counted_tags
from careerrelay.pool.rules.question import Question
from careerrelay.pool.showing import everybody_shown
from tests.house.routes import ROUTES
from tests.make import NOW, TESTER, Network, make_candidate
from tests.web.recruiter.desk import recruiter_of, words

NAME, OTHER = "三浦 葵", "二宮 蓮"


@pytest.fixture
def owner(network: Network) -> Client:
    return recruiter_of(network.company, role=Role.OWNER, email="alice@shiomi.example.jp")


@pytest.fixture
def aside(network: Network) -> Candidate:
    """三浦 葵 with a tag, in a segment, in a pair with 二宮 蓮, told of nothing yet."""
    company = network.company
    aoi, ren = make_candidate(company), make_candidate(company, name=OTHER, address="ren@example.jp")
    with acting_for(company.id):
        tag = make_tag(organization_id=company.id, name="面談した", group=TagGroup.FREE, actor=TESTER, at=NOW)
        for one in (aoi, ren):
            put_tag(tag, candidate_id=one.id, actor=TESTER, at=NOW)
        save_segment(
            organization_id=company.id,
            name="全員",
            question=Question(),
            actor=TESTER,
            at=NOW,
        )
        DuplicatePair.objects.create(
            organization=company,
            first_id=min(aoi.id, ren.id),
            second_id=max(aoi.id, ren.id),
            likelihood=0.99,
            evidence=["phone"],
            found_at=NOW,
        )
        Quarantine.objects.create(
            organization=company, candidate=aoi, set_aside_on=NOW.date(), erase_on=date(2026, 12, 19)
        )
    return aoi


def pages() -> list[str]:
    """Every page of a company that names nothing in its address."""
    return sorted(
        name
        for name, route in ROUTES.items()
        if route.audience == "company" and "GET" in route.methods and not route.takes
    )


def test_no_page_list_count_search_or_file_shows_somebody_set_aside(owner, network, aside):
    looked = {}
    for name in pages():
        answered = owner.get(reverse(name), {"q": "三浦"} if name == "recruiter:candidates" else {})
        looked[name] = NAME in words(answered)
    assert len(looked) > 20
    assert {name for name, is_shown in looked.items() if is_shown} == {"recruiter:retention"}
    assert OTHER in words(owner.get("/app/candidates/"))
    assert OTHER in words(owner.get("/app/notices/"))
    with acting_for(network.company.id):
        company_id = network.company.id
        assert everybody_shown(organization_id=company_id, at=NOW).count() == 1
        assert who_answers(Question(search="三浦"), organization_id=company_id, at=NOW).count() == 0
        assert Answering(Question(), sort="", organization_id=company_id, at=NOW).count() == 1, (
            "what a file is written from"
        )
        assert [one.people for one in counted_segments(organization_id=company_id, at=NOW)] == [1]
        assert [one.people for one in counted_tags(organization_id=company_id, at=NOW)] == [1]
        assert [one.candidate.name for one in people_to_tell(organization_id=company_id)] == [OTHER]
        pair = DuplicatePair.objects.get()
    assert owner.get(f"/app/duplicates/{pair.id}/").status_code in (302, 404)
    record = owner.get(f"/app/candidates/{aside.id}/")
    assert (record.status_code, record.headers["Location"]) == (302, "/app/settings/retention/#aside")
    assert owner.get(f"/app/candidates/{aside.id}/files/").status_code == 404
    assert owner.get(f"/app/candidates/{aside.id}/timeline/").status_code == 404


def test_who_is_held_is_back_at_once(owner, aside):
    assert owner.post(f"/app/candidates/{aside.id}/hold/", {"reason": "訴訟"}).status_code == 302
    assert NAME in words(owner.get("/app/candidates/"))
    assert owner.get(f"/app/candidates/{aside.id}/").status_code == 200


def test_who_applies_again_is_back_before_the_next_run_of_retention(owner, network, aside):
    with acting_for(network.company.id):
        Application.objects.create(
            organization=network.company,
            candidate=aside,
            system="x",
            state=ApplicationState.OPEN,
            created_at=NOW,
            updated_at=NOW,
        )
    assert NAME in words(owner.get("/app/candidates/"))
