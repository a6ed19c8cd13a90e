"""Who may be thought of again, and who never."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.applications import (
    ApplicationFacts,
    RejectionFacts,
    enter_application,
    reject_application,
)
from careerrelay.candidates.models import ApplicationState, Candidate, Rejection, Revisit
from careerrelay.candidates.reasons import (
    ReasonFacts,
    change_reason,
    end_reason,
    index_rejected_for,
    map_words_to_reason,
    reasons_offered,
    unmapped_words,
)
from careerrelay.candidates.revisiting import rejections_to_revisit
from tests.make import NOW, TESTER, Network, make_candidate, make_network

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def network() -> Network:
    return make_network()


@pytest.fixture(autouse=True)
def in_scope(network: Network):
    with acting_for(network.company.id):
        yield


def offered(network: Network, key: str):
    by_rule = {"months": "years", "profile": "skills", "never": "untrue"}[key]
    places = {"skills": 0, "years": 1, "untrue": -1}
    return reasons_offered(organization_id=network.company.id)[places[by_rule]]


def rejected(network: Network, candidate: Candidate, key: str) -> Rejection:
    application = enter_application(
        candidate,
        ApplicationFacts(job_title="品質保証", stage="一次面接", applied_on=TODAY - timedelta(days=9)),
        actor=TESTER,
        at=NOW,
    )
    assert application is not None
    facts = RejectionFacts(rejected_on=TODAY, stage="一次面接", reason=offered(network, key))
    return reject_application(application, facts, actor=TESTER, at=NOW)


def to_revisit(network: Network, *, on: date) -> list[tuple[UUID, date]]:
    found = rejections_to_revisit(organization_id=network.company.id, on=on)
    return [(rejection.id, vars(rejection)["revisitable_since"]) for rejection in found]


def somebody(network: Network, address: str = "aoi@example.jp") -> Candidate:
    return make_candidate(network.company, address=address, state=ApplicationState.CLOSED)


def test_after_months_the_day_itself_is_the_first(network):
    rejection = rejected(network, somebody(network), "months")
    assert rejection.revisit_on == date(2027, 11, 19)
    assert to_revisit(network, on=date(2027, 11, 18)) == []
    day = date(2027, 11, 19)
    assert to_revisit(network, on=day) == [(rejection.id, day)]


def test_a_profile_counts_once_it_was_confirmed_after_the_no(network):
    candidate = somebody(network)
    rejection = rejected(network, candidate, "profile")
    Candidate.objects.filter(id=candidate.id).update(confirmed_at=NOW - timedelta(days=1))
    assert to_revisit(network, on=TODAY) == []
    Candidate.objects.filter(id=candidate.id).update(confirmed_at=NOW + timedelta(days=30, hours=15))
    # 16:15 in London is the next day in Japan.
    found = to_revisit(network, on=TODAY + timedelta(days=40))
    assert found == [(rejection.id, date(2026, 12, 20))]


def test_never_outweighs_every_other_no_and_a_process_under_way_does_too(network):
    candidate = somebody(network)
    rejected(network, candidate, "months")
    later = date(2028, 1, 1)
    assert len(to_revisit(network, on=later)) == 1
    opened = enter_application(
        candidate, ApplicationFacts(job_title="購買", stage="応募"), actor=TESTER, at=NOW
    )
    assert opened is not None
    assert to_revisit(network, on=later) == []
    never = RejectionFacts(rejected_on=TODAY, stage="応募", reason=offered(network, "never"))
    reject_application(opened, never, actor=TESTER, at=NOW)
    assert to_revisit(network, on=later) == []


def test_a_rule_that_changes_or_ends_changes_no_rejection_of_before(network):
    rejection = rejected(network, somebody(network), "months")
    reason = offered(network, "months")
    facts = ReasonFacts(reason.name, reason.name_en, Revisit.NEVER, None)
    change_reason(reason, facts, actor=TESTER, at=NOW)
    end_reason(reason, actor=TESTER, at=NOW)
    rejection.refresh_from_db()
    assert (rejection.revisit, rejection.revisit_on) == ("after_months", date(2027, 11, 19))
    assert rejection.chosen_reason_id == reason.id
    assert reason.id not in {one.id for one in reasons_offered(organization_id=network.company.id)}


def test_words_of_a_file_become_a_reason_from_the_day_of_each_rejection_on(network):
    days = [date(2026, 8, 31), date(2026, 9, 1), date(2026, 8, 31)]
    for number, day in enumerate(days):
        make_candidate(network.company, address=f"a{number}@example.jp")
        rejection = Rejection.objects.latest("id")
        Rejection.objects.filter(id=rejection.id).update(reason="年数不足", rejected_on=day)
    assert [(one.words, one.count) for one in unmapped_words(organization_id=network.company.id)] == [
        ("年数不足", 3)
    ]
    reason = offered(network, "months")
    mapped = map_words_to_reason(
        ["年数不足"], reason=reason, organization_id=network.company.id, actor=TESTER, at=NOW
    )
    assert mapped == 3
    found = Rejection.objects.order_by("id").values_list("reason", "chosen_reason_id", "revisit_on")
    assert list(found) == [
        ("年数不足", reason.id, date(2027, 8, 31)),
        ("年数不足", reason.id, date(2027, 9, 1)),
        ("年数不足", reason.id, date(2027, 8, 31)),
    ]
    assert unmapped_words(organization_id=network.company.id) == []
    assert index_rejected_for(organization_id=network.company.id, reason_id=reason.id) == 3
