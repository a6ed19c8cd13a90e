"""What we understood of the top of a file, in rows for the page: facts, headings, columns, the first applicants."""

from collections.abc import Callable, Collection, Mapping
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from careerrelay.candidates.choosing import word_of
from careerrelay.candidates.models import ApplicationState, Import
from careerrelay.candidates.rules.aliases import SOURCES
from careerrelay.candidates.rules.applicants import ApplicantRow
from careerrelay.candidates.rules.columns import Column, Target
from careerrelay.candidates.rules.custom_columns import CustomColumn
from careerrelay.candidates.rules.fair_hiring import without_barred_items
from careerrelay.candidates.rules.fields import OF_AN_EVALUATION, Field
from careerrelay.candidates.rules.glances import Glance
from careerrelay.web.recruiter.words import APPLICATION_STATES, enumerated
from careerrelay.web.shared.templatetags.words import is_japanese, table_day

SAMPLES = 3
SAMPLE_CHARACTERS_MAX = 40
# One field each, of the thousand that Django takes.
COLUMNS_SHOWN = 300
PREVIEWED = 10
RAW_COLUMNS = 6
HEADING_WORDS = 4
UNREAD_SHOWN = 10
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


def facts_of(found: Import, glance: Glance) -> list[dict[str, Any]]:
    """How it was read where nothing can be chosen; what a kind of file does not have is left out."""
    rows: list[dict[str, Any]] = [{"term": _("ファイル"), "value": found.filename}]
    if glance.sheet:
        rows.append({"term": _("シート"), "value": glance.sheet})
    if glance.delimiter:
        delimiters = {"\t": _("タブ"), ",": _("カンマ"), ";": _("セミコロン")}
        rows.append({"term": _("区切り"), "value": delimiters.get(glance.delimiter, glance.delimiter)})
    return rows


def system_words() -> dict[str, str]:
    return {source: SYSTEMS.get(source) or _("特定のシステムではない表") for source in SOURCES}


def heading_lines(glance: Glance, *, chosen: int | None) -> list[dict[str, Any]]:
    """The rows that may be the headings, by what stands in them and may be asked for."""
    barred = {column.index for column in glance.mapping.barred}
    lines = []
    for record in glance.top:
        kept = (cell for index, cell in enumerate(record.cells[:100]) if index not in barred)
        written = [" ".join(cell.split()) for cell in kept if cell.strip()]
        if not written:
            continue
        words = enumerated(word[:SAMPLE_CHARACTERS_MAX] for word in written[:HEADING_WORDS])
        more = " …" if len(written) > HEADING_WORDS else ""
        label = _("%(n)s行目: %(words)s") % {"n": record.line_number, "words": words + more}
        is_chosen = record.line_number == chosen
        lines.append({"number": record.line_number, "label": label, "is_chosen": is_chosen})
    return lines


def needs_a_look(glance: Glance) -> bool:
    """Whether the columns should be looked at before the start: somebody cannot be told apart, or a column that we do
    not know looks like a contact."""
    return not glance.mapping.tells_people_apart or any(column.suggested for column in glance.mapping.columns)


def unread_headings(glance: Glance) -> str:
    """Columns of which we do not know what they are, though something stands in them: said before the start."""
    unknown = (column for column in glance.mapping.left_out if column.heading and not column.is_known)
    written = (column.heading for column in unknown if samples_of(column, glance))
    return enumerated(heading[:SAMPLE_CHARACTERS_MAX] for heading in islice(written, UNREAD_SHOWN))


def previewed_rows(glance: Glance) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "address": first_address(row),
            "state": APPLICATION_STATES[ApplicationState(row.outcome.value)],
        }
        for row in glance.rows[:PREVIEWED]
    ]


def raw_preview(glance: Glance) -> dict[str, Any]:
    """The first cells as they are written: shown as long as nobody can be told apart."""
    shown = [column for column in glance.mapping.columns if not column.barred][:RAW_COLUMNS]
    return {
        "headings": [column.heading for column in shown],
        "rows": [[_cell(row, column.index) for column in shown] for row in glance.samples[:PREVIEWED]],
    }


