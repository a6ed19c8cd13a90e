"""The recruiter compares two records, merges them or calls them two people, and can always go back."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careerrelay.accounts.models import Organization
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.duplicates import suggest_pairs
from careerrelay.candidates.models import (
    Application,
    Candidate,
    CandidatePhone,
    DuplicatePair,
    Merge,
    PairState,
)
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.people.models import LinkKind
from careerrelay.relay.actions.answering import revoke
from careerrelay.text.names import comparable_name
from tests.make import NOW, answer, make_candidate, make_link, make_member, nonce_for
from tests.web.recruiter.desk import heading, recruiter_of, words


def ring(company: Organization, candidate: Candidate, number: str) -> None:
    with acting_for(company.id):
        CandidatePhone.objects.create(
            organization=company, candidate=candidate, number=number, canonical=number
        )
        candidate.name_key = comparable_name(candidate.name)
        candidate.save(update_fields=["name_key"])


def make_pair(
    company: Organization, name: str = "髙橋 直樹", *, other: str = "高橋 直樹", number: int = 1
) -> UUID:
    people = []
    for place, written in enumerate((name, other)):
        people.append(make_candidate(company, name=written, address=f"p{number}-{place}@example.jp"))
        ring(company, people[-1], f"+81901234{number:04}")
    with acting_for(company.id):
        suggest_pairs(organization_id=company.id, candidate_ids=[people[1].id], at=NOW)
        return DuplicatePair.objects.get(first=people[0], second=people[1]).id


def test_two_records_are_compared_and_merged_and_the_old_address_leads_to_the_kept_one(network):
    pair_id = make_pair(network.company)
    client = recruiter_of(network.company)
    assert "髙橋 直樹 / 高橋 直樹" in words(client.get("/app/duplicates/"))
    page = client.get(f"/app/duplicates/{pair_id}/")
    assert "氏名が同じ(異体字・表記の違い)" in words(page)
    assert "電話番号が同じ" in words(page)
    with acting_for(network.company.id):
        pair = DuplicatePair.objects.get()
    done = client.post(f"/app/duplicates/{pair_id}/merge/", follow=True)
    assert "髙橋 直樹さんの2つの記録を、1つにしました。" in words(done)
    again = client.post(f"/app/duplicates/{pair_id}/merge/")
    assert again.status_code == 302
    with acting_for(network.company.id):
        assert Merge.objects.count() == 1
    old = client.get(f"/app/candidates/{pair.second_id}/")
    assert (old.status_code, old["Location"]) == (302, f"/app/candidates/{pair.first_id}/")
    undone = client.post(f"/app/merges/{pair_id}/undo/", follow=True)
    assert "2つの記録に戻しました。" in words(undone)
    assert client.get(f"/app/candidates/{pair.second_id}/").status_code == 200
    with acting_for(network.company.id):
        assert Application.objects.values("candidate").distinct().count() == 2


def test_two_people_are_remembered_as_two_and_this_too_can_be_undone(network):
    pair_id = make_pair(network.company)
    client = recruiter_of(network.company)
    said = client.post(f"/app/duplicates/{pair_id}/distinct/", follow=True)
    assert "別の人として覚えました。" in words(said)
    assert "いま、確かめる組はありません。" in words(said)
    assert client.post(f"/app/duplicates/{pair_id}/distinct/").status_code == 404
    back = client.post(f"/app/duplicates/{pair_id}/again/", follow=True)
    assert heading(back) == "この2つは、同じ人の記録ですか"
    with acting_for(network.company.id):
        assert DuplicatePair.objects.get().state == PairState.OPEN


def test_clear_pairs_are_looked_through_together_and_merged_at_once(network):
    first, second = (make_pair(network.company, number=number) for number in (1, 2))
    client = recruiter_of(network.company)
    assert "ほぼ確実な2組をまとめて確かめる" in words(client.get("/app/duplicates/"))
    page = client.get("/app/duplicates/check/").content.decode()
    assert str(first) in page
    assert str(second) in page
    said = client.post("/app/duplicates/check/", {"pair": [str(first)]}, follow=True)
    assert "1組を統合しました。" in words(said)
    with acting_for(network.company.id):
        assert list(Merge.objects.values_list("id", flat=True)) == [first]


def test_today_and_the_side_say_how_many_wait(network):
    client = recruiter_of(network.company)
    make_candidate(network.company)
    assert "同じ人かもしれない組" not in words(client.get("/app/"))
    make_pair(network.company)
    assert "同じ人かもしれない組" in words(client.get("/app/"))


@pytest.mark.promise("P08")
def test_who_came_by_themself_and_left_stands_in_no_pair(network):
    company = network.company
    known = make_candidate(company, name="三浦 葵", address="known@example.jp")
    answer(make_link(company, address="own@example.jp", kind=LinkKind.VERIFICATION), pool=True, news=True)
    with acting_for(company.id):
        own = Candidate.objects.get(addresses__canonical="own@example.jp")
        own.name = "三浦 葵"
    for candidate in (known, own):
        ring(company, candidate, "+819012345678")
    with acting_for(company.id):
        suggest_pairs(organization_id=company.id, candidate_ids=[own.id], at=NOW)
        pair_id = DuplicatePair.objects.get().id
    client = recruiter_of(company)
    assert client.get(f"/app/duplicates/{pair_id}/").status_code == 200
    link = make_link(company, address="own@example.jp")
    revoke(link, purpose=Purpose.POOL, recipient_id=company.id, nonce=nonce_for(link), at=NOW)
    assert client.get(f"/app/duplicates/{pair_id}/").status_code == 404
    assert client.post(f"/app/duplicates/{pair_id}/merge/").status_code == 404
    assert "いま、確かめる組はありません。" in words(client.get("/app/duplicates/"))
    assert "同じ人かもしれない組" not in words(client.get("/app/"))


def test_interviewers_do_not_compare_people(client, network):
    pair_id = make_pair(network.company)
    client.force_login(make_member(network.company, email="ken@shiomi.example.jp", role=Role.INTERVIEWER))
    assert client.get("/app/duplicates/").status_code == 404
    assert client.get(f"/app/duplicates/{pair_id}/").status_code == 404


def test_more_pairs_ask_no_more_questions(network):
    client = recruiter_of(network.company)
    make_pair(network.company)
    client.get("/app/duplicates/")
    with CaptureQueriesContext(connection) as one:
        client.get("/app/duplicates/")
    for number in range(2, 6):
        make_pair(network.company, number=number)
    with CaptureQueriesContext(connection) as five:
        client.get("/app/duplicates/")
    assert len(five) == len(one)
