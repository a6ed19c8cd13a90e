"""What interviewers said, from a file: counted without writing, or written in one transaction.

A row belongs to the application whose id it names, or that of its candidate, or to the last one of whoever bears its
mail address. The same interviewer at the same interview is the same evaluation: read again it changes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from uuid import UUID

from django.db.models import F, Q

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.models import (
    Application,
    CandidateAddress,
    Evaluation,
    Import,
    ImportChange,
    ImportRefusal,
    ImportState,
    Interview,
)
from careerrelay.candidates.rules.applicants import RefusedRow, SkippedRow
from careerrelay.candidates.rules.entries import refused_record, understand_evaluations
from careerrelay.candidates.rules.evaluation_rows import EvaluationRow
from careerrelay.candidates.rules.findings import LISTED_MAX, Findings, RowToMend
from careerrelay.candidates.rules.reading import ApplicantStream
from careerrelay.candidates.turns import take_turn
from careerrelay.core.calendar import moment_in_japan
from careerrelay.core.ids import new_id
from careerrelay.core.progress import Progress
from careerrelay.core.refusal import Refusal
from careerrelay.text.names import comparable_name
from careerrelay.text.quoting import quotable

CHUNK_ROWS = 1_000
_JUDGED = ("score", "recommendation", "words")


class NoSuchApplication(Refusal):
    def __init__(self, named: str) -> None:
        super().__init__(
            ja=f"「{quotable(named)}」の応募がありません。先に応募者の表を取り込んでください。",
            en=f"There is no application of {quotable(named)}; import the applicants first.",
        )


class SeveralPeople(Refusal):
    def __init__(self, named: str) -> None:
        super().__init__(
            ja=f"「{quotable(named)}」に当たる候補者が複数います。応募IDで指定してください。",
            en=f"There are several people with {quotable(named)}; name the application by its ID.",
        )


# The interview that a row belongs to: one that is there, one that the file would make, or none.
Seat = UUID | tuple[str, date | None] | None


@dataclass(frozen=True, slots=True)
class _Placed:
    """`known`: the evaluation that the row says once more."""

    row: EvaluationRow
    application: Application
    seat: Seat
    known: Evaluation | None
    is_changed: bool


@dataclass(slots=True)
class _Placing:
    """What was met in the file so far: two rows of one interviewer at one interview are two evaluations."""

    import_id: UUID
    times: Counter[tuple[UUID, str, Seat]] = field(default_factory=Counter)


def count_evaluations(stream: ApplicantStream, received: Import, *, progress: Progress) -> Findings:
    """What would come of the file. Enters the organization's scope itself; holds no lock."""
    found = Findings(source=stream.source, holds_evaluations=True)
    placing = _Placing(received.id)
    for chunk in _chunks(stream):
        found.skipped += sum(isinstance(row, SkippedRow) for row in chunk)
        with acting_for(received.organization_id):
            placed, refused = _place(chunk, stream, placing, organization_id=received.organization_id)
        found.rows += len(placed) + len(refused)
        found.refused += len(refused)
        listed = refused[: LISTED_MAX - len(found.to_mend)]
        found.to_mend += [RowToMend(row.line_number, row.ja, row.en) for row in listed]
        found.new += sum(one.known is None for one in placed)
        found.changed += sum(one.is_changed for one in placed)
        found.unchanged += sum(one.known is not None and not one.is_changed for one in placed)
        found.left_out.update((remark.ja, remark.en) for one in placed for remark in one.row.remarks)
        progress(found.rows, max(found.rows, received.rows_total))
    return found


def import_evaluations(stream: ApplicantStream, running: Import, *, at: datetime, progress: Progress) -> int:
    """All of them or none; how many rows were read. One that was asked to stop before it began reads none."""
    read = 0
    with acting_for(running.organization_id):
        take_turn(running.organization_id)
        standing = Import.objects.select_for_update(no_key=True).filter(
            id=running.id, state=ImportState.RUNNING, rows_read=0, cancelling_at=None
        )
        if not standing.values_list("id", flat=True):
            return running.rows_read
        placing = _Placing(running.id)
        for chunk in _chunks(stream):
            placed, refused = _place(chunk, stream, placing, organization_id=running.organization_id)
            _write(placed, running, at=at)
            _keep_refused(refused, running)
            read += len(placed) + len(refused)
            _add_counts(placed, refused, running)
            progress(read, max(read, running.rows_total))
        Import.objects.filter(id=running.id).update(
            rows_read=read, rows_total=read, holds_evaluations=True, compared_at=at
        )
    return read


