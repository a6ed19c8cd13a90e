"""`careerrelay export`: a list as a file, an answer for machines, a bar for whoever waits, a sentence on refusal."""

import io
import json

import pytest
from django.core.management import call_command

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.core.refusal import Refusal
from tests.make import make_candidate


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("export", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.promise("P29")
def test_the_answer_for_machines_says_what_was_written_and_what_could_not_be(network, tmp_path) -> None:
    make_candidate(network.company, name="𠮷田 葵")
    file = tmp_path / "a.csv"
    arguments = [str(file), "--organization", network.company.slug, "--form", "csv_cp932"]
    said = json.loads(run(*arguments, "--json"))
    assert said == {
        "file": str(file),
        "form": "csv_cp932",
        "people": 1,
        "bytes": file.stat().st_size,
        "unwritable": [{"row": 2, "column": 1, "character": "𠮷"}],
    }
    assert "〓田 葵" in file.read_bytes().decode("cp932")
    plain = run(*arguments)
    assert "people 1  unwritable 1" in plain
    assert "2行目 / row 2: 𠮷" in plain
    with acting_for(network.company.id):
        assert AuditEntry.objects.filter(deed="export_candidates").count() == 2


def test_a_refusal_writes_no_file(network, tmp_path) -> None:
    for arguments in (
        (str(tmp_path / "a.csv"), "--question", "shoe_size=42"),
        (str(tmp_path / "no" / "a.csv"),),
        (str(tmp_path / "a.csv"), "--organization", "nobody"),
    ):
        with pytest.raises(Refusal):
            run(*arguments[:1], "--organization", network.company.slug, *arguments[1:])
    assert list(tmp_path.iterdir()) == []


def test_the_bar_is_told_each_thousand_people(network, tmp_path, monkeypatch) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr("careerrelay.pool.exporting.AT_ONCE", 2)
    command = "careerrelay.pool.management.commands.export.bar_on"
    monkeypatch.setattr(command, lambda _stream: lambda done, total: told.append((done, total)))
    for number in range(3):
        make_candidate(network.company, address=f"a{number}@example.jp")
    run(str(tmp_path / "a.csv"), "--organization", network.company.slug)
    assert told == [(2, 3), (3, 3)]
