"""Twelve months: one question thirty days before, a yes that goes on, and silence that ends to the hour and the day."""

from datetime import UTC, datetime, timedelta

import pytest

from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.models import DailyHead
from careerrelay.consent.expiry import expired_and_due
from careerrelay.consent.queries import granted_candidate_ids
from careerrelay.consent.renewal import renewals_due
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.outreach.heads import mail_heads, written
from careerrelay.outreach.models import Delivery, LetterKind
from careerrelay.outreach.renewing import ask_to_renew
from careerrelay.relay.actions.answering import revoke
from careerrelay.relay.actions.prolonging import recall_expired
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.models import Relay, RelayedProfile
from careerrelay.relay.queries import inbox_of
from careerrelay.relay.rules.states import CopyState, RelayState
from careerrelay.relay.verifying import verify_everything
from tests.make import NOW, answer, confirm_own_profile, make_link, make_member, make_network, nonce_for

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# NOW is 19 November 2026, 10:15 in Japan. A year later to the hour, and thirty days of the calendar before.
ENDS_AT = datetime(2027, 11, 19, 1, 15, tzinfo=UTC)
ASKED_FROM = datetime(2027, 10, 19, 15, 0, tzinfo=UTC)


def ask_everybody(at: datetime) -> int:
    return sum(ask_to_renew(asked, at=at) for asked in renewals_due(at=at))


@pytest.mark.promise("P39", "P03")
def test_the_question_is_put_once_and_only_about_what_holds():
    network = make_network()
    link = make_link(network.company)
    person_id = answer(link, pool=True, news=True, agencies=network.agencies[:1]).person_id
    other = make_link(network.company, address="gone@example.jp")
    answer(other, pool=True)
    nonce = nonce_for(other, at=NOW + DAY)
    revoke(other, purpose=Purpose.POOL, recipient_id=network.company.id, nonce=nonce, at=NOW + DAY)
    nonce = nonce_for(link, at=NOW + DAY)
    revoke(link, purpose=Purpose.NEWS, recipient_id=network.company.id, nonce=nonce, at=NOW + DAY)
    assert ask_everybody(ASKED_FROM - timedelta(seconds=1)) == 0
    assert ask_everybody(ASKED_FROM) == 1
    assert ask_everybody(ASKED_FROM + DAY) == 0
    assert person_id is not None
    with acting_for_person(person_id):
        mail = Delivery.objects.get(kind=LetterKind.RENEWAL)
    assert mail.values["choices"].split("\n") == [
        "・汐見計測株式会社: 合う求人の連絡(2027年11月19日(金)まで)",
        "・三日月キャリア株式会社への紹介(2027年11月19日(金)まで)",
    ]
    with acting_for(network.company.id):
        assert not Delivery.objects.filter(kind=LetterKind.RENEWAL).exists()


@pytest.mark.promise("P39")
def test_a_yes_lets_the_copy_stay_and_silence_calls_it_home_on_that_day():
    network = make_network()
    agency = network.agencies[0]
    for address in ("yes@example.jp", "silent@example.jp"):
        link = make_link(network.company, address=address)
        answer(link, pool=True, agencies=network.agencies[:1])
        confirm_own_profile(link)
    provide_due(operator_id=network.operator.id, at=NOW + 2 * DAY)
    with acting_for(network.operator.id):
        asked_again = NOW + 340 * DAY
        granted = {relay.id: relay.statement_id for relay in Relay.objects.all()}
    renewed = make_link(network.company, address="yes@example.jp", at=asked_again)
    answer(renewed, pool=True, agencies=network.agencies[:1], at=asked_again)

    def pool(at: datetime) -> int:
        with acting_for(network.company.id):
            return len(granted_candidate_ids(Purpose.POOL, organization_id=network.company.id, at=at))

    def readable(at: datetime) -> int:
        with acting_for(agency.id):
            return inbox_of(organization_id=agency.id, at=at).count()

    a_moment = timedelta(seconds=1)
    assert pool(ENDS_AT - a_moment) == 2
    assert pool(ENDS_AT) == 1
    # Hidden from agencies from the first moment of that day in Japan.
    assert readable(datetime(2027, 11, 18, 14, 59, tzinfo=UTC)) == 2
    assert readable(datetime(2027, 11, 18, 15, 0, tzinfo=UTC)) == 1
    recall_expired(operator_id=network.operator.id, at=ENDS_AT - a_moment)
    with acting_for(network.operator.id):
        assert Relay.objects.filter(state=RelayState.RECALLED).count() == 0
    recall_expired(operator_id=network.operator.id, at=ENDS_AT)
    with acting_for(network.operator.id):
        assert Relay.objects.filter(state=RelayState.RECALLED).count() == 1
        kept = Relay.objects.get(state=RelayState.PROVIDED)
        assert kept.statement_id != granted[kept.id]
    with acting_for(agency.id):
        [gone] = RelayedProfile.objects.filter(state=CopyState.RECALLED)
        assert (gone.name, gone.address, gone.skills) == ("", "", [])
    with acting_for(network.company.id):
        [due] = expired_and_due(organization_id=network.company.id, at=ENDS_AT)
    assert due.due_on.isoformat() == "2027-11-19"
    assert [check.faults for check in verify_everything(at=ENDS_AT) if check.name != "chains"] == [()] * 4


@pytest.mark.promise("P35", "P08")
def test_the_owners_get_one_mail_a_day_of_the_same_form_whatever_happened():
    network = make_network()
    company = network.company
    make_member(company, email="alice@shiomi.example.jp", role=Role.OWNER)
    make_member(company, email="bob@shiomi.example.jp", role=Role.RECRUITER)
    assert mail_heads(company.id, at=NOW) == 1
    assert mail_heads(company.id, at=NOW + timedelta(hours=9)) == 0
    answer(make_link(company), pool=True, agencies=network.agencies)
    assert mail_heads(company.id, at=NOW + DAY) == 1
    with acting_for(company.id):
        quiet, busy = Delivery.objects.filter(kind=LetterKind.HEAD).order_by("queued_at")
        heads = DailyHead.objects.filter(on=busy.values["day"]).order_by("kind")
        assert all(written(bytes(head.head)) in busy.values["heads"] for head in heads)
    assert quiet.address == busy.address == "alice@shiomi.example.jp"
    assert len(quiet.values["heads"]) == len(busy.values["heads"])
    assert quiet.values["heads"] != busy.values["heads"]
    make_member(network.operator, email="olivia@kyokai.example.jp", role=Role.OPERATOR)
    assert mail_heads(network.operator.id, at=NOW) == 1