def column_rows(glance: Glance, *, chosen: Collection[int]) -> dict[str, Any]:
    """Columns by what becomes of them: `read`, `barred`, `left`; a form cannot hold more than `COLUMNS_SHOWN` each."""
    rows: dict[str, list[dict[str, Any]]] = {"read": [], "barred": [], "left": []}
    for column in glance.mapping.columns:
        place = "barred" if column.barred else "read" if column.target else "left"
        samples = "" if column.barred else samples_of(column, glance)
        if column.heading or samples or place == "read":
            rows[place].append(
                {
                    "column": column,
                    "word": word_of(column.target) if column.target else "",
                    "samples": samples,
                    "why": _why(column, is_chosen=column.index in chosen),
                }
            )
    return {place: found[:COLUMNS_SHOWN] for place, found in rows.items()} | {
        "is_cut": any(len(found) > COLUMNS_SHOWN for found in rows.values()),
        "has_suggestion": any(one["column"].suggested for one in rows["left"]),
    }


def target_groups(targets: Mapping[str, Target]) -> list[dict[str, Any]]:
    """What a column can be, in groups for a long list of choices."""
    groups = [
        {"name": name, "targets": [{"word": field.value, "target": field} for field in fields]}
        for name, fields in _groups()
    ]
    own = [{"word": word, "target": one} for word, one in targets.items() if isinstance(one, CustomColumn)]
    return [*groups, {"name": _("独自項目"), "targets": own}] if own else groups


def samples_of(column: Column, glance: Glance) -> str:
    """Different values of a column: as they were read, or as they are written where they were not."""
    read = _SHOWN.get(column.field) if column.field else None
    values = (
        (str(read(row)) for row in glance.rows)
        if read is not None and glance.rows
        else (_cell(row, column.index) for row in glance.samples)
    )
    texts = (" ".join(value.split())[:SAMPLE_CHARACTERS_MAX] for value in values)
    return enumerated(islice(dict.fromkeys(filter(None, texts)), SAMPLES))


def _cell(row: tuple[str, ...], index: int) -> str:
    """Without what may not be asked for, not even on the screen."""
    return without_barred_items(row[index])[0][:200] if index < len(row) else ""


def _why(column: Column, *, is_chosen: bool) -> str:
    if is_chosen:
        return _("選んだ列")
    if column.target is not None:
        return _("見出しから確か") if column.confidence >= 1 else _("見出しからおそらく")
    if column.suggested is not None:
        field = column.suggested.ja if is_japanese() else column.suggested.en
        return _("値が「%(field)s」のように見えます") % {"field": field}
    return _("選考に使わない列") if column.is_known else _("知らない見出し")


def _groups() -> list[tuple[str, list[Field]]]:
    person = [
        Field.NAME,
        Field.FAMILY_NAME,
        Field.GIVEN_NAME,
        Field.KANA,
        Field.FAMILY_KANA,
        Field.GIVEN_KANA,
        Field.ADDRESS,
        Field.PHONE,
        Field.REGION,
        Field.EMPLOYER,
        Field.TITLE,
        Field.EDUCATION,
        Field.RESUME,
        Field.NOTES,
    ]
    application = [
        Field.EXTERNAL_ID,
        Field.CANDIDATE_EXTERNAL_ID,
        Field.JOB_EXTERNAL_ID,
        Field.JOB_TITLE,
        Field.APPLIED_ON,
        Field.SOURCE,
        Field.SOURCE_DETAIL,
        Field.LABELS,
    ]
    said = [field for field in Field if field in OF_AN_EVALUATION]
    rest = [field for field in Field if field not in {*person, *application, *said}]
    groups = [(_("本人"), person), (_("応募"), application), (_("選考と結果"), rest)]
    return [*groups, (_("面接官の評価"), said)]
