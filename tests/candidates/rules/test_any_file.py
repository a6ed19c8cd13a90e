"""Whatever comes in, rows or one sentence come out."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careerrelay.candidates.rules.aliases import SOURCES
from careerrelay.candidates.rules.entries import Entry
from careerrelay.candidates.rules.limits import CELL_CHARACTERS_MAX
from careerrelay.candidates.rules.reading import read_applicants
from careerrelay.core.refusal import Refusal
from tests.corpus.tables import HEADINGS, TARO, separated
from tests.corpus.vendors import (
    doda_export,
    entry_pocket_export,
    greenhouse_export,
    herp_export,
    hr_hacker_export,
    indeed_export,
    lever_export,
    roborobo_export,
)

EXPORTS = [
    export()
    for export in (
        doda_export,
        entry_pocket_export,
        greenhouse_export,
        herp_export,
        hr_hacker_export,
        indeed_export,
        lever_export,
        roborobo_export,
    )
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp"]
WORDS = st.sampled_from(
    [
        "",
        "山田太郎",
        "a@x.jp",
        "090-1234-5678",
        "令和7年2月29日",
        "不採用",
        "辞退",
        "入社",
        "'",
        "=1",
        "\0",
        "\ufeff",
        "合計",
        "本籍：東京",
        '"',
        "\r\n",
    ]
)
CELLS = WORDS | st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=9), max_size=6),
    st.sampled_from(ENCODINGS),
    st.sampled_from(",\t;"),
)
def test_every_row_of_a_table_is_read_refused_or_skipped_once(rows, encoding, delimiter):
    content = separated(*rows, delimiter=delimiter).encode(encoding, "replace")
    try:
        reading = read_applicants(content)
    except Refusal:
        return
    entries: list[Entry] = [*reading.rows, *reading.refused, *reading.skipped]
    lines = [entry.line_number for entry in entries]
    assert len(lines) == len(set(lines)) <= len(rows)
    for row in reading.rows:
        assert row.name or row.external_id or row.is_reachable
        repr(row).encode("utf-8")
    for refused in reading.refused:
        assert refused.ja.startswith(f"{refused.line_number}行目: ")
        assert refused.en.startswith(f"Row {refused.line_number}: ")
        "".join(refused.cells).encode("utf-8")
        assert "\0" not in "".join(refused.cells)
    assert read_applicants(content) == reading


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_no_bytes_are_anything_but_read_or_refused(content):
    try:
        read_applicants(content)
    except Refusal:
        return


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(EXPORTS),
    st.lists(st.tuples(st.integers(min_value=0, max_value=3000), st.binary(max_size=3)), max_size=5),
    st.sampled_from([None, *SOURCES]),
    st.sampled_from([None, "utf-8", "cp932", "utf-16", "euc-jp", "iso-2022-jp"]),
)
def test_no_damaged_export_is_anything_but_read_or_refused(content, changes, source, encoding):
    damaged = bytearray(content)
    for place, piece in changes:
        damaged[place % len(damaged) : place % len(damaged) + 1] = piece
    try:
        read_applicants(bytes(damaged), source=source, encoding=encoding)
    except Refusal:
        return


@settings(max_examples=100, deadline=None)
@given(st.integers(min_value=0, max_value=2000), st.sampled_from(["utf-8", "cp932", "utf-16", "euc_jp"]))
def test_a_file_cut_anywhere_gives_no_row_that_differs_from_the_whole(length, encoding):
    rows = [(f"A-{number}", *TARO[1:-1], "おわり") for number in range(6)]
    content = separated(*rows).encode(encoding)
    whole = {row.line_number: row for row in read_applicants(content).rows}
    try:
        reading = read_applicants(content[:length])
    except Refusal:
        return
    for row in reading.rows:
        if row.notes == "おわり":
            assert row == whole[row.line_number]
        else:
            # Only the last cell of the last row can be shorter without anybody being able to tell.
            assert row is reading.rows[-1]
            assert "おわり".startswith(row.notes)


HOSTILE_TEXTS = ["結果", "本籍", "(", " ", "1234 ", "\u0301", "ア一", "辞退"]


@pytest.mark.promise("P46")
@pytest.mark.parametrize("piece", HOSTILE_TEXTS)
@pytest.mark.parametrize("heading", HEADINGS)
def test_no_long_cell_takes_long(heading, piece):
    row = list(TARO)
    row[HEADINGS.index(heading)] = (piece * CELL_CHARACTERS_MAX)[:CELL_CHARACTERS_MAX]
    started = time.process_time()
    read_applicants(separated(row).encode())
    assert time.process_time() - started < 2


def test_a_long_heading_takes_no_long():
    for piece in ("手当", "本籍", "(", "a"):
        headings = ["氏名", piece * 50_000]
        started = time.process_time()
        assert len(read_applicants(separated(("山田", "x"), headings=headings).encode()).rows) == 1
        assert time.process_time() - started < 2
