"""List, record, wizard, merge review and segments: axe finds nothing (WCAG 2.2 AA), and a keyboard is enough."""

from collections.abc import Callable
from typing import Any

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.duplicates import suggest_pairs
from careerrelay.candidates.importing import receive_file
from careerrelay.candidates.models import Candidate, CandidateDraft, CandidatePhone, DraftState, DuplicatePair
from careerrelay.pool.actions import make_tag, put_tag, save_segment
from careerrelay.pool.models import TagGroup
from careerrelay.pool.rules.question import Question
from tests.browser.accessibility import accessibility_faults
from tests.browsers import Browsing
from tests.make import NOW, PASSWORD, TESTER, make_candidate
from tests.town import Town

pytestmark = pytest.mark.browser
FILE = """応募ID,氏名,メールアドレス,電話番号,選考ステータス,応募日,本籍
A-1,三浦 葵,other@example.jp,090-1234-5678,不採用,2026/10/01,東京
A-2,Catherine Smyth,,080-1111-2222,結果未定,2026/10/01,
A-3,李 美蘭,li@example.jp,,不採用,2026/13/01,
""".encode()
# A table, and the same table as cards.
WIDTHS = (1280, 375)
FOCUSED = "document.activeElement.matches({selector!r})"
IS_SHOWN = """() => { const one = document.activeElement, style = getComputedStyle(one);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 }"""


@pytest.fixture
def full_town(town: Town) -> tuple[Town, list[str]]:
    """Two who may be one, a tag, a segment, a file that waits, a draft; and the pages on which they are seen."""
    company = town.network.company
    people = [
        make_candidate(company, name=name, address=address)
        for name, address in (("三浦 葵", "aoi@example.jp"), ("三浦 葵", "aoi.old@example.jp"))
    ]
    make_candidate(company, name="Catherine Smith", address="cs@example.jp")
    with acting_for(company.id):
        Candidate.objects.filter(name="三浦 葵").update(name_key="三浦葵")
        for person, number in ((people[0], "8190123"), (people[1], "8190123")):
            CandidatePhone.objects.create(
                organization=company, candidate=person, number="090-1234-5678", canonical=f"+{number}45678"
            )
        suggest_pairs(organization_id=company.id, candidate_ids=[one.id for one in people], at=NOW)
        of: dict[str, Any] = {"organization_id": company.id, "actor": TESTER, "at": NOW}
        tag = make_tag(group=TagGroup.FREE, name="再検討", **of)
        put_tag(tag, candidate_id=people[0].id, actor=TESTER, at=NOW)
        save_segment(name="再検討の方", question=Question(tags_all=(tag.id,)), **of)
        waiting = receive_file(filename="応募者.csv", content=FILE, **of)
        draft = CandidateDraft.objects.create(
            organization=company,
            filename="履歴書.pdf",
            content=b"x",
            content_hash=b"x",
            facts={"name": "髙橋 花子"},
            state=DraftState.READ,
            uploaded_at=NOW,
        )
        pair = DuplicatePair.objects.get()
    wizard = [f"/app/imports/{waiting.id}/{step}/" for step in ("reading", "columns", "decisions", "check")]
    record = f"/app/candidates/{people[0].id}/"
    return town, [
        "/app/candidates/",
        "/app/candidates/?search=三浦&select=all",
        record,
        f"{record}facts/",
        "/app/candidates/new/",
        "/app/drafts/",
        f"/app/drafts/{draft.id}/",
        "/app/imports/new/",
        *wizard,
        "/app/duplicates/",
        f"/app/duplicates/{pair.id}/",
        "/app/segments/",
        "/app/bulk/deeds/",
    ]


def _page_of_alice(browser: Any, town: Town) -> Any:
    """Signed in. In the thread of the browser."""
    page = browser.new_page(viewport={"width": WIDTHS[0], "height": 900}, locale="ja-JP")
    page.goto(f"{town.base}/sign-in/")
    page.fill("[name=login]", "alice@shiomi.example.jp")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/app/**")
    return page


def _in_browser(browsing: Browsing, town: Town, deed: Callable[[Any], Any]) -> Any:
    def work(browser: Any) -> Any:
        page = _page_of_alice(browser, town)
        try:
            return deed(page)
        finally:
            page.close()

    return browsing.do(work)


def test_axe_finds_nothing_on_the_pages_of_the_candidate_database(full_town, browsing: Browsing) -> None:
    town, addresses = full_town

    def look(page: Any) -> list[str]:
        faults = []
        for address in addresses:
            answered = page.goto(town.base + address)
            faults += [] if answered.status == 200 else [f"{address} answers {answered.status}"]
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                faults += accessibility_faults(page, name=f"{address} at {width}")
        return faults

    assert _in_browser(browsing, town, look) == []


def test_a_keyboard_alone_finds_people_chooses_them_and_goes_on_to_the_deed(
    full_town, browsing: Browsing
) -> None:
    town, _ = full_town

    def tab_to(page: Any, selector: str) -> None:
        """With TAB alone, and every stop on the way shows that it is there."""
        for _ in range(120):
            page.keyboard.press("Tab")
            assert page.evaluate(IS_SHOWN), page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
            if page.evaluate(FOCUSED.format(selector=selector)):
                return
        raise AssertionError(f"{selector} cannot be reached")

    def work(page: Any) -> str:
        page.goto(f"{town.base}/app/candidates/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
        tab_to(page, "input[name=search]")
        page.keyboard.type("三浦")
        page.keyboard.press("Enter")
        page.wait_for_url("**search=**")
        tab_to(page, "input[type=checkbox][name=person]")
        page.keyboard.press("Space")
        tab_to(page, "select[name=kind]")
        tab_to(page, "button")
        page.keyboard.press("Enter")
        page.wait_for_url("**/bulk/**")
        return str(page.locator("h1").inner_text())

    assert "タグ" in _in_browser(browsing, town, work)