def _chunks(stream: ApplicantStream) -> Iterator[list[EvaluationRow | RefusedRow | SkippedRow]]:
    rows = understand_evaluations(stream.records, stream.frame)
    while chunk := list(islice(rows, CHUNK_ROWS)):
        yield chunk


def _place(
    chunk: Sequence[EvaluationRow | RefusedRow | SkippedRow],
    stream: ApplicantStream,
    placing: _Placing,
    *,
    organization_id: UUID,
) -> tuple[list[_Placed], list[RefusedRow]]:
    rows = [row for row in chunk if isinstance(row, EvaluationRow)]
    refused = [row for row in chunk if isinstance(row, RefusedRow)]
    applications = _Applications(rows, source=stream.source, organization_id=organization_id)
    named = [(row, applications.of(row)) for row in rows]
    seats = _Seats([one for _, found in named for one in found], placing=placing)
    placed: list[_Placed] = []
    for row, found in named:
        if len({one.candidate_id for one in found}) == 1:
            placed.append(seats.placed(row, found[0]))
        else:
            refusal = SeveralPeople(row.named) if found else NoSuchApplication(row.named)
            refused.append(refused_record(row.record, refusal, stream.frame))
    return placed, sorted(refused, key=lambda row: row.line_number)


class _Applications:
    """Those that the rows may mean, by the ids and addresses that they name; the newest first."""

    def __init__(self, rows: Sequence[EvaluationRow], *, source: str, organization_id: UUID) -> None:
        ids = {one for row in rows for one in (row.external_id, row.candidate_external_id) if one}
        addresses = {found.comparable for row in rows for found in row.addresses}
        self._source = source
        self._by: dict[tuple[str, str], list[Application]] = defaultdict(list)
        meant = Application.objects.filter(organization_id=organization_id).filter(
            Q(external_id__in=ids) | Q(candidate_external_id__in=ids)
        )
        for application in _newest_first(meant):
            self._by["application", application.external_id].append(application)
            self._by["candidate", application.candidate_external_id or application.external_id].append(
                application
            )
        borne = CandidateAddress.objects.filter(organization_id=organization_id, canonical__in=addresses)
        bearers = dict(borne.values_list("candidate_id", "canonical"))
        for application in _newest_first(Application.objects.filter(candidate_id__in=bearers)):
            self._by["address", bearers[application.candidate_id]].append(application)

    def of(self, row: EvaluationRow) -> list[Application]:
        """Of one system rather than of another, and for the job that the row names."""
        ways = (("application", row.external_id), ("candidate", row.candidate_external_id))
        addresses = [("address", found.comparable) for found in row.addresses]
        found = next((some for way in (*ways, *addresses) if way[1] and (some := self._by.get(way))), [])
        own = [one for one in found if one.system == self._source] or found
        return [one for one in own if row.job_title and one.job_title == row.job_title] or own


def _newest_first(found: Iterable[Application]) -> list[Application]:
    return sorted(found, key=lambda one: (one.applied_on or date.min, one.id), reverse=True)


class _Seats:
    """Interviews of these applications, and what interviewers who are no members said at them already."""

    def __init__(self, applications: Sequence[Application], *, placing: _Placing) -> None:
        ids = {application.id for application in applications}
        self._placing = placing
        self._interviews: dict[UUID, list[Interview]] = defaultdict(list)
        for interview in Interview.objects.filter(application_id__in=ids).order_by("created_at", "id"):
            self._interviews[interview.application_id].append(interview)
        self._said: dict[tuple[UUID, str, Seat], list[Evaluation]] = defaultdict(list)
        said = Evaluation.objects.filter(application_id__in=ids, interviewer_id=None)
        # What this import itself wrote in an earlier chunk is not what the file says once more.
        for one in said.exclude(from_import_id=placing.import_id).order_by("created_at", "id"):
            key = (one.application_id, comparable_name(one.interviewer_name), one.interview_id)
            self._said[key].append(one)

    def placed(self, row: EvaluationRow, application: Application) -> _Placed:
        seat = self._seat(row, application)
        key = (application.id, comparable_name(row.evaluator), seat)
        before, known = self._placing.times[key], self._said.get(key, ())
        self._placing.times[key] += 1
        same = known[before] if before < len(known) else None
        is_changed = same is not None and any(getattr(same, one) != getattr(row, one) for one in _JUDGED)
        return _Placed(row, application, seat, same, is_changed)

    def _seat(self, row: EvaluationRow, application: Application) -> Seat:
        if not row.stage_words and row.evaluated_on is None:
            return None
        said = (row.stage_words, row.evaluated_on)
        held = self._interviews[application.id]
        exact = (one.id for one in held if (one.stage, one.held_on) == said)
        near = (one.id for one in held if _may_be(one, row))
        return next(exact, None) or next(near, None) or said


