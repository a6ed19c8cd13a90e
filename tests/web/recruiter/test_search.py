"""The list of candidates answers what was looked for, and shows where it stands."""

from uuid import UUID

import pytest

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.models import Application, Candidate
from careerrelay.candidates.noting import write_note
from tests.make import NOW, TESTER, make_candidate
from tests.web.recruiter.desk import recruiter_of, words


def write_background(company: Organization, candidate_id: UUID, text: str) -> None:
    with acting_for(company.id):
        Candidate.objects.filter(id=candidate_id).update(background=text)
        index_candidates(organization_id=company.id, candidate_ids=[candidate_id])


def test_a_hit_outside_of_the_name_is_shown_under_it(client, network):
    candidate = make_candidate(network.company)
    write_background(network.company, candidate.id, "顧客との打合せ<script>を担当。")
    page = client.get("/app/candidates/", {"search": "打ち合わせ"}).content.decode()
    assert "<small>顧客との<mark>打合せ</mark>&lt;script&gt;を担当。</small>" in page
    assert "<mark>" not in words(client.get("/app/candidates/", {"search": "三浦"}))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"search": "どこにもない"}, "言葉を減らすか、氏名の一部で探してください。"),
        ({"state": "hired"}, "「応募の状態」を外すと1人います。"),
        ({"search": "三浦", "state": "hired"}, "「応募の状態」を外すと1人います。"),
        ({"search": "どこにもない", "region": "東京"}, "条件に合う人はいません。"),
    ],
)
def test_who_finds_nobody_learns_what_to_loosen(client, network, asked, said):
    make_candidate(network.company)
    assert said in words(client.get("/app/candidates/", asked))


def test_a_hit_in_a_note_is_found_and_shown(client, network):
    candidate = make_candidate(network.company)
    with acting_for(network.company.id):
        write_note(Candidate.objects.get(id=candidate.id), words="握手が力強い人。", actor=TESTER, at=NOW)
    page = client.get("/app/candidates/", {"search": "握手"}).content.decode()
    assert "<mark>握手</mark>" in page


def test_the_page_says_that_it_shows_names_one_letter_apart_or_had_nothing_to_find(client, network):
    make_candidate(network.company)
    assert "1文字違う氏名" in words(client.get("/app/candidates/", {"search": "三輪 葵"}))
    assert "1文字違う氏名" not in words(client.get("/app/candidates/", {"search": "三浦 葵"}))
    assert "探す言葉がありません" in words(client.get("/app/candidates/", {"search": "-営業"}))


@pytest.mark.promise("P08")
def test_what_was_found_can_be_narrowed_by_links_with_exact_counts(client, network):
    regions = ["東京都", "東京都", "大阪府"]
    people = [
        make_candidate(network.company, name=f"佐藤 {number}", address=f"s{number}@example.jp")
        for number in range(len(regions))
    ]
    left = make_candidate(network.company, name="佐藤 去", address="left@example.jp")
    make_candidate(network.other_company, name="佐藤 他", address="s9@example.jp")
    with acting_for(network.company.id):
        for person, region in zip(people, regions, strict=True):
            Candidate.objects.filter(id=person.id).update(region=region)
        Application.objects.filter(candidate_id__in=[people[0].id, left.id]).update(route="社員の紹介")
        Application.objects.filter(candidate_id=left.id).delete()
        Candidate.objects.filter(id=left.id).update(source="self_declared", region="大阪府")
    page = client.get("/app/candidates/", {"search": "佐藤"})
    assert {
        value["word"]: value["people"] for facet in page.context["facets"] for value in facet["values"]
    } == {
        "東京都": 2,
        "大阪府": 1,
        "社員の紹介": 1,
    }
    for word, total in (("東京都", 2), ("社員の紹介", 1)):
        (url,) = [v["url"] for f in page.context["facets"] for v in f["values"] if v["word"] == word]
        assert client.get(f"/app/candidates/{url}").context["total"] == total
    assert client.get("/app/candidates/").context["facets"] == []


@pytest.mark.promise("P02", "P04")
def test_another_company_finds_nobody_of_ours(client, network):
    candidate = make_candidate(network.company)
    write_background(network.company, candidate.id, "打合せを担当。")
    charlie = recruiter_of(network.other_company)
    for search in ("三浦", "打合せ", "三輪 葵", "aoi@", "不採用"):
        assert "三浦 葵" not in words(charlie.get("/app/candidates/", {"search": search}))
