"""The list of candidates answers what was looked for, and shows where it stands."""

from uuid import UUID

import pytest

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.models import Candidate
from tests.make import make_candidate
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


@pytest.mark.promise("P02", "P04")
def test_another_company_finds_nobody_of_ours(client, network):
    candidate = make_candidate(network.company)
    write_background(network.company, candidate.id, "打合せを担当。")
    charlie = recruiter_of(network.other_company)
    for search in ("三浦", "打合せ", "三輪 葵", "aoi@", "不採用"):
        assert "三浦 葵" not in words(charlie.get("/app/candidates/", {"search": search}))
