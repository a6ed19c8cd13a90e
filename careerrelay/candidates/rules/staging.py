"""One understood row as lines of PostgreSQL's COPY, with the keys by which it is recognised.

Everything that needs the row alone is done here, so that it can be done in several processes at once: the search
vector above all, which costs more than the rest together.
"""

import hashlib
import json
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from careerrelay.candidates.rules.applicants import ApplicantRow, RefusedRow
from careerrelay.candidates.rules.entries import Frame, understand_record
from careerrelay.candidates.rules.freshness import IMPORT, custom_field_key
from careerrelay.candidates.rules.lexemes import Searchable, search_vector, searchable_hash
from careerrelay.candidates.rules.searchable import PersonTexts, searchable_of
from careerrelay.candidates.rules.statuses import Outcome
from careerrelay.candidates.rules.tables import Record
from careerrelay.core.calendar import moment_in_japan
from careerrelay.core.ids import new_written_id
from careerrelay.text.addresses import MailAddress
from careerrelay.text.names import comparable_kana, comparable_name
from careerrelay.text.phones import PhoneNumber

NULL = "\0"
_PLAIN_FACTS = ("name", "kana", "region", "employer", "title", "education", "addresses", "phones")


class Contact(NamedTuple):
    """`written` as it is shown, `canonical` as it is compared; `line` of COPY with an id, should it be a new one."""

    written: str
    canonical: str
    is_proxy: bool = False
    line: str = ""


class StagedRow(NamedTuple):
    """`candidate_id` and `application_id` are those of new ones, should the row make them, as ids are written: text is
    quicker to hand over and to compare. `words` is empty where somebody with exactly this text can be found already,
    or with this address, because then their other texts are cut with it; else it is a line of COPY with the hash and
    the id."""

    line_number: int
    candidate_id: str
    application_id: str
    external_id: str
    job_title: str
    applied_on: date | None
    name: str
    kana: str
    name_key: str
    kana_key: str
    addresses: tuple[Contact, ...]
    phones: tuple[Contact, ...]
    interviews: tuple[tuple[str, date], ...]
    line: str
    words: str
    candidate_external_id: str = ""


@dataclass(frozen=True, slots=True)
class Staging:
    """What all rows of one import share. `known`: the first eight bytes of the hash of every text that is indexed in
    the organization and of every address there, sorted; none where nobody is to be found by these rows."""

    frame: Frame
    organization_id: UUID
    known: "array[int] | None"
    at: datetime


def stage_records(records: Sequence[Record], staging: Staging) -> list[StagedRow | RefusedRow]:
    found = []
    for record in records:
        understood = understand_record(record, staging.frame)
        found.append(understood if isinstance(understood, RefusedRow) else stage_row(understood, staging))
    return found


def stage_row(row: ApplicantRow, staging: Staging) -> StagedRow:
    background = "\n\n".join(part for part in (row.resume, row.notes) if part)
    searchable = _searchable(row, background)
    text_hash = searchable_hash(searchable)
    is_wanted = staging.known is not None and not _is_known(row, text_hash, known=staging.known)
    candidate_id = new_written_id()
    name_key, kana_key = comparable_name(row.name), comparable_kana(row.kana)
    return StagedRow(
        line_number=row.line_number,
        candidate_id=candidate_id,
        application_id=new_written_id(),
        external_id=row.external_id,
        job_title=row.job_title,
        applied_on=row.applied_on,
        name=row.name,
        kana=row.kana,
        name_key=name_key,
        kana_key=kana_key,
        addresses=tuple(map(_address, row.addresses)),
        phones=tuple(map(_phone, row.phones)),
        interviews=tuple((stage.ja, day) for stage, day in row.interviews),
        line=_line(row, background=background, name_key=name_key, kana_key=kana_key, at=staging.at),
        words=_words_line(searchable, text_hash, staging, candidate_id=candidate_id) if is_wanted else "",
        candidate_external_id=row.candidate_external_id,
    )


def _address(found: MailAddress) -> Contact:
    line = copy_line((new_written_id(), found.written, found.comparable, _written(found.is_proxy)))
    return Contact(found.written, found.comparable, found.is_proxy, line)


def _phone(found: PhoneNumber) -> Contact:
    return Contact(found.national, found.e164, line=copy_line((new_written_id(), found.national, found.e164)))


