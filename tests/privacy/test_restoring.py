"""A backup is restored that is older than erasures and revocations: nobody comes back, nobody is written to (P16)."""

from collections import Counter
from dataclasses import replace as replaced
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from careerrelay.accounts.models import Membership, Permit
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.actions import record_deed
from careerrelay.audit.staffing import change_role, disable_user, end_membership
from careerrelay.candidates.models import Candidate
from careerrelay.consent.queries import granted_candidate_ids, states_of_person
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.ids import new_id
from careerrelay.core.postgres.server import SUPERUSER
from careerrelay.outreach.actions import queue_notices
from careerrelay.outreach.channels.mail.server import parse_email_url
from careerrelay.outreach.models import Delivery, DeliveryState
from careerrelay.outreach.sending import send_due
from careerrelay.people.actions import WantedLink, issue_links
from careerrelay.people.models import (
    ContactWish,
    HiddenCompany,
    LinkKind,
    Pause,
    Person,
    PersonAddress,
    Profile,
)
from careerrelay.people.queries import OpenLink, hidden_companies_in_scope, open_link
from careerrelay.people.rules import ContactWhen
from careerrelay.people.wishing import begin_pause, end_pause, hide_from, show_to, wish_contact
from careerrelay.privacy.erasing import erase_everywhere
from careerrelay.privacy.holders import companies_holding
from careerrelay.privacy.holding import hold_against_erasure
from careerrelay.privacy.journal import (
    JournalUnreadable,
    _key,
    forget_old_records,
    remembered_in,
    write_journal,
)
from careerrelay.privacy.models import LegalHold, SealedRecord, Tombstone
from careerrelay.privacy.replaying import replay
from careerrelay.privacy.restorations import last_restoration, restoration_in_words
from careerrelay.privacy.retaining import lift_hold, place_hold
from careerrelay.privacy.rules.holds import HoldItem
from careerrelay.privacy.rules.journal import FIRST, sealed_lines
from careerrelay.privacy.rules.proven import Provided
from careerrelay.privacy.rules.restored import AGAIN, MISSING, again_of, lost_of, missing_of
from careerrelay.relay.actions.answering import revoke
from careerrelay.relay.actions.permitting import end_suspension, suspend
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.models import Correction, Provision, Relay, RelayedProfile
from careerrelay.relay.rules.states import RelayState
from careerrelay.relay.verifying import verify_everything
from config.backups import DumpingServer, UnreadableBackup, dump_database, restore_database
from config.demo.catcher import Catcher
from config.restoring import close_connections, make_copy_ready
from tests.make import (
    NOW,
    TESTER,
    answer,
    confirm_own_profile,
    make_candidate,
    make_link,
    make_member,
    make_network,
    make_token,
    nonce_for,
)
from tests.privacy.canaries import dump_of, found_in
from tests.privacy.test_erasing import CANARIES, LATER, live_everywhere

LAST = LATER + timedelta(days=3)


# By kind, with what was there before the backup: wishes, pauses, companies hidden and shown, links, three deeds about
# staff, permits suspended and released, and holds.
SAID = {
    "Wished": 2,
    "Rested": 3,
    "Hidden": 3,
    "LinkEnded": 2,
    "StaffChanged": 3,
    "PermitStood": 3,
    "Held": 4,
}
GROUNDS = "労働審判の対応のため"
UNTIL = day_in_japan(LAST) + timedelta(days=90)


def hold_what_is_disputed(network, *, candidate_ids: list[UUID]) -> None:
    """In the journal at once: a record that is erased within the minute takes the hold with it."""
    with acting_for(network.company.id):
        for candidate_id in candidate_ids:
            hold_against_erasure(
                candidate_id,
                items=[HoldItem.JUDGEMENTS],
                grounds=GROUNDS,
                until_on=UNTIL,
                organization_id=network.company.id,
                actor=TESTER,
                at=LATER,
            )
    write_journal()


# Before the backup and since: of who erases (three agencies), corrects, is handed over again, and came since.
PROVEN = {"Provided": 6, "Corrected": 1, "ProfileConfirmed": 4}


def relay_to(network, *, address: str, name: str) -> OpenLink:
    link = make_link(network.company, address=address)
    answer(link, agencies=network.agencies[:1])
    confirm_own_profile(link, name=name)
    return link


def hand_over(network, *, address: str, name: str) -> OpenLink:
    link = relay_to(network, address=address, name=name)
    assert provide_due(operator_id=network.operator.id, at=LATER)[RelayState.PROVIDED]
    return link


