"""The main job, end to end, over HTTP and SMTP only."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.consent.queries import start_code_in_scope
from tests.corpus.hrmos import hrmos_export
from tests.journeys.visitors import Visitor
from tests.town import Town

FIRST_BUSINESS_DAY_OF_DECEMBER = datetime(2026, 11, 30, 18, 0, 30, tzinfo=UTC)

People = list[tuple[str, str]]


PARTS = {
    "氏名と電話": {"name": ""},
    "職種と経験": {"occupation": "品質保証"},
    "スキル": {"skills": "統計的工程管理、8Dレポート"},
    "希望の勤務地": {"regions": "神奈川"},
}


def ten_people() -> People:
    return [(f"候補 {number}子", f"person{number}@example.jp") for number in range(10)]


def choose_pool_and_one_agency(visitor: Visitor, town: Town, *, number: int) -> None:
    agency = town.network.agencies[number % 3]
    visitor.tick("pool")
    visitor.tick("relay", str(agency.id))
    visitor.tick("sixteen")
    visitor.press("選んだものに同意する")


def confirm_profile(visitor: Visitor, *, name: str) -> None:
    """From the overview into one part after the other, and one press at the end."""
    for title, typed in PARTS.items():
        visitor.follow(f":{title}")
        for field, words in typed.items():
            if field == "regions":
                visitor.tick(field, words)
            else:
                visitor.fill(field, words or name)
        visitor.press("保存")
        if "つめ" in visitor.text:
            visitor.follow("あとで続ける")
    visitor.press("この内容でよい")


def accept_everybody(town: Town) -> int:
    accepted = 0
    for agency in town.network.agencies:
        consultant = town.sign_in(f"consultant@{agency.slug}.example.jp")
        for copy_url in _copies(consultant.html):
            consultant.open(copy_url)
            assert "person" not in consultant.html, "the contact is masked until the agency accepts"
            consultant.press("受け付ける")
            assert "@example.jp" in consultant.html
            accepted += 1
    return accepted


def _copies(html: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"/agency/copies/[0-9a-f-]{36}/", html)))


def see_the_credit_and_no_name(town: Town, people: People) -> None:
    """Before the closing nothing, after it ten introductions and one free hire, and never who it was."""
    recruiter = town.sign_in("alice@shiomi.example.jp")
    recruiter.open("/app/relay/")
    before = recruiter.text
    assert not re.search(r"使える枠\s*1\s*名分", before)
    town.pass_time_until(FIRST_BUSINESS_DAY_OF_DECEMBER)
    recruiter.open("/app/relay/")
    assert re.search(r"使える枠\s*1\s*名分", recruiter.text), recruiter.text
    assert re.search(r"\+10", recruiter.text)
    for name, address in people:
        assert name not in recruiter.html
        assert address not in recruiter.html


def test_ten_people_from_an_hrmos_file_earn_one_free_hire(town: Town, tmp_path: Path) -> None:
    people = ten_people()
    export = tmp_path / "HRMOS応募者.tsv"
    rows: list[dict[str, str | date | None]] = [
        {
            "external_id": f"A-{number:03}",
            "job_title": "品質保証",
            "applied_on": date(2026, 10, 1),
            "name": name,
            "address": address,
            "status": "書類選考",
            "rejected_on": date(2026, 11, 18),
        }
        for number, (name, address) in enumerate(people)
    ]
    withdrew: dict[str, str | date | None] = {
        "external_id": "A-100",
        "name": "辞退 花子",
        "address": "withdrew@example.jp",
        "withdrawn_on": date(2026, 11, 1),
    }
    export.write_bytes(hrmos_export([*rows, withdrew]))
    _import_and_queue(town, export)
    assert not town.mails_to("@example.jp")
    town.pass_time_until(datetime(2026, 11, 20, 1, 0, 30, tzinfo=UTC))
    assert not town.mails_to("withdrew@example.jp"), "whoever withdrew never gets the offer"
    first_notice_link = town.link_in_newest_mail_to(people[0][1])
    for number, (name, address) in enumerate(people):
        [notice] = town.mails_to(address)
        assert f"{name} 様" in notice.text
        visitor = town.visit()
        visitor.open(town.link_in_newest_mail_to(address))
        choose_pool_and_one_agency(visitor, town, number=number)
        confirm_profile(visitor, name=name)
    town.pass_time(timedelta(seconds=5))
    assert "控え" in town.mails_to(people[0][1])[0].subject
    assert accept_everybody(town) == 0, "nothing leaves during the cooling period"
    town.pass_time(timedelta(hours=24, minutes=1))
    assert accept_everybody(town) == 10
    the_receipt_and_no_more_the_notice_opens_the_page(town, *people[0], notice_link=first_notice_link)
    see_the_credit_and_no_name(town, people)


def the_receipt_and_no_more_the_notice_opens_the_page(
    town: Town, name: str, address: str, *, notice_link: str
) -> None:
    visitor = town.visit()
    visitor.open(notice_link)
    assert "控えのメールにあるリンクをお使いください。" in visitor.text
    assert name not in visitor.text
    visitor.open(town.link_in_newest_mail_to(address))
    assert name in visitor.text
    assert "渡しました" in visitor.text


def _import_and_queue(town: Town, export: Path) -> None:
    recruiter = town.sign_in("alice@shiomi.example.jp")
    recruiter.open("/app/imports/new/")
    recruiter.attach("file", export)
    recruiter.press("中身を確かめる")
    assert "HRMOS" in recruiter.text
    assert "候補 0子" in recruiter.text
    recruiter.press("確認へ進む")
    recruiter.tick("untold")
    recruiter.press("行を取り込む")
    town.work()
    recruiter.open("/app/notices/")
    recruiter.tick("person")
    recruiter.press("選んだ人を確かめる")
    assert "候補 0子" in recruiter.text
    assert "辞退 花子" not in recruiter.text
    recruiter.press("通を予約する")


def test_ten_people_come_by_the_snippet_without_any_import(town: Town, phone: Callable[[], Visitor]) -> None:
    people = ten_people()
    with acting_for(town.network.company.id):
        code = start_code_in_scope(organization_id=town.network.company.id)
    for number, (name, address) in enumerate(people):
        # Three with the phone in their hand show what ten would.
        visitor = phone() if number < 3 else town.visit()
        visitor.open(f"{town.base}/r/{code}")
        visitor.fill("address", address)
        visitor.press("リンクをメールで送る")
        assert "メールを送りました" in visitor.text
        town.work()
        visitor.open(town.link_in_newest_mail_to(address))
        choose_pool_and_one_agency(visitor, town, number=number)
        confirm_profile(visitor, name=name)
    town.pass_time(timedelta(hours=24, minutes=1))
    assert accept_everybody(town) == 10
    see_the_credit_and_no_name(town, people)


@pytest.mark.promise("P23")
def test_a_candidate_takes_a_consent_back_in_two_presses(town: Town, phone: Callable[[], Visitor]) -> None:
    with acting_for(town.network.company.id):
        code = start_code_in_scope(organization_id=town.network.company.id)
    visitor = phone()
    visitor.open(f"{town.base}/r/{code}")
    visitor.fill("address", "person0@example.jp")
    visitor.press("リンクをメールで送る")
    town.work()
    visitor.open(town.link_in_newest_mail_to("person0@example.jp"))
    choose_pool_and_one_agency(visitor, town, number=0)
    town.work()
    visitor.open(town.link_in_newest_mail_to("person0@example.jp"))
    visitor.press("取り消す")
    assert "取り消しました" in visitor.text
    town.pass_time(timedelta(days=2))
    assert accept_everybody(town) == 0
