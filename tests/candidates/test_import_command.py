"""`careerrelay import_applicants`: the same import from a shell."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from careerrelay.accounts.queries import NoSuchOrganization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Candidate, Rejection
from careerrelay.core import progress
from careerrelay.core.refusal import Refusal
from careerrelay.pool.management.commands.import_applicants import UnknownEnd, UnreadablePath
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
    assert (answer["source"], answer["rows"], answer["new"], answer["refused"]) == ("hrmos", 2, 1, 1)
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


def test_a_file_that_breaks_in_its_middle_is_refused_and_leaves_nothing(
    network: Network, tmp_path: Path
) -> None:
    broken = tmp_path / "a.csv"
    broken.write_text('応募ID,氏名\nA-1,三浦 葵\nA-2,"李 美蘭\n', encoding="utf-8")
    with pytest.raises(Refusal, match="quotation mark"):
        call_command("import_applicants", str(broken), "--organization", "shiomi")
    with acting_for(network.company.id):
        assert not Candidate.objects.exists()


def test_a_bar_is_shown_where_somebody_looks_and_only_after_two_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moments = iter([0.0, 1.0, 3.0, 4.0])
    monkeypatch.setattr("careerrelay.core.progress.time.perf_counter", lambda: next(moments))
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True, raising=False)
    show = progress.bar_on(screen)
    for done in (10, 50, 100):
        show(done, 100)
    assert screen.getvalue().count("\r") == 2
    assert "50 / 100" in screen.getvalue()
    assert screen.getvalue().endswith("\n")


def test_what_a_word_means_is_said_on_the_line_of_the_command(network: Network, tmp_path: Path) -> None:
    file = tmp_path / "台帳.csv"
    file.write_text("氏名,メール,合否\n三浦 葵,aoi@example.jp,○\n", encoding="utf-8")
    assert run(file, "--dry-run")["open_words"] == {"○": 1}
    with pytest.raises(UnknownEnd):
        run(file, "--word", "○=合格")
    assert run(file, "--dry-run", "--word", "○=hired")["undecided"] == 0
    assert run(file, "--word", "○=hired")["undecided"] == 0
