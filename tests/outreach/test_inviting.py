"""The one invitation to people who were told no long ago: once, to nobody who said otherwise, undone in time."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    DuplicatePair,
    Quarantine,
)
from careerrelay.consent.queries import new_nonce
from careerrelay.consent.rules.nonce import question_hash
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import day_in_japan, is_sending_hour, next_business_morning
from careerrelay.core.ids import new_id
from careerrelay.core.sql import sql_rows, sql_value
from careerrelay.outreach.channels.mail.server import MailServer
from careerrelay.outreach.inviting import (
    InvitationGone,
    NobodyToInvite,
    SecondPersonNeeded,
    TextNotReviewed,
    leave_out_invitee,
    review_invitation_text,
    set_invitation_rule,
    undo_invitation,
    write_invitation_text,
)
from careerrelay.outreach.models import Delivery, Invitation, InvitationMark, InvitationText, Invitee
from careerrelay.outreach.rules.invitations import DEFAULT_WORDS
from careerrelay.outreach.sending import send_due
from careerrelay.people.models import LinkKind
from careerrelay.people.queries import open_link
from careerrelay.people.rules import ContactWhen
from careerrelay.people.verification import mailbox_of
from careerrelay.people.wishing import begin_pause, hide_from, wish_contact
from careerrelay.privacy.erasing import erase_at_one
from careerrelay.privacy.inviting import approve_invitation, draw_up_invitation, people_to_invite
from careerrelay.privacy.journal import remembered_in, write_journal
from careerrelay.privacy.merging import merge_pair
from careerrelay.privacy.own_page import erase_by_link, question_of_erasure
from careerrelay.privacy.replaying import replay
from careerrelay.privacy.retaining import coming_due, place_hold, run_retention
from careerrelay.relay.actions.answering import revoke
from config.demo.catcher import Catcher, caught_mails
from tests.make import (
    NOW,
    TESTER,
    Network,
    answer,
    make_candidate,
    make_link,
    make_network,
    nonce_for,
)

ALICE, BOB = (
    Actor.member(new_id(), organization_id=new_id()),
    Actor.member(new_id(), organization_id=new_id()),
)
# Friday, ten in the morning in Japan.
MORNING = next_business_morning(NOW)


@pytest.fixture
def network(db) -> Network:
    return make_network()


@pytest.fixture
def company(network: Network) -> Organization:
    return network.company


def sleeper(company: Organization, name: str = "aoi", *, at: datetime = NOW, **more: object) -> Candidate:
    return make_candidate(
        company,
        name=name,
        address=f"{name}@example.jp",
        told=True,
        at=at,
        **more,  # type: ignore[arg-type]
    )


def reviewed_text(company: Organization) -> InvitationText:
    text = write_invitation_text(
        DEFAULT_WORDS["ja"], language="ja", organization_id=company.id, actor=BOB, at=NOW
    )
    review_invitation_text(text, actor=ALICE, at=NOW)
    return text


def invite(company: Organization, *, at: datetime = NOW) -> Invitation:
    """Everybody who may be, drawn up and approved."""
    with acting_for(company.id):
        drawn = draw_up_invitation(Candidate.objects.all(), text=reviewed_text(company), actor=BOB, at=at)
        return approve_invitation(drawn, actor=BOB, at=at)


def may_invite(company: Organization, *, at: datetime = NOW) -> set[str]:
    with acting_for(company.id):
        ids = people_to_invite(Candidate.objects.all(), organization_id=company.id, at=at)
        return set(Candidate.objects.filter(id__in=ids).values_list("name", flat=True))


def started(*, at: datetime = MORNING) -> set[str]:
    """To whom the wire would be opened."""
    claimed = sql_rows("SELECT id, address FROM outreach_claim(1, 50, %s) WHERE kind = 'invitation'", [at])
    return {
        address.partition("@")[0]
        for delivery_id, address in claimed
        if sql_value("SELECT outreach_start(%s, 1, %s)", [delivery_id, at]) == "sending"
    }


def test_only_people_who_were_told_elsewhere_are_asleep(company):
    sleeper(company, "asleep")
    make_candidate(company, name="untold", address="untold@example.jp")
    make_candidate(company, name="no address", address="", told=True)
    for state in (ApplicationState.OPEN, ApplicationState.WITHDRAWN, ApplicationState.HIRED):
        make_candidate(company, name=state, address=f"{state}@example.jp", state=state)
    in_pool = sleeper(company, "pooled")
    answer(make_link(company, address="pooled@example.jp", candidate=in_pool), pool=True)
    for name, state in (("applied again", ApplicationState.OPEN), ("undecided", ApplicationState.UNDECIDED)):
        busy = sleeper(company, name.replace(" ", "."))
        with acting_for(company.id):
            Application.objects.create(
                organization=company, candidate=busy, system="x", state=state, created_at=NOW, updated_at=NOW
            )
    held = sleeper(company, "held")
    aside = sleeper(company, "aside")
    with acting_for(company.id):
        place_hold(held.id, organization_id=company.id, reason="訴訟", actor=TESTER, at=NOW)
        Quarantine.objects.create(
            organization=company, candidate=aside, set_aside_on=NOW.date(), erase_on=NOW.date()
        )
    assert may_invite(company) == {"asleep"}


def test_it_waits_for_the_morning_and_is_undone_until_then_by_the_clock_alone(company):
    sleeper(company)
    invitation = invite(company)
    assert invitation.send_at == MORNING
    assert started(at=MORNING - timedelta(seconds=1)) == set()
    with acting_for(company.id):
        undo_invitation(invitation.id, actor=BOB, at=MORNING - timedelta(seconds=1))
        assert not InvitationMark.objects.exists()
    assert started() == set()
    assert may_invite(company) == {"aoi"}, "nothing left, so the one invitation is still to come"
    again = invite(company)
    with acting_for(company.id), pytest.raises(InvitationGone):
        undo_invitation(again.id, actor=BOB, at=MORNING)
    assert started() == {"aoi"}


def test_an_unread_text_and_an_approval_by_who_made_it_are_refused_where_two_are_asked_for(company):
    sleeper(company)
    with acting_for(company.id):
        set_invitation_rule(organization_id=company.id, needs_second_person=True, actor=ALICE, at=NOW)
        text = write_invitation_text(
            "おうかがいします。", language="ja", organization_id=company.id, actor=BOB, at=NOW
        )
        drawn = draw_up_invitation(Candidate.objects.all(), text=text, actor=BOB, at=NOW)
        with pytest.raises(TextNotReviewed):
            approve_invitation(drawn, actor=ALICE, at=NOW)
        with pytest.raises(SecondPersonNeeded):
            review_invitation_text(text, actor=BOB, at=NOW)
        review_invitation_text(text, actor=ALICE, at=NOW)
        with pytest.raises(SecondPersonNeeded):
            approve_invitation(drawn, actor=BOB, at=NOW)
        assert not InvitationMark.objects.exists()
        approve_invitation(drawn, actor=ALICE, at=NOW)
        approve_invitation(drawn, actor=ALICE, at=NOW)
    assert started() == {"aoi"}, "the second click queued nothing more"


def test_somebody_who_left_the_list_or_is_no_longer_asleep_is_not_written_to(company):
    for name in ("aoi", "ren", "mai"):
        sleeper(company, name)
    with acting_for(company.id):
        drawn = draw_up_invitation(Candidate.objects.all(), text=reviewed_text(company), actor=BOB, at=NOW)
        leave_out_invitee(drawn.id, candidate_id=Candidate.objects.get(name="ren").id, actor=BOB, at=NOW)
        Application.objects.filter(candidate__name="mai").update(state=ApplicationState.OPEN)
        assert approve_invitation(drawn, actor=BOB, at=NOW).people == 1
        with pytest.raises(InvitationGone):
            leave_out_invitee(drawn.id, candidate_id=new_id(), actor=BOB, at=NOW)
        with pytest.raises(NobodyToInvite):
            draw_up_invitation(Candidate.objects.filter(name="aoi"), text=drawn.text, actor=BOB, at=NOW)
    assert started() == {"aoi"}


def _revoked(network: Network, candidate: Candidate) -> None:
    company = network.company
    link = make_link(company, address="target@example.jp", candidate=candidate)
    answer(link, pool=True)
    revoke(link, purpose=Purpose.POOL, recipient_id=company.id, nonce=nonce_for(link), at=NOW)


def _said_elsewhere(
    deed: Callable[..., object], *said_of: object, **wish: object
) -> Callable[[Network, Candidate], None]:
    def said(network: Network, candidate: Candidate) -> None:
        person_id = answer(make_link(network.other_company, address="target@example.jp"), news=True).person_id
        assert person_id is not None
        with acting_for_person(person_id):
            deed(*said_of, person_id=person_id, actor=TESTER, at=NOW, **wish)

    return said


def _erased(network: Network, candidate: Candidate) -> None:
    """Erased by their own page, and imported again from the same file."""
    company = network.company
    link = make_link(company, address="target@example.jp", candidate=candidate)
    person_id = answer(link, pool=True).person_id
    assert person_id is not None
    erase_at_one(person_id=person_id, company_id=company.id, actor=TESTER, at=NOW)
    sleeper(company, "target")


WITHHELD = {
    "revoked": _revoked,
    "erased": _erased,
    "paused": _said_elsewhere(begin_pause),
    "not now": _said_elsewhere(wish_contact, ContactWhen.NOT_NOW, holds_relays=False),
    "hidden": _said_elsewhere(hide_from, "汐見計測(株) 横浜工場", is_employer=False),
}


@pytest.mark.promise("P08")
@pytest.mark.parametrize("why", WITHHELD)
def test_whoever_said_no_is_not_written_to_and_the_company_sees_no_difference(network, why):
    """Neither on the list before, nor in a state, a count, a mark or a promised day after."""
    company = network.company
    plain = sleeper(company, "plain")
    WITHHELD[why](network, sleeper(company, "target"))
    assert may_invite(company) == {"plain", "target"}
    invitation = invite(company)
    assert started() == {"plain"}
    with acting_for(company.id):
        assert Invitation.objects.get().people == 2
        assert not Delivery.objects.filter(kind="invitation").exists(), "the mailbox owns it"
        seen = {
            name: (Invitee.objects.get(candidate_id=Candidate.objects.get(name=name).id).promised_on)
            for name in ("plain", "target")
        }
        assert seen["plain"] == seen["target"]
        assert InvitationMark.objects.filter(invitation_id=invitation.id).count() == 2
    assert may_invite(company) == set(), "both count as invited"
    with acting_for_person(mailbox_of("plain@example.jp")):
        assert Delivery.objects.get().candidate_id == plain.id


def test_what_the_company_learns_meanwhile_stops_it_before_the_wire(company):
    for name in ("applied", "held", "erased", "plain"):
        sleeper(company, name)
    invite(company)
    with acting_for(company.id):
        Application.objects.filter(candidate__name="applied").update(state=ApplicationState.OPEN)
        held = Candidate.objects.get(name="held")
        place_hold(held.id, organization_id=company.id, reason="訴訟", actor=TESTER, at=NOW)
    erase_by_link_of(company, "erased")
    assert started() == {"plain"}


def erase_by_link_of(company: Organization, name: str, *, at: datetime = NOW) -> None:
    link = make_link(company, address=f"{name}@example.jp", at=at)
    asked = question_hash(question_of_erasure(company.id))
    nonce = new_nonce(text_hash=asked, language="ja", link_hash=link.token_hash, at=at)
    erase_by_link(link, company_id=company.id, nonce=nonce, at=at)


@pytest.mark.promise("P15")
@pytest.mark.promise("P16")
def test_once_is_for_ever_over_an_erasure_another_spelling_and_a_new_import(company):
    sleeper(company)
    invite(company)
    assert started() == {"aoi"}
    erase_by_link_of(company, "aoi", at=MORNING)
    with acting_for(company.id):
        assert not Candidate.objects.exists()
        assert not Invitee.objects.exists()
        mark = InvitationMark.objects.get()
        assert b"aoi" not in bytes(mark.address_hash)
    with acting_for_person(mailbox_of("aoi@example.jp")):
        assert not Delivery.objects.filter(kind="invitation").exists()
    make_candidate(company, name="同じ人", address="Ａｏｉ@EXAMPLE.jp", told=True, at=MORNING)
    assert may_invite(company, at=MORNING) == set()


@pytest.mark.promise("P16")
def test_a_copy_that_is_older_than_the_invitation_invites_nobody_again(company, tmp_path):
    sleeper(company)
    invite(company)
    journal = tmp_path / "erasures.log"
    assert write_journal(path=journal) == 1
    assert b"aoi" not in journal.read_bytes()
    with acting_for(company.id):
        InvitationMark.objects.all().delete()
        Invitee.objects.all().delete()
    assert may_invite(company) == {"aoi"}, "as the older copy would have it"
    assert replay(remembered_in(journal), at=NOW)["invited_before"] == 1
    assert may_invite(company) == set()
    assert replay(remembered_in(journal), at=NOW)["was_invited"] == 1


def test_a_merge_brings_no_second_invitation_and_its_undoing_neither(company):
    first, second = sleeper(company, "aoi"), sleeper(company, "aoi.old")
    invite(company)
    pair = pair_of(company, first, second)
    with acting_for(company.id):
        merge_pair(organization_id=company.id, pair_id=pair.id, actor=TESTER, at=NOW)
        assert Invitee.objects.get().candidate_id == first.id
    assert started() == {"aoi"}, "one of the two letters went on waiting"
    sleeper(company, "aoi.new")
    with acting_for(company.id):
        third = Candidate.objects.get(name="aoi.new")
    pair = pair_of(company, first, third)
    with acting_for(company.id):
        merge_pair(organization_id=company.id, pair_id=pair.id, actor=TESTER, at=NOW)
    assert may_invite(company) == set(), "a new address of somebody who was invited"


def pair_of(company: Organization, first: Candidate, second: Candidate) -> DuplicatePair:
    with acting_for(company.id):
        return DuplicatePair.objects.create(
            organization=company,
            first_id=min(first.id, second.id),
            second_id=max(first.id, second.id),
            likelihood=0.9,
            evidence=[],
            found_at=NOW,
        )


@pytest.mark.promise("P39")
def test_silence_deletes_on_the_promised_day_without_setting_aside(company):
    """Told two years ago, written down today: thirty days after the mail nobody answered, the record is gone."""
    long_ago = NOW - timedelta(days=730)
    quiet, eager = sleeper(company, "quiet", at=long_ago), sleeper(company, "eager", at=long_ago)
    with acting_for(company.id):
        Candidate.objects.update(created_at=NOW)
    invite(company)
    promised = day_in_japan(MORNING) + timedelta(days=30)
    with acting_for(company.id):
        assert set(Invitee.objects.values_list("promised_on", flat=True)) == {promised}
        due = coming_due(organization_id=company.id, months=6, at=NOW)
        assert {(one.candidate_id, one.day) for one in due} == {(quiet.id, promised), (eager.id, promised)}
    answer(make_link(company, address="eager@example.jp", candidate=eager), pool=True)
    midnight = datetime(promised.year, promised.month, promised.day, tzinfo=UTC) - timedelta(hours=9)
    assert run_retention(organization_id=company.id, at=midnight - timedelta(minutes=1)) == {}
    assert run_retention(organization_id=company.id, at=midnight) == {"erased_after_silence": 1}
    with acting_for(company.id):
        assert list(Candidate.objects.values_list("name", flat=True)) == ["eager"]
        assert not Quarantine.objects.exists()


def test_a_longer_retention_is_kept_and_a_new_application_ends_the_promise(company):
    sleeper(company)
    invite(company)
    with acting_for(company.id):
        assert Invitee.objects.get().promised_on == date(2027, 5, 19), (
            "six months after the decision of today"
        )
        Application.objects.create(
            organization=company,
            candidate=Candidate.objects.get(),
            system="x",
            state=ApplicationState.CLOSED,
            ended_on=date(2027, 4, 1),
            created_at=NOW + timedelta(days=1),
            updated_at=NOW,
        )
    assert run_retention(organization_id=company.id, at=NOW + timedelta(days=190)) == {}


def test_no_invitation_leaves_at_night_on_a_holiday_or_over_new_year():
    jst = timedelta(hours=9)
    good = datetime(2026, 11, 19, 10, 0, tzinfo=UTC) - jst
    assert is_sending_hour(good)
    for bad in (
        good.replace(hour=12),
        datetime(2026, 11, 22, 1, 0, tzinfo=UTC),
        datetime(2026, 12, 30, 1, 0, tzinfo=UTC),
    ):
        assert not is_sending_hour(bad)


def test_on_the_wire_it_answers_to_nobody_opens_the_page_and_shows_the_way_out(own_database, tmp_path: Path):
    company = make_network().company
    sleeper(company)
    invite(company)
    with Catcher(tmp_path / "mail") as catcher:
        server = MailServer("127.0.0.1", catcher.port, sender="relay@careerrelay.example.jp")
        night = MORNING + timedelta(hours=12)
        assert send_due(server=server, clock=lambda: night) == Counter(queued=1)
        assert send_due(server=server, clock=lambda: MORNING) == Counter()
        monday = next_business_morning(night)
        assert send_due(server=server, clock=lambda: monday) == Counter(accepted=1)
        assert send_due(server=server, clock=lambda: monday) == Counter()
    [mail] = caught_mails(tmp_path / "mail")
    assert mail.to == "aoi@example.jp"
    assert DEFAULT_WORDS["ja"].splitlines()[0] in mail.text
    assert "2027年5月19日(水)に消えます" in mail.text
    page, deletion = [line for line in mail.text.splitlines() if "/c/" in line]
    assert deletion == f"{page}/erasure?from={company.id}"
    link = open_link(page.rpartition("/c/")[2], at=monday)
    assert link is not None
    assert link.kind == LinkKind.PERSONAL
