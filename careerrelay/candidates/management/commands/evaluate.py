import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from careerrelay.candidates.rules.custom_columns import CustomColumn
from careerrelay.candidates.rules.dedupe_figures import Figures, SamenessFigures, measure_sameness
from careerrelay.candidates.rules.reading import Reading, read_applicants
from careerrelay.core.refusal import Refusal

LABEL = "label"


class NoSuchColumn(Refusal):
    pass


class Command(BaseCommand):
    help = "Say how good a rule is on a file in which the right answers stand: `careerrelay evaluate dedupe`."

    def add_arguments(self, parser: Any) -> None:
        works = parser.add_subparsers(dest="work", required=True)
        dedupe = works.add_parser("dedupe", help="which rows are one person")
        dedupe.add_argument("file", type=Path)
        dedupe.add_argument(
            "--truth",
            required=True,
            metavar="COLUMN",
            help="the heading under which rows of one person agree",
        )
        dedupe.add_argument("--source", help="hrmos, herp, greenhouse …; recognised if not given")
        dedupe.add_argument("--encoding", help="of a text file; recognised if not given")
        dedupe.add_argument("--json", action="store_true", help="answer for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        reading = _labelled(options["file"], options)
        rows = [(row, str(dict(row.custom)[LABEL])) for row in reading.rows if LABEL in dict(row.custom)]
        answer = {
            "work": "dedupe",
            "unlabelled": len(reading.rows) - len(rows),
            "refused": len(reading.refused),
            **_as_answer(measure_sameness(rows)),
        }
        if options["json"]:
            self.stdout.write(json.dumps(answer))
            return
        for name, value in answer.items():
            shown = (
                "  ".join(f"{key} {part}" for key, part in value.items())
                if isinstance(value, dict)
                else value
            )
            self.stdout.write(f"{name:12} {shown}")


def _labelled(path: Path, options: dict[str, Any]) -> Reading:
    """Read by the rules of every import, with the truth kept beside. Raises: NoSuchColumn, and what reading raises."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise NoSuchColumn(
            ja=f"ファイル「{path}」を開けません。", en=f"The file {path} cannot be opened: {error.strerror}."
        ) from error
    heading = options["truth"]
    reading = read_applicants(
        content,
        filename=path.name,
        encoding=options["encoding"],
        source=options["source"],
        columns={heading: CustomColumn(LABEL, heading, "text")},
    )
    if not any(column.custom and column.custom.id == LABEL for column in reading.mapping.columns):
        raise NoSuchColumn(
            ja=f"「{heading}」という列がありません。", en=f"There is no column named {heading!r}."
        )
    return reading


def _as_answer(figures: SamenessFigures) -> dict[str, Any]:
    found = asdict(figures)
    return {**found, "certain": _rates(figures.certain), "with_likely": _rates(figures.with_likely)}


def _rates(figures: Figures) -> dict[str, float]:
    return {
        "precision": round(figures.precision, 4),
        "recall": round(figures.recall, 4),
        "f1": round(figures.f1, 4),
        **asdict(figures),
    }