def _words_line(found: Searchable, text_hash: bytes, staging: Staging, *, candidate_id: str) -> str:
    words = search_vector(found, organization_id=staging.organization_id)
    return f"{copy_line((candidate_id, new_written_id(), words))}\t\\\\x{text_hash.hex()}"


def _is_known(row: ApplicantRow, text_hash: bytes, *, known: "array[int]") -> bool:
    return _is_among(text_hash, known=known) or any(
        _is_among(hashlib.sha256(found.comparable.encode()).digest(), known=known)
        for found in row.addresses
        if not found.is_proxy
    )


def _is_among(found: bytes, *, known: "array[int]") -> bool:
    head = int.from_bytes(found[:8])
    place = bisect_left(known, head)
    return place < len(known) and known[place] == head


def copy_line(values: Sequence[str]) -> str:
    """A line of COPY without its end; NULL is a letter that no text of PostgreSQL may hold."""
    line = "\t".join(values)
    if "\\" in line or "\n" in line or "\r" in line or line.count("\t") >= len(values):
        line = "\t".join(map(_escaped, values))
    return line.replace(NULL, "\\N")


def _escaped(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("\n", "\\n")
    return escaped.replace("\r", "\\r").replace("\t", "\\t")


def _line(row: ApplicantRow, *, background: str, name_key: str, kana_key: str, at: datetime) -> str:
    confirmed_at = _written_moment(confirmation_moment(row, at=at))
    ended_on = ended_day(row)
    return copy_line(
        (
            row.name,
            row.kana,
            row.region[:20],
            row.employer,
            row.title,
            row.education,
            background,
            name_key,
            kana_key,
            _confirmed(row, background=background, moment=confirmed_at),
            confirmed_at,
            _written(row.applied_on is not None),
            json.dumps(dict(row.custom)) if row.custom else "{}",
            row.external_id,
            row.job_external_id,
            row.job_title,
            row.source,
            row.source_detail,
            row.labels,
            row.status,
            row.stage_words[:100],
            row.outcome,
            _written(bool(row.status or row.stage_words)),
            NULL if row.applied_on is None else row.applied_on.isoformat(),
            NULL if ended_on is None else ended_on.isoformat(),
            row.rejection_reason[:300],
            NULL if row.was_told is None else _written(row.was_told),
            new_written_id(),
        )
    )


def ended_day(row: ApplicantRow) -> date | None:
    by_outcome = {
        Outcome.REJECTED: row.rejected_on,
        Outcome.WITHDRAWN: row.withdrawn_on,
        Outcome.HIRED: row.hired_on,
    }
    return by_outcome.get(row.outcome) or row.ended_on


def confirmation_moment(row: ApplicantRow, *, at: datetime) -> datetime:
    """What somebody wrote when they applied was right on that day."""
    if row.applied_on is None:
        return at.astimezone(UTC)
    return min(_midnight_in_japan(row.applied_on), at.astimezone(UTC))


@lru_cache(maxsize=4096)
def _midnight_in_japan(day: date) -> datetime:
    return moment_in_japan(day, time(0))


@lru_cache(maxsize=4096)
def _written_moment(moment: datetime) -> str:
    return moment.isoformat()


def _confirmed(row: ApplicantRow, *, background: str, moment: str) -> str:
    """As Candidate.confirmed holds it, with every fact that the row states."""
    stated = [field for field in _PLAIN_FACTS if getattr(row, field)]
    stated += ["background"] if background else []
    stated += [custom_field_key(UUID(field_id)) for field_id, _ in row.custom]
    return "{" + ",".join(f'"{field}":["{moment}","{IMPORT}"]' for field in stated) + "}"


def _written(answer: bool) -> str:
    return "t" if answer else "f"


def _searchable(row: ApplicantRow, background: str) -> Searchable:
    """As index_candidates would find it written, were this row all that is known of somebody."""
    return searchable_of(
        person=PersonTexts(
            name=row.name,
            kana=row.kana,
            work=(row.employer, row.title),
            texts=(row.region[:20], row.education, background),
            custom=dict(row.custom),
        ),
        addresses=[found.comparable for found in row.addresses],
        phones=[found.e164 for found in row.phones],
        states=[row.outcome.value],
        work=[row.job_title, row.stage_words[:100]],
        texts=[row.source, row.source_detail, row.labels, row.status, row.rejection_reason[:300]],
    )