def records_are_there(network, *, again: OpenLink, came_since: OpenLink, correcting: OpenLink) -> None:
    """Of each hand-over and correction, whoever else is in the copy (個人情報保護法29条)."""
    with acting_for(network.operator.id):
        records = {row.person_id: row for row in Provision.objects.all()}
        relays = {row.person_id: row.state for row in Relay.objects.filter(agency_id=network.agencies[0].id)}
        more = {row.person_id: row.items for row in Correction.objects.all()}
    assert {again.person_id, came_since.person_id, correcting.person_id} <= set(records)
    assert (relays[again.person_id], relays[came_since.person_id]) == (
        RelayState.PROVIDED,
        RelayState.EXPIRED,
    )
    assert "skills" in more[again.person_id], "to hand over once more has a record of its own"
    assert more[correcting.person_id] == ["name"]
    with acting_for(network.agencies[0].id):
        copy = RelayedProfile.objects.get(provision_id=records[correcting.person_id].id)
    assert (copy.name, copy.kana) == ("", "みうら あおい"), "no wrong word comes back"
    with acting_for_person(correcting.person_id):
        assert Profile.objects.get().confirmed_at is None, "nor leaves, before the person looks at it"


def report_is_complete() -> None:
    """Nobody believes that the copy is whole: the moment that it is of, and what is not in it."""
    found = last_restoration()
    assert found is not None
    assert (found.copy_at, found.reaches_at) == (LATER, LATER + timedelta(minutes=1))
    assert [(one.en, one.count) for one in lost_of(found.lost or {})] == [
        ("interviews, evaluations, notes and files", 2)
    ]
    missing = {one.en.partition(":")[0]: one.count for one in missing_of(found.done)}
    assert missing["profiles confirmed since"] == 1
    assert missing["letters held"] >= 1
    assert {one.en for one in again_of(found.done)} >= {"yes said", "records of provision", "holds placed"}
    [last] = restoration_in_words()[-1:]
    assert "/ops/restoration/" in last
    assert set(AGAIN) & set(MISSING) == set()


@pytest.fixture
def server(own_database, tmp_path: Path, settings) -> DumpingServer:
    settings.HOME = tmp_path
    place = own_database.place
    login = {"host": str(place.socket_folder), "port": str(place.port), "user": SUPERUSER}
    return DumpingServer(login, own_database.name)


