"""Which column is what: by its heading, by the reader's choice, and never what may not be asked (P20)."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from careerrelay.candidates.rules.aliases import (
    SOURCES,
    detect_source,
    find_alias,
    fold_heading,
    is_known_and_unneeded,
)
from careerrelay.candidates.rules.custom_columns import CustomColumn
from careerrelay.candidates.rules.fair_hiring import MY_NUMBER, BarredItem, barred_by_header, holds_my_numbers
from careerrelay.candidates.rules.fields import (
    FINDING_AN_APPLICATION,
    FREE_TEXT,
    IDENTIFYING,
    OF_AN_EVALUATION,
    TELLING_THE_OUTCOME,
    Field,
)
from careerrelay.core.refusal import Refusal
from careerrelay.text.quoting import quotable

Target = Field | CustomColumn
# A column's number from 0, or its heading as it stands in the file; `None` leaves the column out.
ColumnChoices = (
    Mapping[int, Target | None]
    | Mapping[int, Field | None]
    | Mapping[str, Target | None]
    | Mapping[str, Field | None]
    | Mapping[int | str, Target | None]
)

_LOOKS_LIKE_ADDRESS = re.compile(r"[^\s@]+[@＠][^\s@]+[.．][^\s@]+")
_LOOKS_LIKE_PHONE = re.compile(r"\+?[0-9０-９][0-9０-９\s()（）-]{8,16}")
_SUGGESTED_BY_MAX = 50
_SUGGESTION_SHARE_MIN = 0.8
_HEADINGS_SHOWN_MAX = 8
_HEADINGS_COUNTED_MAX = 1_000
_HEADING_CHARACTERS_MAX = 60


class UnknownSource(Refusal):
    def __init__(self, name: str) -> None:
        known = ", ".join(SOURCES)
        super().__init__(
            ja=f"取り込み元「{quotable(name)}」には対応していません。選べるのは {known} です。",
            en=f"The source {quotable(name)} is not one we know; there are {known}.",
        )


class NoKnownColumn(Refusal):
    def __init__(self, headings: Sequence[str]) -> None:
        shown = [quotable(heading, characters_max=20) for heading in headings if heading.strip()]
        listed = shown[:_HEADINGS_SHOWN_MAX]
        super().__init__(
            ja="氏名・メールアドレス・電話番号・応募IDのどの列も見つかりません。"
            + (f"見つかった見出し: {'、'.join(listed)}。" if listed else ""),
            en="There is no column for a name, a mail address, a phone number or an application ID."
            + (f" The headings are: {', '.join(listed)}." if listed else ""),
        )


@dataclass(frozen=True, slots=True)
class Column:
    """`field` or `custom`: what it is read as. `barred`: why it is not taken in. None of them: it is left out.

    `confidence` is 1 for a heading that is known, for a choice and for a barred column, less for a near one.
    `suggested`: what its values look like although its heading is unknown. Never applied without a choice: a column
    of mail addresses may be the interviewers'.
    """

    index: int
    heading: str
    field: Field | None = None
    custom: CustomColumn | None = None
    barred: BarredItem | None = None
    is_known: bool = False
    confidence: float = 0.0
    suggested: Field | None = None

    @property
    def target(self) -> Target | None:
        return self.field or self.custom


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    columns: tuple[Column, ...]

    def indexes(self, field: Field) -> tuple[int, ...]:
        """Columns of the field, the surest first."""
        found = [column for column in self.columns if column.field is field]
        return tuple(column.index for column in sorted(found, key=lambda column: -column.confidence))

    @property
    def barred(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.barred is not None)

    @property
    def left_out(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.target is None and column.barred is None)

    @property
    def tells_people_apart(self) -> bool:
        return any(column.field in IDENTIFYING for column in self.columns)

    @property
    def holds_evaluations(self) -> bool:
        return _holds_evaluations(self.columns)

    @property
    def tells_outcome(self) -> bool:
        return any(column.field in TELLING_THE_OUTCOME for column in self.columns)


def check_source(name: str | None) -> str | None:
    """Raises: UnknownSource."""
    if name is not None and name not in SOURCES:
        raise UnknownSource(name)
    return name


def count_known_headings(cells: Sequence[str], *, choices: ColumnChoices | None = None) -> int:
    """How much a row looks like the headings: 0 unless one of its columns tells people apart."""
    keys = set[int | str](choices or ())
    chosen = {fold_heading(key) for key in keys if isinstance(key, str)}
    known = 0
    is_identifying = False
    for index, cell in enumerate(cells[:_HEADINGS_COUNTED_MAX]):
        if len(cell) > _HEADING_CHARACTERS_MAX or not cell.strip():
            continue
        if fold_heading(cell) in chosen or index in keys:
            known, is_identifying = known + 1, True
            continue
        alias = find_alias(cell)
        is_identifying = is_identifying or (alias is not None and alias[0] in IDENTIFYING)
        known += alias is not None or is_known_and_unneeded(cell) or barred_by_header(cell) is not None
    return known if is_identifying else 0


def map_columns(
    headings: Sequence[str],
    *,
    samples: Sequence[Sequence[str]],
    source: str | None = None,
    choices: ColumnChoices | None = None,
) -> ColumnMapping:
    """`samples`: the first rows below the headings. A choice may not bring in what is barred.

    Raises: NoKnownColumn.
    """
    mapping = guess_columns(headings, samples=samples, source=source, choices=choices)
    if not mapping.tells_people_apart:
        raise NoKnownColumn(headings)
    return mapping


def guess_columns(
    headings: Sequence[str],
    *,
    samples: Sequence[Sequence[str]],
    source: str | None = None,
    choices: ColumnChoices | None = None,
) -> ColumnMapping:
    """The same, although perhaps no column tells people apart yet: somebody may choose one."""
    system = source or detect_source(headings)
    chosen = dict[int | str, Target | None]()
    for key, target in (choices or {}).items():
        chosen[key] = target
    columns = []
    for index, heading in enumerate(headings):
        values = [row[index] for row in samples if index < len(row)]
        columns.append(_column(index, heading, values=values, source=system, chosen=chosen))
    return ColumnMapping(tuple(_settled(columns, source=system)))


def _holds_evaluations(columns: Iterable[Column]) -> bool:
    """A row is what an interviewer said of an application, not the application itself: that would say how it ended
    or when it began."""
    # A form says when it was sent, an interviewer's too.
    fields = {
        column.field for column in columns if column.field is not Field.APPLIED_ON or column.confidence == 1
    }
    is_said = fields & {Field.EVALUATION_SCORE, Field.EVALUATION_WORDS, Field.EVALUATION_RECOMMENDATION}
    of_an_application = (TELLING_THE_OUTCOME - {Field.STAGE}) | {Field.APPLIED_ON}
    return bool(is_said and fields & FINDING_AN_APPLICATION) and not fields & of_an_application


def _settled(columns: Sequence[Column], *, source: str) -> Sequence[Column]:
    """In a file of applicants nobody's evaluation is read, except that its words are notes. A system that gives one
    id only, that of the candidate, tells applications apart by it."""
    if _holds_evaluations(columns):
        return columns
    has_own_id = any(column.field is Field.EXTERNAL_ID for column in columns)
    return [_of_applicants(column, source=source, has_own_id=has_own_id) for column in columns]


def _of_applicants(column: Column, *, source: str, has_own_id: bool) -> Column:
    if column.field is Field.EVALUATION_WORDS:
        return replace(column, field=Field.NOTES)
    if column.field in OF_AN_EVALUATION:
        return replace(column, field=None)
    if column.field is Field.CANDIDATE_EXTERNAL_ID and source == "hrmos" and not has_own_id:
        return replace(column, field=Field.EXTERNAL_ID)
    return column


def _column(
    index: int, heading: str, *, values: Sequence[str], source: str, chosen: Mapping[int | str, Target | None]
) -> Column:
    target, confidence, is_chosen = _chosen_or_known(index, heading, source=source, chosen=chosen)
    custom = target if isinstance(target, CustomColumn) else None
    field = target if isinstance(target, Field) else None
    barred = barred_by_header(heading) or _barred_by_values(field, values)
    if barred is not None:
        return Column(index, heading, barred=barred, is_known=True, confidence=1.0)
    if target is not None or is_chosen:
        return Column(index, heading, field=field, custom=custom, is_known=True, confidence=confidence)
    if is_known_and_unneeded(heading):
        return Column(index, heading, is_known=True, confidence=1.0)
    return Column(index, heading, suggested=_suggestion(values))


def _chosen_or_known(
    index: int, heading: str, *, source: str, chosen: Mapping[int | str, Target | None]
) -> tuple[Target | None, float, bool]:
    for key in (index, heading):
        if key in chosen:
            return chosen[key], 1.0, True
    alias = find_alias(heading, source=source)
    return (*alias, False) if alias is not None else (None, 0.0, False)


def _barred_by_values(field: Field | None, values: Iterable[str]) -> BarredItem | None:
    """Identifiers of twelve digits exist: for them more values must pass than chance would let pass."""
    values_min = {None: 2, Field.EXTERNAL_ID: 6, Field.JOB_EXTERNAL_ID: 6}.get(
        field, 1 if field in FREE_TEXT else 3
    )
    return MY_NUMBER if holds_my_numbers(values, values_min=values_min) else None


def _suggestion(values: Sequence[str]) -> Field | None:
    written = [value.strip() for value in values[:_SUGGESTED_BY_MAX] if value.strip()]
    looks: tuple[tuple[Field, Callable[[str], object]], ...] = (
        (Field.ADDRESS, _LOOKS_LIKE_ADDRESS.fullmatch),
        (Field.PHONE, _LOOKS_LIKE_PHONE.fullmatch),
    )
    for field, looks_like in looks:
        if written and sum(looks_like(value) is not None for value in written) >= _SUGGESTION_SHARE_MIN * len(
            written
        ):
            return field
    return None
