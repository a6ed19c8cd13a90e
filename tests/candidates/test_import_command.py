"""`careerrelay import_applicants`: the same import from a shell."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from careerrelay.accounts.queries import NoSuchOrganization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.management.commands.import_applicants import UnreadablePath
from careerrelay.candidates.models import Candidate, Rejection
from tests.corpus.hrmos import hrmos_export
from tests.make import Network, make_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Network:
    return make_network()


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "応募者.tsv"
    rows: list[dict[str, str | date | None]] = [
        {"external_id": "A-1", "name": "三浦 葵", "rejected_on": date(2026, 10, 1)},
        {"external_id": "A-2", "name": "日付 違い", "applied_on": "令和7年2月29日"},
    ]
    file.write_bytes(hrmos_export(rows))
    return file


def run(file: Path, *options: str) -> dict[str, object]:
    out = io.StringIO()
    call_command("import_applicants", str(file), "--organization", "shiomi", "--json", *options, stdout=out)
    answer: dict[str, object] = json.loads(out.getvalue())
    return answer


def test_a_dry_run_says_what_would_come_and_writes_nothing(network: Network, export: Path) -> None:
    answer = run(export, "--dry-run")
    assert (answer["source"], answer["rows"], answer["refused"]) == ("hrmos", 1, 1)
    with acting_for(network.company.id):
        assert not Candidate.objects.exists()


def test_the_file_comes_in_and_again_changes_nothing(network: Network, export: Path) -> None:
    first = run(export, "--untold")
    assert (first["new"], first["refused"]) == (1, 1)
    assert "令和7年2月29日" in str(first["refused_rows"])
    again = run(export, "--untold")
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 1)
    with acting_for(network.company.id):
        assert Rejection.objects.get().told_at is None


def test_an_unknown_organization_or_file_is_refused_in_one_sentence(network: Network, export: Path) -> None:
    with pytest.raises(NoSuchOrganization):
        call_command("import_applicants", str(export), "--organization", "nobody")
    with pytest.raises(UnreadablePath):
        call_command("import_applicants", str(export) + ".missing", "--organization", "shiomi")
