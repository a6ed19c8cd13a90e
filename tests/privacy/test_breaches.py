"""A breach, from a list in a hurry to letters that were sent (P43)."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command

from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import CandidatePhone, Note
from careerrelay.core.actor import Actor
from careerrelay.core.ids import new_id
from careerrelay.outreach.models import Delivery, LetterKind
from careerrelay.privacy.breached import concerned_by, duty_under
from careerrelay.privacy.breaching import (
    BreachClosed,
    BreachFacts,
    NobodyFound,
    NotReportedThen,
    NotYetReported,
    Reported,
    WordsMissing,
    add_to_breach,
    close_breach,
    describe_breach,
    record_breach,
    record_report,
    reopen_breach,
    tell_concerned,
)
from careerrelay.privacy.models import Breach
from careerrelay.privacy.rules.breaches import Answer, BreachKind, Item, Reason, ReportKind
from tests.make import NOW, Network, answer, make_candidate, make_link, make_network

pytestmark = [pytest.mark.promise("P43"), pytest.mark.django_db]

OWNER = Actor.member(new_id(), organization_id=new_id())
MISTAKE = BreachFacts(
    kind=BreachKind.MISDIRECTED,
    noticed_at=NOW,
    summary="候補者の一覧を、別の会社の方に送りました。",
    is_malicious=False,
    holds_sensitive=Answer.NO,
)


@pytest.fixture
def network(db) -> Network:
    return make_network()


def reported(kind: ReportKind, *, at: datetime = NOW, number: str = "", changed: str = "") -> Reported:
    return Reported(kind, at, words="1. 概要", number=number, changed=changed)


def record(network: Network, listed: str, facts: BreachFacts = MISTAKE) -> tuple[Breach, list]:
    return record_breach(
        facts, listed=listed, organization_id=network.company.id, kind=Kind.COMPANY, actor=OWNER, at=NOW
    )


def test_a_list_names_people_by_id_page_address_or_number_and_says_who_was_not_found(network) -> None:
    company = network.company
    aoi = make_candidate(company, name="青木 葵", address="aoi@example.jp")
    ken = make_candidate(company, name="健", address="ken@example.jp")
    stranger = make_candidate(network.other_company, name="他社", address="other@example.jp")
    with acting_for(company.id):
        Note.objects.create(organization_id=company.id, candidate=ken, words="x", created_at=NOW)
        CandidatePhone.objects.create(
            organization_id=company.id, candidate=ken, number="090-0000-0000", canonical="+819000000000"
        )
        listed = (
            f"https://relay.example.jp/app/candidates/{aoi.id}/\r\n\r\n「健」 <Ｋｅｎ＠example.jp>,\r\n"
            f"{aoi.id}\r\n{stranger.id}\r\nnobody@example.jp\r\nA-77"
        )
        found = concerned_by(listed, organization_id=company.id, kind=Kind.COMPANY, at=NOW)
    assert found.record_ids == [aoi.id, ken.id]
    assert [line.number for line in found.unknown] == [5, 6, 7]
    assert found.items[Item.NAME] == found.items[Item.ADDRESS] == 2
    assert (found.items[Item.PHONE], found.items[Item.NOTES]) == (1, 1)
    assert Item.EVALUATIONS not in found.items


@pytest.mark.promise("P08")
def test_a_company_cannot_ask_by_a_list_who_came_by_themselves_and_left(network) -> None:
    company = network.company
    link = make_link(company, address="left@example.jp")
    answer(link, pool=True)
    with acting_for(company.id):
        here = concerned_by("left@example.jp", organization_id=company.id, kind=Kind.COMPANY, at=NOW)
        gone = concerned_by(
            "left@example.jp", organization_id=company.id, kind=Kind.COMPANY, at=NOW + timedelta(days=400)
        )
    assert len(here.record_ids) == 1
    assert not gone.record_ids
    assert [line.number for line in gone.unknown] == [1]


def test_free_words_among_it_count_as_sensitive_until_somebody_looked(network) -> None:
    aoi = make_candidate(network.company, name="青木 葵", address="aoi@example.jp")
    with acting_for(network.company.id):
        Note.objects.create(organization_id=network.company.id, candidate=aoi, words="x", created_at=NOW)
        unknown = replace(MISTAKE, holds_sensitive=Answer.UNKNOWN)
        breach, _ = record(network, str(aoi.id), unknown)
        assert duty_under(breach).reasons == (Reason.SENSITIVE,)
        breach = describe_breach(breach, MISTAKE, actor=OWNER, at=NOW)
        assert not duty_under(breach).must_report


def test_those_concerned_get_one_letter_each_also_when_more_turn_up(network) -> None:
    company = network.company
    aoi, ken = (make_candidate(company, name=name, address=f"{name}@example.jp") for name in ("aoi", "ken"))
    with acting_for(company.id):
        breach, _ = record(network, str(aoi.id))
        with pytest.raises(WordsMissing):
            tell_concerned(breach, kind=Kind.COMPANY, actor=OWNER, at=NOW)
        told = replace(MISTAKE, cause="宛先の取り違え", harm="迷惑メールのおそれ")
        breach = describe_breach(breach, told, actor=OWNER, at=NOW)
        assert tell_concerned(breach, kind=Kind.COMPANY, actor=OWNER, at=NOW) == 1
        assert tell_concerned(breach, kind=Kind.COMPANY, actor=OWNER, at=NOW) == 0
        assert (
            add_to_breach(breach, listed=f"{ken.id}\n{aoi.id}", kind=Kind.COMPANY, actor=OWNER, at=NOW) == []
        )
        assert tell_concerned(breach, kind=Kind.COMPANY, actor=OWNER, at=NOW) == 1
        breach.refresh_from_db()
        assert (breach.people, breach.items["name"]) == (2, 2)
        letters = Delivery.objects.filter(kind=LetterKind.BREACH)
        assert sorted(letters.values_list("address", flat=True)) == ["aoi@example.jp", "ken@example.jp"]
        assert letters[0].values["items"] == "氏名、メールアドレス、応募の記録"


def test_it_is_not_closed_before_the_commission_has_the_final_report(network) -> None:
    aoi = make_candidate(network.company, name="青木 葵", address="aoi@example.jp")
    later = NOW + timedelta(days=3)
    with acting_for(network.company.id):
        breach, _ = record(
            network, str(aoi.id), replace(MISTAKE, kind=BreachKind.INTRUSION, is_malicious=True)
        )
        assert duty_under(breach).reasons == (Reason.MALICIOUS,)
        record_report(breach, reported(ReportKind.PROMPT, number="R8-1"), actor=OWNER, at=NOW)
        with pytest.raises(NotYetReported):
            close_breach(breach, actor=OWNER, at=NOW)
        record_report(breach, reported(ReportKind.FINAL), actor=OWNER, at=NOW)
        record_report(breach, reported(ReportKind.FINAL, at=later), actor=OWNER, at=later)
        closed = close_breach(breach, actor=OWNER, at=later)
        assert (closed.final_reported_at, closed.report_number) == (NOW, "R8-1")
        with pytest.raises(BreachClosed):
            add_to_breach(breach, listed="", kind=Kind.COMPANY, actor=OWNER, at=later)


def test_a_list_in_which_nobody_is_found_is_refused_unless_a_number_is_given(network) -> None:
    aoi = make_candidate(network.company, name="青木 葵", address="aoi@example.jp")
    with acting_for(network.company.id):
        with pytest.raises(NobodyFound, match="2 lines"):
            record(network, "nobody@example.jp\nA-77")
        assert not Breach.objects.exists()
        on_paper, _ = record(network, "", replace(MISTAKE, others=1_001))
        assert duty_under(on_paper).reasons == (Reason.MANY,)
        breach, _ = record(network, f"{aoi.id}\nA-77")
        assert (breach.people, breach.others, breach.concerned) == (1, 1, 2)
        with pytest.raises(NobodyFound):
            add_to_breach(breach, listed="A-78", kind=Kind.COMPANY, actor=OWNER, at=NOW)
        breach = describe_breach(breach, MISTAKE, actor=OWNER, at=NOW)
        assert breach.concerned == 1, "it was the heading of the list"


def test_a_report_stays_as_it_was_sent_and_what_is_put_right_is_a_dated_follow_up(network) -> None:
    aoi = make_candidate(network.company, name="青木 葵", address="aoi@example.jp")
    later = NOW + timedelta(days=3)
    right = reported(ReportKind.FOLLOW_UP, at=later, changed="本人の数を直しました。")
    with acting_for(network.company.id):
        breach, _ = record(network, str(aoi.id))
        for early in (right, reported(ReportKind.PROMPT, at=NOW - timedelta(days=1))):
            with pytest.raises(NotReportedThen):
                record_report(breach, early, actor=OWNER, at=later)
        record_report(breach, reported(ReportKind.PROMPT), actor=OWNER, at=NOW)
        for report in (right, right, replace(right, changed="原因を足しました。")):
            record_report(breach, report, actor=OWNER, at=later)
        kept = breach.reports.order_by("reported_at", "id").values_list("kind", "reported_at", "changed")
        assert list(kept) == [
            ("prompt", NOW, ""),
            ("follow_up", later, "本人の数を直しました。"),
            ("follow_up", later, "原因を足しました。"),
        ]
        close_breach(breach, actor=OWNER, at=later)
        with pytest.raises(BreachClosed):
            record_report(breach, reported(ReportKind.FINAL, at=later), actor=OWNER, at=later)
        reopen_breach(breach, actor=OWNER, at=later)
        breach = record_report(breach, reported(ReportKind.FINAL, at=later), actor=OWNER, at=later)
        assert (breach.prompt_reported_at, breach.final_reported_at) == (NOW, later)


def test_the_command_reports_in_one_object_without_keeping_anything(network, tmp_path, capsys) -> None:
    aoi = make_candidate(network.company, name="青木 葵", address="aoi@example.jp")
    file = tmp_path / "list.txt"
    file.write_text(f"{aoi.id}\nnobody@example.jp\n", encoding="utf-8-sig")
    call_command(
        "breach", "report", str(file), "--organization", network.company.slug, "--kind", "intrusion",
        "--noticed-on", "2026-06-01", "--json",
    )  # fmt: skip
    answer = json.loads(capsys.readouterr().out)
    assert answer["people"] == 1
    assert answer["items"] == {"氏名": 1, "メールアドレス": 1, "応募の記録": 1}
    assert answer["unknown_lines"] == [2]
    assert answer["reasons"] == ["malicious"]
    assert (answer["prompt_by_on"], answer["final_by_on"]) == ("2026-06-05", "2026-07-30")
    with acting_for(network.company.id):
        assert not Breach.objects.exists()