@pytest.mark.promise("P16")
def test_a_backup_older_than_erasures_and_revocations_brings_nobody_back(
    server, own_database, tmp_path: Path
):
    network = make_network()
    erased_id = live_everywhere(network)
    stays = make_candidate(network.company, name="残る 人", address="nokoru@example.jp")
    leaving = make_candidate(network.company, name="葉 青", address="aoba@example.jp")
    link = make_link(network.company, candidate=leaving, address="aoba@example.jp")
    leaving_id = answer(link, pool=True, agencies=network.agencies[:1]).person_id
    assert leaving_id is not None
    with acting_for(network.company.id):
        queue_notices(
            organization_id=network.company.id, candidate_ids=[stays.id], language="ja", actor=TESTER, at=NOW
        )
    wants_relay = make_link(network.company, address="yasumu@example.jp")
    resting = answer(wants_relay, agencies=network.agencies[:1]).person_id
    assert resting is not None
    with acting_for_person(resting):
        wish_contact(ContactWhen.NOW, holds_relays=False, person_id=resting, actor=TESTER, at=NOW)
        begin_pause(person_id=resting, actor=TESTER, at=NOW)
        shown = hide_from("見せてよい商事", is_employer=False, person_id=resting, actor=TESTER, at=NOW)
    member = make_member(network.company, email="dave@shiomi.example.jp", role=Role.OWNER)
    old_token = make_token(network.company, address="yasumu@example.jp")
    with acting_for(network.company.id):
        released = place_hold(
            leaving.id, organization_id=network.company.id, reason="問い合わせ中", actor=TESTER, at=NOW
        )
    own_link = make_link(network.company, candidate=stays, address="nokoru@example.jp")
    assert answer(own_link, news=True).person_id is not None
    correcting = hand_over(network, address="naosu@example.jp", name="直す前")
    again = relay_to(network, address="futatabi@example.jp", name="再び 渡る")
    permits = [Permit.objects.get(agency_id=agency.id) for agency in network.agencies]
    suspend(permits[2], operator_id=network.operator.id, actor=TESTER, at=NOW)
    backup = tmp_path / "backup.dump"
    assert dump_database(server, path=backup) > 10_000
    assert backup.stat().st_mode & 0o777 == 0o600

    own = next(
        held for held in companies_holding(person_id=erased_id) if held.company_id == network.company.id
    )
    came_since = hand_over(network, address="atarashii@example.jp", name="新しい 人")
    confirm_own_profile(correcting, name="直した後", at=LATER)
    answer(own_link, pool=True, at=LATER)
    hold_what_is_disputed(network, candidate_ids=[*own.candidate_ids, stays.id])
    with acting_for(network.company.id):
        lift_hold(released.id, organization_id=network.company.id, actor=TESTER, at=LATER)
    suspend(permits[1], operator_id=network.operator.id, actor=TESTER, at=LATER)
    permits[2].refresh_from_db()
    end_suspension(permits[2], operator_id=network.operator.id, actor=TESTER, at=LATER)
    erase_everywhere(person_id=erased_id, company_id=network.company.id, actor=TESTER, at=LATER)
    for purpose, recipient in ((Purpose.POOL, network.company), (Purpose.RELAY, network.agencies[0])):
        nonce = nonce_for(link, at=LATER)
        revoke(link, purpose=purpose, recipient_id=recipient.id, nonce=nonce, at=LATER)
    with acting_for_person(resting):
        wish_contact(ContactWhen.IN_6_MONTHS, holds_relays=True, person_id=resting, actor=TESTER, at=LATER)
        end_pause(person_id=resting, actor=TESTER, at=LATER)
        begin_pause(person_id=resting, actor=TESTER, at=LATER + timedelta(minutes=1))
        hide_from("青嵐デバイス株式会社", is_employer=True, person_id=resting, actor=TESTER, at=LATER)
        show_to(shown, actor=TESTER, at=LATER)
    wanted = WantedLink(LinkKind.PERSONAL, "yasumu@example.jp", network.company.id, None, "ja", replaces=True)
    issue_links([wanted], at=LATER)
    company_id, user_id = network.company.id, member.id
    change_role(organization_id=company_id, user_id=user_id, role=Role.RECRUITER, actor=TESTER, at=LATER)
    disable_user(member, actor=TESTER, at=LATER)
    end_membership(organization_id=company_id, user_id=user_id, actor=TESTER, at=LATER)
    write_journal()
    kinds = Counter(type(one).__name__ for one in remembered_in())
    said = {"Gone": 1, "TakenBack": len(network.agencies) + 4, **SAID}
    assert {kind: kinds[kind] for kind in said} == said, "everything that was said"
    assert write_journal() == 0, "nothing is written twice"
    assert {kind: kinds[kind] for kind in PROVEN} == PROVEN
    journal = (tmp_path / "journal" / "erasures.log").read_bytes()
    assert (
        found_in(journal, [*CANARIES, "葉 青", "新しい 人", "直した後", "aoba@example.jp", "青嵐", GROUNDS])
        == []
    )

    with acting_for(network.company.id):
        record_deed("write_note", object_kind="note", count=2, actor=TESTER, at=LAST)
        record_deed("see_profile", object_kind="candidate", actor=TESTER, at=LAST)
    remembered = remembered_in()
    close_connections()
    done = restore_database(
        server, path=backup, make_ready=partial(make_copy_ready, remembered=remembered, at=LAST)
    )

    assert done["erased_again"] == 1
    report_is_complete()
    assert found_in(dump_of(own_database), CANARIES) == []
    with acting_for_person(erased_id):
        assert not Person.objects.exists()
    with acting_for_person(leaving_id):
        states = states_of_person(person_id=leaving_id, at=LAST)
    assert [state.is_granted for state in states.values()] == [False, False]
    with acting_for(network.company.id):
        assert set(Candidate.objects.values_list("id", flat=True)) == {stays.id, leaving.id}
        in_pool = granted_candidate_ids(Purpose.POOL, organization_id=network.company.id, at=LAST)
        assert in_pool == {stays.id}, "said since"
        assert list(Delivery.objects.values_list("state", flat=True)) == [DeliveryState.IN_DOUBT]
    assert provide_due(operator_id=network.operator.id, at=LAST) == {
        RelayState.WAITING: 1,
        RelayState.PROVIDED: 1,
    }, "handed over is only what was before, and is gone with the agency's page"
    records_are_there(network, again=again, came_since=came_since, correcting=correcting)
    with Catcher(tmp_path / "mail") as catcher:
        mail_server = parse_email_url(f"smtp://127.0.0.1:{catcher.port}?from=relay@careerrelay.example.jp")
        assert send_due(server=mail_server, clock=lambda: LAST) == {}, "nobody is written to"
    with acting_for(network.operator.id):
        assert Tombstone.objects.count() == 1, "the copy remembers the tombstone itself from now on"
    assert [check.faults for check in verify_everything(at=LAST) if check.faults] == [], "verify is clean"
    twice = replay(remembered, at=LAST)
    assert {word for word in twice if not word.startswith("was_")} == {"profile_not_in_copy"}, (
        "changes nothing"
    )
    with acting_for_person(resting):
        wish = ContactWish.objects.get()
        assert (wish.when, wish.holds_relays, wish.stated_at) == (ContactWhen.IN_6_MONTHS, True, LATER)
        assert [one.ended_at for one in Pause.objects.order_by("started_at")] == [LATER, None]
        assert [one.name for one in hidden_companies_in_scope(person_id=resting)] == ["青嵐デバイス株式会社"]
    assert open_link(old_token, at=LAST) is None, "a link that was replaced"
    with acting_for(network.company.id):
        left = Membership.objects.get(user_id=member.id)
        sealed = SealedRecord.objects.get()
        [hold] = LegalHold.objects.filter(lifted_at=None)
    assert (left.role, left.ended_at, left.user.is_active) == (Role.RECRUITER, LATER, False)
    assert (sealed.grounds, sealed.until_on) == (GROUNDS, UNTIL), "kept back from the erasure in the copy too"
    assert (hold.candidate_id, hold.items, hold.grounds) == (stays.id, [HoldItem.JUDGEMENTS], GROUNDS)
    suspended = Permit.objects.exclude(suspended_on=None)
    assert set(suspended.values_list("id", flat=True)) == {permits[1].id}, "one shut, one opened since"