def _may_be(interview: Interview, row: EvaluationRow) -> bool:
    """What either of them does not say, it does not say against the other."""
    is_same_stage = not row.stage_words or interview.stage == row.stage_words
    return is_same_stage and (row.evaluated_on is None or interview.held_on in (None, row.evaluated_on))


def _write(placed: Sequence[_Placed], running: Import, *, at: datetime) -> None:
    owner = {"organization_id": running.organization_id}
    interviews = _make_interviews(placed, running, at=at)
    made = [
        Evaluation(
            **owner,
            application=one.application,
            interview_id=interviews.get((one.application.id, one.seat)),
            interviewer_name=one.row.evaluator,
            from_import_id=running.id,
            created_at=_said_at(one.row, at=at),
            updated_at=_said_at(one.row, at=at),
            **{name: getattr(one.row, name) for name in _JUDGED},
        )
        for one in placed
        if one.known is None
    ]
    Evaluation.objects.bulk_create(made)
    changed = [one for one in placed if one.is_changed]
    for one in changed:
        _change(one, running, at=at)
    touched = {one.application.candidate_id for one in placed if one.known is None or one.is_changed}
    index_candidates(organization_id=running.organization_id, candidate_ids=touched)


def _make_interviews(
    placed: Sequence[_Placed], running: Import, *, at: datetime
) -> dict[tuple[UUID, Seat], UUID]:
    """The ids of the interviews of these rows, those that the file makes among them."""
    ids: dict[tuple[UUID, Seat], UUID] = {}
    made: list[Interview] = []
    for one in placed:
        key = (one.application.id, one.seat)
        if key in ids or one.seat is None:
            continue
        if isinstance(one.seat, UUID):
            ids[key] = one.seat
            continue
        stage, held_on = one.seat
        interview = Interview(
            organization_id=running.organization_id,
            application=one.application,
            stage=stage,
            held_on=held_on,
            created_at=at,
        )
        made.append(interview)
        ids[key] = interview.id
    Interview.objects.bulk_create(made)
    ImportChange.objects.bulk_create(
        ImportChange(
            organization_id=running.organization_id,
            from_import_id=running.id,
            object_kind="interview",
            object_id=interview.id,
            before={},
        )
        for interview in made
    )
    return ids


def _change(one: _Placed, running: Import, *, at: datetime) -> None:
    known = one.known
    assert known is not None
    ImportChange.objects.create(
        id=new_id(),
        organization_id=running.organization_id,
        from_import_id=running.id,
        object_kind="evaluation",
        object_id=known.id,
        before={name: getattr(known, name) for name in _JUDGED}
        | {"updated_at": known.updated_at.isoformat()},
    )
    for name in _JUDGED:
        setattr(known, name, getattr(one.row, name))
    known.updated_at = at
    known.save(update_fields=[*_JUDGED, "updated_at"])


def _said_at(row: EvaluationRow, *, at: datetime) -> datetime:
    return at if row.evaluated_on is None else min(moment_in_japan(row.evaluated_on, time(0)), at)


def _keep_refused(refused: Sequence[RefusedRow], running: Import) -> None:
    ImportRefusal.objects.bulk_create(
        ImportRefusal(
            organization_id=running.organization_id,
            from_import_id=running.id,
            line_number=row.line_number,
            cells=list(row.cells),
            ja=row.ja,
            en=row.en,
        )
        for row in refused
    )


def _add_counts(placed: Sequence[_Placed], refused: Sequence[RefusedRow], running: Import) -> None:
    changed = sum(one.is_changed for one in placed)
    new = sum(one.known is None for one in placed)
    Import.objects.filter(id=running.id).update(
        rows_new=F("rows_new") + new,
        rows_changed=F("rows_changed") + changed,
        rows_unchanged=F("rows_unchanged") + len(placed) - new - changed,
        rows_refused=F("rows_refused") + len(refused),
    )
