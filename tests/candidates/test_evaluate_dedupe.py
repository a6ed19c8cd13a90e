"""What the rules of sameness reach, on people who are written down twice and on their families and namesakes."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from careerrelay.candidates.management.commands.evaluate import NoSuchColumn
from tests.corpus.labelled import labelled_applicants


def evaluated(path: Path, capsys: pytest.CaptureFixture[str], *, truth: str = "本人") -> dict:
    call_command("evaluate", "dedupe", str(path), "--truth", truth, "--json")
    found: dict = json.loads(capsys.readouterr().out)
    return found


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "applicants.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_certain_is_right_and_what_is_likely_finds_most(tmp_path, capsys):
    path = tmp_path / "labelled.csv"
    path.write_bytes(labelled_applicants(2_000))
    found = evaluated(path, capsys)
    assert found["refused"] == found["unlabelled"] == 0
    assert found["certain"]["precision"] >= 0.99
    assert found["certain"]["recall"] >= 0.75
    assert found["with_likely"]["recall"] >= 0.97
    assert found["with_likely"]["precision"] >= 0.85


def test_pairs_of_rows_are_counted(tmp_path, capsys):
    path = written(
        tmp_path,
        "氏名,メールアドレス,電話番号,誰\n"
        "三浦 葵,aoi@example.jp,090-1234-5678,A\n"
        "三浦　葵,aoi.old@example.jp,9012345678,A\n"
        "三浦 健,aoi@example.jp,,B\n"
        "Aoi Miura,aoi@example.jp,,A\n"
        "佐藤 誠,m1@example.jp,,C\n"
        "佐藤 誠,m2@example.jp,,D\n"
        "森 遥,haruka@example.jp,,\n",
    )
    found = evaluated(path, capsys, truth="誰")
    assert (found["rows"], found["people"], found["records"], found["unlabelled"]) == (6, 4, 4, 1)
    assert found["certain"] == {
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
        "found": 3,
        "right": 3,
        "to_find": 3,
    }
    assert found["suggestions"] == 1
    assert found["with_likely"]["found"] == 6


def test_a_column_that_is_not_there_is_refused(tmp_path, capsys):
    path = written(tmp_path, "氏名,メールアドレス\n三浦 葵,aoi@example.jp\n")
    with pytest.raises(NoSuchColumn):
        evaluated(path, capsys)
