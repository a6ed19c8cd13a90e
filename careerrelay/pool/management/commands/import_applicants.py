import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.core.management.base import BaseCommand

from careerrelay.accounts.queries import organization_id_of
from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.choosing import choose_word_ends, written_word_ends
from careerrelay.candidates.dry_running import dry_run
from careerrelay.candidates.importing import receive_file, start_import
from careerrelay.candidates.models import Import, ImportRefusal, ImportState
from careerrelay.candidates.rules.findings import Findings
from careerrelay.candidates.rules.statuses import Outcome
from careerrelay.candidates.running import run_import
from careerrelay.core import clock
from careerrelay.core.actor import Actor
from careerrelay.core.progress import bar_on
from careerrelay.core.refusal import Refusal
from careerrelay.pool.showing import left_ids
from careerrelay.text.quoting import quotable

ENDS = tuple(outcome.value for outcome in Outcome if outcome is not Outcome.UNDECIDED)


class UnreadablePath(Refusal):
    pass


class UnknownEnd(Refusal):
    def __init__(self, written: str) -> None:
        ends = ", ".join(ENDS)
        super().__init__(
            ja=f"「{quotable(written)}」は、言葉=結果 の形ではありません。結果は {ends} のどれかです。",
            en=f"{quotable(written)} is not of the form WORD=END; an end is one of {ends}.",
        )


class ImportFailed(Refusal):
    """What broke while the file was read; nothing of it stays."""


class Command(BaseCommand):
    help = "Import a file of applicants into a company. The same file again changes nothing."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organization", required=True, metavar="SLUG", help="the company")
        parser.add_argument(
            "--source", help="hrmos, herp, greenhouse …; recognised by the headings if not given"
        )
        parser.add_argument("--encoding", help="of a text file; recognised if not given")
        parser.add_argument(
            "--word",
            action="append",
            default=[],
            metavar="WORD=END",
            help="what a word of the file means: rejected, withdrawn, hired, open or closed; may be repeated",
        )
        parser.add_argument("--untold", action="store_true", help="the rejected have not been told yet")
        parser.add_argument("--dry-run", action="store_true", help="say what would come of it, write nothing")
        parser.add_argument("--json", action="store_true", help="answer for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        with _opened(options["file"]) as file:
            self._handle(file, options)

    def _handle(self, file: BinaryIO, options: dict[str, Any]) -> None:
        organization_id = organization_id_of(options["organization"], kind=Kind.COMPANY)
        word_ends = _word_ends(options["word"])
        understood_as = {"encoding": options["encoding"], "source": options["source"]}
        if options["dry_run"]:
            unsaved = Import(
                organization_id=organization_id,
                filename=options["file"].name,
                encoding=understood_as["encoding"] or "",
                system=understood_as["source"] or "",
                rows_total=sum(1 for _ in file),
                word_ends=written_word_ends(word_ends),
            )
            left = _left(organization_id)
            found = dry_run(unsaved, file=file, leave_out=left, at=clock.now(), progress=bar_on(sys.stderr))
            refused = [(row.line_number, row.ja) for row in found.to_mend]
            self._answer(_what_would_come(found), refused, options, words=found.open_words)
            return
        done = _import(
            file,
            filename=options["file"].name,
            organization_id=organization_id,
            understood_as=understood_as,
            word_ends=word_ends,
            rejected_are_untold=options["untold"],
        )
        with acting_for(organization_id):
            rows = ImportRefusal.objects.filter(from_import=done).order_by("line_number")
            refused = list(rows.values_list("line_number", "ja"))
        self._answer(_what_came(done), refused, options)

    def _answer(
        self,
        counts: dict[str, int | str],
        refused: list[tuple[int, str]],
        options: dict[str, Any],
        words: Mapping[str, int] | None = None,
    ) -> None:
        if options["json"]:
            lines = [{"line": line, "reason": reason} for line, reason in refused]
            self.stdout.write(
                json.dumps({**counts, "refused_rows": lines, "open_words": words or {}}, ensure_ascii=False)
            )
            return
        self.stdout.write("  ".join(f"{name} {count}" for name, count in counts.items()))
        for line, reason in refused:
            self.stdout.write(f"{line}行目 / row {line}: {reason}")
        for word, rows in (words or {}).items():
            self.stdout.write(f'「{word}」 {rows}行 / rows: --word "{word}=…"')


def _import(
    file: BinaryIO,
    *,
    filename: str,
    organization_id: UUID,
    understood_as: dict[str, str | None],
    word_ends: dict[str, Outcome],
    rejected_are_untold: bool,
) -> Import:
    actor, at = Actor.system("command"), clock.now()
    with acting_for(organization_id):
        received = receive_file(
            organization_id=organization_id,
            filename=filename,
            content=file,
            **understood_as,
            actor=actor,
            at=at,
        )
        if word_ends:
            choose_word_ends(received, word_ends=word_ends, actor=actor, at=at)
        start_import(
            received,
            encoding=received.encoding,
            rejected_are_untold=rejected_are_untold,
            is_awaited=True,
            actor=actor,
            at=at,
        )
    done = run_import(
        organization_id=organization_id,
        import_id=received.id,
        leave_out=_left(organization_id),
        at=at,
        progress=bar_on(sys.stderr),
    )
    if done.state == ImportState.FAILED:
        raise ImportFailed(ja=done.failure_ja, en=done.failure_en)
    return done


def _word_ends(written: list[str]) -> dict[str, Outcome]:
    """`○=hired`. Raises: UnknownEnd."""
    word_ends = dict[str, Outcome]()
    for one in written:
        word, _, end = one.rpartition("=")
        if end not in ENDS:
            raise UnknownEnd(one)
        word_ends[word] = Outcome(end)
    return word_ends


def _left(organization_id: UUID) -> frozenset[UUID]:
    with acting_for(organization_id):
        return left_ids(organization_id=organization_id, at=clock.now())


def _opened(path: Path) -> BinaryIO:
    """Raises: UnreadablePath."""
    try:
        return path.open("rb")
    except OSError as error:
        raise UnreadablePath(
            ja=f"ファイル「{path}」を開けません。", en=f"The file {path} cannot be opened: {error.strerror}."
        ) from error


def _what_would_come(found: Findings) -> dict[str, int | str]:
    """`rows` are all that are not blank; `to_decide` what a human being would have to."""
    return {
        "source": found.source,
        "rows": found.rows,
        "new": found.new,
        "changed": found.changed,
        "unchanged": found.unchanged,
        "unreachable": found.unreachable,
        "to_decide": found.to_decide,
        "undecided": found.undecided,
        "shared_addresses": found.shared,
        "likely_duplicates": found.likely,
        "refused": found.refused,
    }


def _what_came(done: Import) -> dict[str, int | str]:
    return {
        "source": done.system,
        "new": done.rows_new,
        "changed": done.rows_changed,
        "unchanged": done.rows_unchanged,
        "unreachable": done.rows_unreachable,
        "undecided": done.rows_undecided,
        "refused": done.rows_refused,
    }
