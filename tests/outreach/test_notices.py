"""A notice: once per person, held back until the next business morning, and undone until it leaves."""

from datetime import datetime, timedelta

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Application, ApplicationState
from careerrelay.core.calendar import next_business_morning
from careerrelay.outreach.actions import NobodyToTell, NoticeGone, cancel_notices, queue_notices
from careerrelay.outreach.models import Delivery, DeliveryState, RejectionNotice
from careerrelay.outreach.queries import people_to_tell, preview_notice
from careerrelay.outreach.rules.letters import Stage, stage_of
from tests.make import NOW, TESTER, Network, make_candidate, make_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Network:
    return make_network()


def queue(network: Network, *candidates, language="ja", at=NOW):
    with acting_for(network.company.id):
        return queue_notices(
            organization_id=network.company.id,
            candidate_ids=[candidate.id for candidate in candidates],
            language=language,
            actor=TESTER,
            at=at,
        )


@pytest.mark.parametrize(
    ("prepared_at", "leaves_at"),
    [
        # Thursday noon → Friday; Friday evening → Monday; the eve of 勤労感謝の日; the turn of the year.
        ("2026-11-19T12", "2026-11-20T10"),
        ("2026-11-20T22", "2026-11-24T10"),
        ("2026-12-28T12", "2027-01-04T10"),
        ("2026-11-19T05", "2026-11-20T10"),
    ],
)
def test_a_notice_leaves_at_ten_on_the_next_business_day_in_japan(prepared_at: str, leaves_at: str) -> None:
    prepared = datetime.fromisoformat(f"{prepared_at}:00:00+09:00")
    assert next_business_morning(prepared) == datetime.fromisoformat(f"{leaves_at}:00:00+09:00")


def test_one_person_gets_one_mail_however_many_applications_were_closed(network: Network) -> None:
    candidate = make_candidate(network.company)
    with acting_for(network.company.id):
        first = Application.objects.get()
        second = Application.objects.create(
            organization=network.company,
            candidate=candidate,
            system="hrmos",
            job_title="品質保証",
            stage="最終面接",
            state=ApplicationState.REJECTED,
            created_at=NOW,
            updated_at=NOW,
        )
        type(first.rejection).objects.create(
            organization=network.company,
            application=second,
            rejected_on=NOW.date(),
            stage="最終面接",
            created_at=NOW,
        )
    assert queue(network, candidate).count == 1
    with acting_for(network.company.id):
        notice = RejectionNotice.objects.get()
        assert len(notice.rejection_ids) == 2
        assert notice.stage == Stage.FINAL
        assert not people_to_tell(organization_id=network.company.id)
    with pytest.raises(NobodyToTell):
        queue(network, candidate)


@pytest.mark.parametrize("state", [ApplicationState.OPEN, ApplicationState.UNDECIDED, ApplicationState.HIRED])
def test_nobody_is_told_no_while_another_process_is_under_way(network: Network, state) -> None:
    candidate = make_candidate(network.company)
    with acting_for(network.company.id):
        Application.objects.create(
            organization=network.company,
            candidate=candidate,
            system="hrmos",
            state=state,
            created_at=NOW,
            updated_at=NOW,
        )
        assert [person.is_fit for person in people_to_tell(organization_id=network.company.id)] == [False]
    with pytest.raises(NobodyToTell):
        queue(network, candidate)
    with acting_for(network.company.id):
        assert not Delivery.objects.exists()


def test_whoever_withdrew_or_knows_already_is_not_told(network: Network) -> None:
    make_candidate(network.company, state=ApplicationState.WITHDRAWN)
    make_candidate(network.company, name="既知", address="known@example.jp", told=True)
    with acting_for(network.company.id):
        assert people_to_tell(organization_id=network.company.id) == []


def test_a_notice_is_undone_until_it_leaves_and_can_be_prepared_again(network: Network) -> None:
    candidate = make_candidate(network.company)
    queue(network, candidate)
    with acting_for(network.company.id):
        delivery = Delivery.objects.get()
        cancel_notices(organization_id=network.company.id, delivery_ids=[delivery.id], actor=TESTER, at=NOW)
        delivery.refresh_from_db()
        assert delivery.state == DeliveryState.CANCELLED
        with pytest.raises(NoticeGone):
            cancel_notices(
                organization_id=network.company.id, delivery_ids=[delivery.id], actor=TESTER, at=NOW
            )
    assert queue(network, candidate, at=NOW + timedelta(hours=1)).count == 1


@pytest.mark.promise("P48")
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_preview_is_the_mail_with_a_link_that_opens_nothing(network: Network, language) -> None:
    preview = preview_notice(network.company, name="三浦 葵", stage=Stage.INTERVIEW, language=language)
    assert "三浦 葵" in preview.body
    assert "/c/…" in preview.body
    assert "お祈り" not in preview.body
    assert network.company.legal_name in preview.subject or network.company.name_en in preview.subject


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("", Stage.DOCUMENTS),
        ("書類選考", Stage.DOCUMENTS),
        ("エントリー", Stage.DOCUMENTS),
        ("一次面接", Stage.INTERVIEW),
        ("最終面接", Stage.FINAL),
        ("Final interview", Stage.FINAL),
        ("Onsite", Stage.INTERVIEW),
    ],
)
def test_the_tone_follows_how_far_somebody_came(words: str, stage: Stage) -> None:
    assert stage_of(words) is stage