@pytest.mark.promise("P16")
def test_who_hides_from_a_company_that_no_copy_can_name_any_more_rests_until_they_look(db, tmp_path):
    """The line is sealed under the person's address, so that it goes with them; a copy may know another one."""
    person_id = answer(make_link(make_network().company), news=True).person_id
    assert person_id is not None
    with acting_for_person(person_id):
        hide_from("青嵐デバイス株式会社", is_employer=True, person_id=person_id, actor=TESTER, at=NOW)
    journal = tmp_path / "erasures.log"
    write_journal(path=journal)
    with acting_for_person(person_id):
        HiddenCompany.objects.all().delete()
        PersonAddress.objects.update(address="another@example.jp")
    assert replay(remembered_in(journal), at=LATER)["paused_for_safety"] == 1
    with acting_for_person(person_id):
        assert Pause.objects.filter(ended_at=None).count() == 1


def test_the_journal_forgets_a_record_whose_three_years_are_over_and_nothing_else(db, tmp_path):
    """What a row of the database is kept for, the line beside it is kept for as well, and no longer."""
    network = make_network()
    hand_over(network, address="futatabi@example.jp", name="再び 渡る")
    path = tmp_path / "erasures.log"
    write_journal(path=path)
    [line] = [one for one in remembered_in(path) if isinstance(one, Provided)]
    others = [one for one in remembered_in(path) if one != line]
    over = line.keep_until_on + timedelta(days=1)
    assert forget_old_records(on=over, path=path) == 0, "the database has it still"
    path.unlink()
    path.write_text("".join(sealed_lines([replaced(line, id=new_id()), *others], after=FIRST, key=_key())))
    assert forget_old_records(on=line.keep_until_on, path=path) == 0, "the last day counts"
    assert forget_old_records(on=over, path=path) == 1
    assert remembered_in(path) == others


def test_a_file_that_is_no_backup_changes_nothing(server, own_database, tmp_path: Path):
    network = make_network()
    close_connections()
    other = tmp_path / "list.csv"
    other.write_text("氏名\n三浦 葵\n")
    with pytest.raises(UnreadableBackup):
        restore_database(server, path=other, make_ready=lambda _name: Counter())
    with acting_for(network.company.id):
        assert not Candidate.objects.exists()


def test_a_changed_journal_is_refused_and_half_a_line_is_written_again(own_database, tmp_path, settings):
    settings.HOME = tmp_path
    network = make_network()
    for number in range(3):
        link = make_link(network.company, address=f"hito{number}@example.jp")
        answer(link, news=True)
        revoke(
            link,
            purpose=Purpose.NEWS,
            recipient_id=network.company.id,
            nonce=nonce_for(link, at=LATER),
            at=LATER,
        )
    assert write_journal() == 7, "three times no, three times yes, and the text of it"
    path = tmp_path / "journal" / "erasures.log"
    whole = path.read_text()
    path.write_text(whole[:-20])
    assert len(remembered_in()) == 6
    assert write_journal() == 1
    assert path.read_text() == whole
    lines = whole.splitlines(keepends=True)
    for forged in (lines[1:], [lines[0], lines[2]], [lines[0].replace("news", "pool"), *lines[1:]]):
        path.write_text("".join(forged))
        with pytest.raises(JournalUnreadable):
            remembered_in()
