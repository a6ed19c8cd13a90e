"""What docs/search.md promises of search is run as it stands there."""

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.models import Candidate
from careerrelay.candidates.searching import search_candidates
from tests.house.sources import ROOT, text_of
from tests.make import make_candidate, make_network

pytestmark = pytest.mark.django_db


def examples() -> list[list[str]]:
    table = text_of(ROOT / "docs" / "search.md").partition("| typed | stands there | found |")[2]
    rows = [line for line in table.partition("\n\n")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[1:]]


def test_each_example_of_the_page_on_search_is_true() -> None:
    company = make_network().company
    candidate = make_candidate(company)
    wrong = []
    with acting_for(company.id):
        for typed, written, is_found in examples():
            Candidate.objects.filter(id=candidate.id).update(background=written)
            index_candidates(organization_id=company.id, candidate_ids=[candidate.id])
            ids = search_candidates(organization_id=company.id, query=typed).ids
            if bool(ids) != (is_found == "yes"):
                wrong.append((typed, written))
    assert len(examples()) > 10
    assert not wrong
