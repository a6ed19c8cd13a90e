import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from django.core.management.base import BaseCommand

from careerrelay.accounts.queries import organization_id_of
from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.rules.exporting import ExportedTable
from careerrelay.core import clock
from careerrelay.core.actor import Actor
from careerrelay.core.ids import new_id
from careerrelay.core.progress import bar_on
from careerrelay.core.refusal import Refusal
from careerrelay.pool.answering import Answering
from careerrelay.pool.asking import KNOWN
from careerrelay.pool.exporting import FORMS, write_people
from careerrelay.pool.models import BulkDeed, BulkDeedKind
from careerrelay.pool.people import open_custom_fields
from careerrelay.pool.rules.columns import OF_A_FILE, known_columns
from careerrelay.pool.rules.question import question_document, read_question


class UnknownCondition(Refusal):
    pass


class UnwritablePath(Refusal):
    pass


class Command(BaseCommand):
    help = "Write the candidates of a company who answer a question into a file."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organization", required=True, metavar="SLUG", help="the company")
        parser.add_argument(
            "--question", default="", help="as in the address of a list: state=rejected&region=東京"
        )
        parser.add_argument("--form", choices=list(FORMS), default="csv")
        parser.add_argument(
            "--column", action="append", default=[], help="kana, contact, tags …; several times"
        )
        parser.add_argument("--language", choices=["ja", "en"], default="ja")
        parser.add_argument("--json", action="store_true", help="answer for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        organization_id = organization_id_of(options["organization"], kind=Kind.COMPANY)
        understood = read_question(parse_qsl(options["question"]), known=KNOWN)
        if understood.unknown:
            words = ", ".join(key for key, _value in understood.unknown)
            raise UnknownCondition(ja=f"条件「{words}」はわかりません。", en=f"No such condition: {words}.")
        at = clock.now()
        with acting_for(organization_id):
            custom = [str(one) for one in open_custom_fields(organization_id=organization_id)]
            found = Answering(understood.question, sort="", organization_id=organization_id, at=at)
            # Never stored: it only carries what is to be written.
            deed = BulkDeed(
                organization_id=organization_id,
                kind=BulkDeedKind.EXPORT,
                press_key=new_id(),
                question=question_document(understood.question),
                candidate_ids=found.all_ids(),
                arguments={
                    "columns": list(known_columns(options["column"], custom_ids=custom) or OF_A_FILE),
                    "form": options["form"],
                    "language": options["language"],
                },
            )
        written: list[Any] = []
        table = write_people(deed, written, at=at, progress=bar_on(sys.stderr))
        with acting_for(organization_id):
            record_deed(
                "export_candidates",
                object_kind="organization",
                object_id=organization_id,
                count=max(len(written), 1),
                actor=Actor.system("command"),
                at=at,
            )
        _write(options["file"], table.content)
        self._answer(len(written), table, options)

    def _answer(self, people: int, table: ExportedTable, options: dict[str, Any]) -> None:
        """What the form could not hold is named by its place, never by whom it is of, but for the character."""
        if options["json"]:
            missing = [
                {"row": one.row, "column": one.column, "character": one.character} for one in table.unwritable
            ]
            answer = {
                "file": str(options["file"]),
                "form": options["form"],
                "people": people,
                "bytes": len(table.content),
                "unwritable": missing,
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        self.stdout.write(f"people {people}  unwritable {len(table.unwritable)}")
        for one in table.unwritable:
            self.stdout.write(f"{one.row}行目 / row {one.row}: {one.character}")


def _write(path: Path, content: bytes) -> None:
    """Raises: UnwritablePath."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UnwritablePath(
            ja=f"ファイル「{path}」に書けません。", en=f"The file {path} cannot be written: {error.strerror}."
        ) from error
