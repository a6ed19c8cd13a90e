"""The record of a candidate: everything that happened, in its order, by kind, a page at a time."""

import re
from datetime import timedelta

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    DuplicatePair,
    Import,
    ImportChange,
)
from careerrelay.candidates.timeline import Topic, timeline_of
from careerrelay.core import clock
from careerrelay.core.actor import Actor
from careerrelay.privacy.merging import merge_pair, undo_merge
from tests.make import NOW, TESTER, answer, confirm_own_profile, make_candidate, make_link
from tests.web.recruiter.desk import words

TODAY = "2026-11-19"
WHAT = re.compile(r"<li><time[^>]*>[^<]*</time><p>(.*?)</p>")


@pytest.fixture
def candidate(network) -> Candidate:
    return make_candidate(network.company, state=ApplicationState.OPEN, at=NOW - timedelta(days=9))


def happened(client, candidate: Candidate, query: str = "") -> list[str]:
    return WHAT.findall(words(client.get(f"/app/candidates/{candidate.id}/timeline/{query}")))


def test_a_whole_process_is_told_from_the_newest_to_the_first_day(client, network, candidate):
    with acting_for(network.company.id):
        application = Application.objects.get()
    path = f"/app/applications/{application.id}/"
    client.post(path + "stage/", {"stage": "最終面接"})
    client.post(f"/app/candidates/{candidate.id}/notes/", {"words": "秘密の言葉"})
    client.post(path + "end/rejected/", {"rejected_on": TODAY, "stage": "最終面接"})
    client.post(path + "reopening/")
    assert happened(client, candidate) == [
        "選考に戻しました",
        "お見送りにしました",
        "メモを書きました",
        "選考の段階を変えました",
        "応募",
    ]
    assert happened(client, candidate, "?topic=notes") == ["メモを書きました"]
    assert "メモを書きました" not in happened(client, candidate, "?topic=selection")
    assert happened(client, candidate, "?topic=notices") == []
    assert "秘密の言葉" not in words(client.get(f"/app/candidates/{candidate.id}/timeline/"))


def test_an_end_that_a_file_told_is_a_day_and_one_that_was_decided_here_is_a_deed(client, network, candidate):
    with acting_for(network.company.id):
        Application.objects.update(state=ApplicationState.HIRED, ended_on=NOW.date())
    assert happened(client, candidate) == ["応募の結果: 採用", "応募"]
    with acting_for(network.company.id):
        record_deed("hire_applicant", of=Application.objects.get(), actor=TESTER, at=NOW)
    assert happened(client, candidate) == ["採用にしました", "応募"]


def test_files_are_found_by_the_rows_that_they_made_or_changed(client, network, candidate):
    """Not by equal moments: a file that is read in parts stamps each part with its own."""
    with acting_for(network.company.id):
        first, second, other = (
            Import.objects.create(
                organization=network.company,
                filename=f"{number}.csv",
                content_hash=b"",
                state="done",
                uploaded_at=NOW - timedelta(days=9 - number),
                started_at=NOW - timedelta(days=9 - number),
            )
            for number in range(3)
        )
        Candidate.objects.update(from_import=first)
        ImportChange.objects.create(
            organization=network.company,
            from_import=second,
            object_kind="application",
            object_id=Application.objects.get().id,
            before={},
        )
        assert other.filename == "2.csv"
    assert happened(client, candidate, "?topic=imports") == [
        "ファイル「1.csv」から取り込みました",
        "ファイル「0.csv」から取り込みました",
    ]


def test_fifty_stand_on_a_page_and_no_entry_twice_or_never(
    client, network, candidate, django_assert_max_num_queries
):
    with acting_for(network.company.id):
        for number in range(60):
            # Many at one moment: the order between them has to be the same on every page.
            at = NOW - timedelta(minutes=number // 10)
            record_deed(f"edit_{number}", of=candidate, actor=TESTER, at=at)
    with django_assert_max_num_queries(32):
        first = happened(client, candidate)
    second = happened(client, candidate, "?page=2")
    assert (len(first), len(second)) == (50, 11)
    assert happened(client, candidate, "?page=99999999999999999999") == first
    with acting_for(network.company.id):
        applications = list(candidate.applications.all())
        pages = [
            timeline_of(
                candidate, applications=applications, is_in_pool=False, limit=limit, topic=topic, at=NOW
            )
            for limit, topic in ((61, None), (25, None), (61, Topic.RECORD))
        ]
    assert len({one.deed for one in pages[0]}) == 61
    assert pages[1] == pages[0][:25]
    assert pages[2] == [one for one in pages[0] if one.topic == Topic.RECORD]


@pytest.mark.promise("P08")
def test_what_the_person_decided_is_gone_from_the_record_with_their_place_in_the_pool(client, network):
    company = network.company
    answer(make_link(company, address="aoi@example.jp"), pool=True)
    confirm_own_profile(make_link(company, address="aoi@example.jp"))
    with acting_for(company.id):
        candidate = Candidate.objects.get()
        record_deed("confirm_facts", of=candidate, actor=Actor.person(candidate.id), at=NOW)
    assert len(happened(client, candidate)) == 4
    client.post(
        f"/app/candidates/{candidate.id}/applications/",
        {"job_title": "品質保証", "stage": "応募", "applied_on": TODAY},
    )
    with clock.moved_to(NOW + timedelta(days=800)):
        assert happened(client, candidate) == ["応募を加えました", "応募"]


@pytest.mark.promise("P04")
def test_an_entry_of_another_company_with_the_same_row_is_not_told(client, network, candidate):
    with acting_for(network.other_company.id):
        record_deed("edit_candidate", object_kind="candidate", object_id=candidate.id, actor=TESTER, at=NOW)
    assert happened(client, candidate) == ["応募"]


def test_the_story_of_a_record_that_became_part_of_another_goes_on_there(client, network, candidate):
    second = make_candidate(network.company, name="三浦 あおい", address="miura@example.jp")
    client.post(f"/app/candidates/{second.id}/notes/", {"words": "展示会で会った"})
    with acting_for(network.company.id):
        first, other = sorted((candidate.id, second.id))
        pair = DuplicatePair.objects.create(
            organization=network.company,
            first_id=first,
            second_id=other,
            evidence=["name_variant"],
            likelihood=0.9,
            found_at=NOW,
        )
        which = {"organization_id": network.company.id, "actor": TESTER}
        merge = merge_pair(pair_id=pair.id, at=NOW + timedelta(hours=1), **which)
    assert happened(client, candidate)[0] == "2つの記録を1人にまとめました"
    assert "メモを書きました" in happened(client, candidate)
    with acting_for(network.company.id):
        undo_merge(merge.id, at=NOW + timedelta(hours=2), **which)
    for record in (candidate, second):
        told = happened(client, record)
        assert told[:2] == ["まとめた記録を、2つに戻しました", "2つの記録を1人にまとめました"]
        assert ("メモを書きました" in told) is (record == second)
