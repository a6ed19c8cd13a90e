import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.candidates.rules.limits import CELL_CHARACTERS_MAX, COLUMNS_MAX
from careerrelay.candidates.rules.tables import (
    OverlongCell,
    TooManyColumns,
    UnclosedQuote,
    split_records,
    without_trailing_blanks,
)
from careerrelay.core.refusal import Refusal


def records(text: str, delimiter: str = ",") -> list[tuple[int, list[str]]]:
    lines = io.StringIO(text, newline="")
    return [(record.line_number, record.cells) for record in split_records(lines, delimiter)]


def test_rows_carry_the_line_on_which_they_begin():
    assert records('a,b\r\n"1\r\n2\n3",c\rd,"e"\n') == [
        (1, ["a", "b"]),
        (2, ["1\r\n2\n3", "c"]),
        (5, ["d", "e"]),
    ]


def test_a_quote_counts_only_where_a_cell_begins():
    assert records('5"7,"a""b",x"y"\n') == [(1, ['5"7', 'a"b', 'x"y"'])]


def test_text_behind_a_closing_quote_stays():
    assert records('"a"b,c\n') == [(1, ["ab", "c"])]


def test_a_separator_within_quotes_is_text():
    assert records('"a,b"\t"c\td"\n', "\t") == [(1, ["a,b", "c\td"])]


def test_line_separators_of_unicode_are_text():
    assert records("a\u2028b,c\x85d\n") == [(1, ["a\u2028b", "c\x85d"])]


def test_a_row_without_the_end_of_a_line_is_known_as_the_last():
    assert [record.is_cut for record in split_records(["a\n", "b"], ",")] == [False, True]


def test_a_quote_that_is_never_closed_is_refused_with_its_line():
    with pytest.raises(UnclosedQuote) as refused:
        records('a,b\nc,"d\ne,f\n')
    assert refused.value.ja == '2行目: 引用符（"）が閉じられていません。'
    assert refused.value.en == "Row 2: a quotation mark is never closed."


def test_a_cell_of_200_000_characters_is_read_and_a_longer_one_refused():
    longest = "あ" * CELL_CHARACTERS_MAX
    assert records(f"a\n{longest}\n")[1] == (2, [longest])
    assert records(f'a\n"{longest}"\n')[1] == (2, [longest])
    for text in (f"a\n{longest}x\n", f'a\n"{longest}x"\n', 'a\n"' + "x\n" * CELL_CHARACTERS_MAX):
        with pytest.raises(OverlongCell) as refused:
            records(text)
        assert refused.value.ja.startswith("2行目: 200,000文字を超えるセルがあります。")


def test_20_000_columns_are_read_and_one_more_is_refused():
    assert len(records("," * (COLUMNS_MAX - 1) + "\n")[0][1]) == COLUMNS_MAX
    with pytest.raises(TooManyColumns):
        records("a\n" + "," * COLUMNS_MAX + "\n")


def test_blank_cells_at_the_end_of_a_row_are_nothing():
    assert without_trailing_blanks(["", "a", " ", "\u3000"]) == ["", "a"]
    assert without_trailing_blanks(["", ""]) == []


CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=5), st.sampled_from(",\t;"))
def test_what_the_standard_library_writes_is_read_back(rows, delimiter):
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    assert [cells for _, cells in records(buffer.getvalue(), delimiter)] == rows


@given(st.text(alphabet='a",\n\r', max_size=60))
def test_no_text_is_anything_but_split_or_refused(text):
    try:
        records(text)
    except Refusal:
        assert '"' in text
