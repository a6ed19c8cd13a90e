"""What we understood of a file, in rows for the page: facts, columns, the first applicants, counts."""

from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

from django.utils.translation import gettext as _

from careerrelay.candidates.models import ApplicationState, Import
from careerrelay.candidates.rules.applicants import ApplicantRow
from careerrelay.candidates.rules.columns import Column
from careerrelay.candidates.rules.fields import Field
from careerrelay.candidates.rules.reading import Reading
from careerrelay.candidates.rules.statuses import Outcome
from careerrelay.web.recruiter.words import APPLICATION_STATES, enumerated
from careerrelay.web.shared.templatetags.words import count, is_japanese, table_day

SAMPLES = 3
# Two fields each, of the thousand that Django takes.
COLUMNS_SHOWN = 150
PREVIEWED = 10
# Names of systems are their own in both languages; `plain` is none in particular.
SYSTEMS = {
    "hrmos": "HRMOS採用",
    "herp": "HERP Hire",
    "doda": "doda",
    "roborobo": "RoboRobo",
    "hrhacker": "HRハッカー",
    "entrypocket": "エントリーポケット",
    "indeed": "Indeed",
    "talentio": "Talentio",
    "greenhouse": "Greenhouse",
    "lever": "Lever",
}


def first_address(row: ApplicantRow) -> str:
    return row.addresses[0].written if row.addresses else ""


_SHOWN: dict[Field, Callable[[ApplicantRow], object]] = {
    Field.EXTERNAL_ID: lambda row: row.external_id,
    Field.JOB_EXTERNAL_ID: lambda row: row.job_external_id,
    Field.JOB_TITLE: lambda row: row.job_title,
    Field.APPLIED_ON: lambda row: table_day(row.applied_on),
    Field.NAME: lambda row: row.name,
    Field.FAMILY_NAME: lambda row: row.name,
    Field.GIVEN_NAME: lambda row: row.name,
    Field.KANA: lambda row: row.kana,
    Field.FAMILY_KANA: lambda row: row.kana,
    Field.GIVEN_KANA: lambda row: row.kana,
    Field.ADDRESS: first_address,
    Field.PHONE: lambda row: row.phones[0].national if row.phones else "",
    Field.REGION: lambda row: row.region,
    Field.SOURCE: lambda row: row.source,
    Field.SOURCE_DETAIL: lambda row: row.source_detail,
    Field.LABELS: lambda row: row.labels,
    Field.STAGE: lambda row: row.stage_words,
    Field.STATUS: lambda row: row.status,
    Field.REJECTED_ON: lambda row: table_day(row.rejected_on),
    Field.WITHDRAWN_ON: lambda row: table_day(row.withdrawn_on),
    Field.OFFERED_ON: lambda row: table_day(row.offered_on),
    Field.HIRED_ON: lambda row: table_day(row.hired_on),
    Field.ENDED_ON: lambda row: table_day(row.ended_on),
    Field.REJECTION_REASON: lambda row: row.rejection_reason,
    Field.EMPLOYER: lambda row: row.employer,
    Field.TITLE: lambda row: row.title,
    Field.EDUCATION: lambda row: row.education,
    Field.RESUME: lambda row: row.resume,
    Field.NOTES: lambda row: row.notes,
}


def facts_of(found: Import, reading: Reading) -> list[dict[str, Any]]:
    """Where it comes from and how it was read; what a kind of file does not have is left out."""
    system = SYSTEMS.get(reading.source) or _("特定のシステムではない表")
    rows = [
        {"term": _("ファイル"), "value": found.filename},
        {"term": _("取り込み元"), "value": system},
        {
            "term": _("見出し"),
            "value": _("%(n)s行目") % {"n": reading.header_line},
            "why": _("その上の行は読みません。") if reading.header_line > 1 else "",
        },
    ]
    if reading.sheet:
        rows.append({"term": _("シート"), "value": reading.sheet})
    if reading.delimiter:
        delimiters = {"\t": _("タブ"), ",": _("カンマ"), ";": _("セミコロン")}
        rows.append({"term": _("区切り"), "value": delimiters.get(reading.delimiter, reading.delimiter)})
    return rows


def column_rows(reading: Reading, *, chosen: Collection[int]) -> dict[str, Any]:
    """Columns by what becomes of them: `read`, `barred`, `left`; a form cannot hold more than `COLUMNS_SHOWN` each."""
    rows: dict[str, list[dict[str, Any]]] = {"read": [], "barred": [], "left": []}
    for column in reading.mapping.columns:
        place = "barred" if column.barred else "read" if column.field else "left"
        if column.heading or column.suggested or place == "read":
            is_chosen = column.index in chosen
            rows[place].append(
                {"column": column, "samples": _samples(column, reading), "is_chosen": is_chosen}
            )
    has_suggestion = any(one["column"].suggested for one in rows["left"])
    return {place: found[:COLUMNS_SHOWN] for place, found in rows.items()} | {
        "has_suggestion": has_suggestion
    }


def _samples(column: Column, reading: Reading) -> str:
    show = _SHOWN.get(column.field) if column.field else None
    if show is None:
        return ""
    found: dict[str, None] = {}
    for row in reading.rows[:200]:
        text = " ".join(str(show(row)).split())
        if text:
            found[text[:40]] = None
        if len(found) == SAMPLES:
            break
    return enumerated(found)


def previewed_rows(reading: Reading) -> list[dict[str, Any]]:
    return [
        {"row": row, "address": first_address(row), "state": _state(row.outcome)}
        for row in reading.preview(PREVIEWED)
    ]


def tally_of(reading: Reading) -> dict[str, Any]:
    """How many rows ended how, and how many of them can be told by mail."""
    outcomes = Counter(row.outcome for row in reading.rows)
    return {
        "outcomes": [
            {"state": _state(outcome), "count": outcomes[outcome]} for outcome in Outcome if outcomes[outcome]
        ],
        "rows": len(reading.rows),
        "refused": len(reading.refused),
        "skipped": len(reading.skipped),
        "total": len(reading.rows) + len(reading.refused),
        "rejected": outcomes[Outcome.REJECTED],
        "undecided": outcomes[Outcome.UNDECIDED],
        "unreachable": sum(not row.addresses for row in reading.rows),
        "untold": sum(row.was_told is False and row.outcome is Outcome.REJECTED for row in reading.rows),
        "told": sum(row.was_told is True and row.outcome is Outcome.REJECTED for row in reading.rows),
        "remarks": _remarks(reading),
    }


def _state(outcome: Outcome) -> Any:
    return APPLICATION_STATES[ApplicationState(outcome.value)]


def _remarks(reading: Reading) -> list[str]:
    """What was left out of cells, each sentence once with its number of rows."""
    sentences = Counter(
        remark.ja if is_japanese() else remark.en for row in reading.rows for remark in row.remarks
    )
    return [
        _("%(sentence)s(%(n)s行)") % {"sentence": sentence, "n": count(n)}
        for sentence, n in sorted(sentences.items())
    ]
