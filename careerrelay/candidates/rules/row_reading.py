"""One record to one applicant: every cell that is read at all is understood, or the row is refused. Never half."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from careerrelay.candidates.rules.applicants import ApplicantRow, Remark
from careerrelay.candidates.rules.custom_columns import CustomColumn, read_custom_cell
from careerrelay.candidates.rules.custom_values import CustomValue
from careerrelay.candidates.rules.endings import Ending, ending_of, with_chosen_end
from careerrelay.candidates.rules.exporting import restore_cell
from careerrelay.candidates.rules.fair_hiring import BarredItem, without_barred_items
from careerrelay.candidates.rules.fields import FREE_TEXT, Field
from careerrelay.candidates.rules.row_plans import RowPlan, with_years_first
from careerrelay.candidates.rules.stages import Stage, furthest_stage
from careerrelay.candidates.rules.statuses import Outcome
from careerrelay.candidates.rules.tables import Record
from careerrelay.candidates.rules.workbooks import LOST_RESULT
from careerrelay.core.refusal import Refusal
from careerrelay.text.addresses import MailAddress, parse_addresses
from careerrelay.text.cleaning import clean_line, clean_paragraphs
from careerrelay.text.dates import DayWithoutYear, parse_day
from careerrelay.text.folding import fold_for_search
from careerrelay.text.names import clean_name, widen_kana
from careerrelay.text.phones import PhoneNumber, find_phones
from careerrelay.text.regions import as_region

# What the record of a candidate has room for.
_CHARACTERS_MAX = {
    Field.EXTERNAL_ID: 200,
    Field.CANDIDATE_EXTERNAL_ID: 200,
    Field.JOB_EXTERNAL_ID: 200,
    Field.JOB_TITLE: 300,
    Field.STAGE: 100,
    Field.STATUS: 100,
    Field.STATUS_CODE: 100,
    Field.ENDED_REASON: 300,
    Field.LABELS: 2_000,
    Field.SOURCE: 300,
    Field.SOURCE_DETAIL: 300,
    Field.EMPLOYER: 300,
    Field.TITLE: 300,
    Field.REJECTION_REASON: 300,
    Field.EVALUATOR: 100,
}

_INTERVIEWS = {
    Field.INTERVIEW_1_ON: Stage.INTERVIEW_1,
    Field.INTERVIEW_2_ON: Stage.INTERVIEW_2,
    Field.INTERVIEW_3_ON: Stage.INTERVIEW_3,
    Field.INTERVIEW_4_ON: Stage.INTERVIEW_4,
    Field.INTERVIEW_5_ON: Stage.INTERVIEW_5,
    Field.INTERVIEW_FINAL_ON: Stage.INTERVIEW_FINAL,
}

_Contact = TypeVar("_Contact", MailAddress, PhoneNumber)

_KEPT_REMARKS = {
    Field.APPLIED_ON: Remark(
        ja="年のない応募日は空欄にし、書かれた日付は備考といっしょに候補者の「経歴」に残します。",
        en="A day of application without its year is left empty; what was written stays in the candidate's background.",
    ),
    Field.PHONE: Remark(
        ja="電話番号に添えられた言葉は、備考といっしょに候補者の「経歴」に残します。",
        en="Words beside a phone number stay in the candidate's background.",
    ),
}

_NAMES = frozenset({Field.NAME, Field.FAMILY_NAME, Field.GIVEN_NAME})
_OWN_CHARACTER = re.compile("[\ue000-\uf8ff]")
_OWN_CHARACTERS = Remark(
    ja="氏名に、その会社だけの文字(外字)があります。ほかの画面やメールでは読めないので、取り込んだあとで直してください。",
    en="A name holds a character of a company's own, which nobody else's screen shows; mend it after the import.",
)

_BRACKETS = re.compile("[()（）]")
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_TOLD = re.compile(r"済|[○◯〇◎✓✔]|\b(?:yes|true|1|sent|done|told|notified)\b|はい")
_UNTOLD = re.compile(r"未|×|\b(?:no|not|false|0|pending)\b|いいえ|まだ")


class Nobody(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="氏名も連絡先も応募IDもありません。", en="There is no name, no contact and no application ID."
        )


class UnreadableCell(Refusal):
    def __init__(self, heading: str, *, ja: str, en: str) -> None:
        super().__init__(ja=f"列「{heading}」に{ja}。", en=f"The column {heading} {en}.")


class OverlongValue(Refusal):
    def __init__(self, field: Field, *, characters_max: int) -> None:
        super().__init__(
            ja=f"{field.ja}が{characters_max}文字を超えています。",
            en=f"The field '{field.en}' is longer than {characters_max} characters.",
        )


def read_row(record: Record, plan: RowPlan) -> ApplicantRow:
    """Raises: Refusal of the first value that is not understood, without its place."""
    applicant = _applicant(Cells(record, plan), record)
    if not (applicant.name or applicant.external_id or applicant.is_reachable):
        raise Nobody
    return applicant


def _applicant(row: "Cells", record: Record) -> ApplicantRow:
    ending = _read_ending(row)
    phones, applied_on = row.phones(), row.applied_on()
    return ApplicantRow(
        line_number=record.line_number,
        outcome=ending.outcome,
        external_id=row.line(Field.EXTERNAL_ID),
        candidate_external_id=row.line(Field.CANDIDATE_EXTERNAL_ID),
        job_external_id=row.line(Field.JOB_EXTERNAL_ID),
        job_title=row.line(Field.JOB_TITLE),
        name=_name(row, Field.NAME, Field.FAMILY_NAME, Field.GIVEN_NAME),
        kana=widen_kana(_name(row, Field.KANA, Field.FAMILY_KANA, Field.GIVEN_KANA)),
        addresses=row.every(Field.ADDRESS, parse_addresses),
        phones=phones,
        region=next(filter(None, map(as_region, row.values(Field.REGION))), ""),
        source=row.line(Field.SOURCE),
        source_detail=row.line(Field.SOURCE_DETAIL),
        labels=row.line(Field.LABELS),
        employer=row.line(Field.EMPLOYER),
        title=row.line(Field.TITLE),
        education=row.paragraphs(Field.EDUCATION),
        resume=row.paragraphs(Field.RESUME),
        notes=row.notes(),
        status=ending.status,
        asked_word=ending.asked_word,
        stage=ending.stage,
        stage_words=ending.stage_words,
        rejection_reason=row.line(Field.REJECTION_REASON),
        was_told=_was_told(row, ending),
        applied_on=applied_on,
        rejected_on=ending.day if ending.outcome is Outcome.REJECTED else row.day(Field.REJECTED_ON),
        withdrawn_on=ending.day if ending.outcome is Outcome.WITHDRAWN else row.day(Field.WITHDRAWN_ON),
        offered_on=row.day(Field.OFFERED_ON),
        hired_on=row.day(Field.HIRED_ON),
        ended_on=ending.day,
        interviews=row.interviews(),
        custom=_custom_values(row, record) if row.plan.custom else (),
        remarks=row.remarks(),
    )


def _read_ending(row: "Cells") -> Ending:
    ending = ending_of(
        row.plan.source,
        row.plan.tells_outcome,
        furthest_stage(stage for stage, _ in row.interviews()),
        (row.joined(Field.STATUS), *map(row.line, _ENDING_WORDS)),
        tuple(map(row.day, _ENDING_DAYS)),
    )
    return with_chosen_end(ending, row.plan.word_ends) if row.plan.word_ends else ending


_ENDING_WORDS = (Field.STAGE, Field.STATUS_CODE, Field.ENDED_REASON, Field.REJECTION_REASON)
_ENDING_DAYS = (
    Field.REJECTED_ON,
    Field.WITHDRAWN_ON,
    Field.OFFERED_ON,
    Field.ACCEPTED_ON,
    Field.HIRED_ON,
    Field.ENDED_ON,
)


def _name(row: "Cells", whole: Field, family: Field, given: Field) -> str:
    """The parts of a name in Latin letters stand in their own order: Taro Yamada, but 山田 太郎."""
    name = clean_name(row.first(whole))
    if name:
        return name
    parts = [clean_name(row.first(family)), clean_name(row.first(given))]
    if all(part.isascii() for part in parts):
        parts.reverse()
    return clean_name(" ".join(filter(None, parts)))


def _custom_values(row: "Cells", record: Record) -> tuple[tuple[str, CustomValue], ...]:
    """Of two columns for one field the first that says something."""
    found: dict[str, CustomValue] = {}
    for index, column in row.plan.custom:
        cell = record.cells[index] if index < len(record.cells) else ""
        if not cell or cell.isspace() or column.id in found:
            continue
        text = row.storable(column, cell, heading=row.plan.headings[index])
        value = read_custom_cell(text, column)
        if value is not None:
            found[column.id] = value
    return tuple(found.items())


def _was_told(row: "Cells", ending: Ending) -> bool | None:
    """A day in the column of the notice is the day on which it went out."""
    words = fold_for_search(row.first(Field.TOLD))
    if not words:
        return ending.was_told
    if _UNTOLD.search(words):
        return False
    if _TOLD.search(words):
        return True
    try:
        return True if parse_day(words, is_1904=row.plan.is_1904) is not None else None
    except Refusal:
        return None


class Cells:
    """What stands in the cells of one row, by field."""

    def __init__(self, record: Record, plan: RowPlan) -> None:
        self.plan = plan
        self._found: dict[tuple[Field | CustomColumn, BarredItem], None] = {}
        self._values: dict[Field, list[str]] = {}
        self._kept: dict[Field, list[str]] = {}
        self._has_own_characters = False
        cells = with_years_first(record.cells, plan) if plan.month_first else record.cells
        width = len(cells)
        for index, field, heading in plan.columns:
            cell = cells[index] if index < width else ""
            if not cell or cell.isspace():
                continue
            # Nearly every cell needs nothing done to it.
            if field not in FREE_TEXT and cell[0] != "'" and cell.isprintable():
                self._add(field, cell)
            else:
                self._take(field, cell, heading=heading)

    def values(self, field: Field) -> Sequence[str]:
        """From the surest column of the field to the least sure, blanks left out."""
        return self._values.get(field, ())

    def first(self, field: Field) -> str:
        values = self._values.get(field)
        return values[0] if values else ""

    def line(self, field: Field) -> str:
        values = self._values.get(field)
        return self._fitting(field, clean_line(values[0])) if values else ""

    def joined(self, field: Field) -> str:
        values = self._values.get(field)
        if values is None or len(values) == 1:
            return self.line(field)
        return self._fitting(field, " / ".join(dict.fromkeys(map(clean_line, self.values(field)))))

    def paragraphs(self, field: Field) -> str:
        values = self._values.get(field)
        return "\n\n".join(dict.fromkeys(map(clean_paragraphs, values))) if values else ""

    def day(self, field: Field) -> date | None:
        for value in self._values.get(field, ()):
            day = parse_day(value, is_1904=self.plan.is_1904)
            if day is not None:
                return day
        return None

    def applied_on(self) -> date | None:
        """Without its year it is none, and stays among the notes: nothing else hangs on it, as on the day of an end."""
        try:
            return self.day(Field.APPLIED_ON)
        except DayWithoutYear:
            self._kept[Field.APPLIED_ON] = list(self.values(Field.APPLIED_ON))
            return None

    def phones(self) -> tuple[PhoneNumber, ...]:
        """Words beside a number stay among the notes."""
        numbers: dict[PhoneNumber, None] = {}
        for value in self._values.get(Field.PHONE, ()):
            found, worded = find_phones(value)
            numbers.update(dict.fromkeys(found))
            if worded:
                self._kept.setdefault(Field.PHONE, []).append(worded)
        return tuple(numbers)

    def notes(self) -> str:
        """Those of the file, and below them the cells of which something had no other place."""
        notes = self.paragraphs(Field.NOTES)
        if not self._kept:
            return notes
        lines = [
            f"{self._heading(field)}: {clean_line(value)}"
            for field, values in self._kept.items()
            for value in values
            if not self._is_barred(value)
        ]
        return "\n".join(filter(None, (notes, *lines)))

    def _is_barred(self, cell: str) -> bool:
        """Words in brackets count as a line of their own."""
        _, items = without_barred_items(_BRACKETS.sub("\n", cell))
        self._found.update(dict.fromkeys((Field.NOTES, item) for item in items))
        return bool(items)

    def _heading(self, field: Field) -> str:
        return next(clean_line(heading) for _, of, heading in self.plan.columns if of is field)

    def interviews(self) -> tuple[tuple[Stage, date], ...]:
        if self._values.keys().isdisjoint(_INTERVIEWS):
            return ()
        days = ((stage, self.day(field)) for field, stage in _INTERVIEWS.items() if field in self._values)
        return tuple((stage, day) for stage, day in days if day is not None)

    def every(self, field: Field, parse: Callable[[str], tuple[_Contact, ...]]) -> tuple[_Contact, ...]:
        values = self._values.get(field)
        if values is None:
            return ()
        if len(values) == 1:
            return parse(values[0])
        return tuple(dict.fromkeys(contact for value in values for contact in parse(value)))

    def remarks(self) -> tuple[Remark, ...]:
        """After everything else of the row was read."""
        if not self._found and not self._kept and not self._has_own_characters:
            return ()
        return (
            *(
                Remark(
                    ja=f"{field.ja}から「{item.ja}」に当たる記述を除きました。",
                    en=f"What stood under '{field.en}' about {item.en} was left out.",
                )
                for field, item in self._found
            ),
            *(_KEPT_REMARKS[field] for field in self._kept),
            *((_OWN_CHARACTERS,) if self._has_own_characters else ()),
        )

    def storable(self, target: Field | CustomColumn, cell: str, *, heading: str) -> str:
        """The cell without what spreadsheets and exports put in front, and without what may not be kept."""
        if LOST_RESULT in cell:
            raise UnreadableCell(
                heading,
                ja="計算結果が保存されていない数式かエラーがあります",
                en="holds an error, or a formula that was saved without its result",
            )
        if "\0" in cell:
            raise UnreadableCell(
                heading, ja="読めない文字（NUL）があります", en="holds an unreadable character (NUL)"
            )
        cell = restore_cell(cell)
        is_free = isinstance(target, CustomColumn) or target in FREE_TEXT
        return self._without_barred(target, cell) if is_free else cell

    def _take(self, field: Field, cell: str, *, heading: str) -> None:
        cell = self.storable(field, cell, heading=heading)
        if cell and not cell.isspace():
            self._add(field, cell)
            if field in _NAMES and _OWN_CHARACTER.search(cell):
                self._has_own_characters = True

    def _add(self, field: Field, cell: str) -> None:
        values = self._values.get(field)
        if values is None:
            self._values[field] = [cell]
        else:
            values.append(cell)

    def _without_barred(self, target: Field | CustomColumn, cell: str) -> str:
        text, items = without_barred_items(cell if cell.isprintable() else _LINE_ENDS.sub("\n", cell))
        if items:
            self._found.update(dict.fromkeys((target, item) for item in items))
        return text

    def _fitting(self, field: Field, value: str) -> str:
        characters_max = _CHARACTERS_MAX.get(field)
        if characters_max is not None and len(value) > characters_max:
            raise OverlongValue(field, characters_max=characters_max)
        return value
