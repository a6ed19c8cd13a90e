import time

import pytest

from careerrelay.candidates.rules.applicants import RefusedRow
from careerrelay.candidates.rules.columns import NoKnownColumn
from careerrelay.candidates.rules.entries import NoApplicants
from careerrelay.candidates.rules.fields import Field
from careerrelay.candidates.rules.glances import ENTRIES_MAX, glance_at
from careerrelay.candidates.rules.reading import read_applicants
from tests.corpus.hrmos import hrmos_export
from tests.corpus.tables import HANAKO, TARO, separated
from tests.corpus.workbooks import sheet_xml, xlsx

UNKNOWN = separated(
    ("三浦 葵", "aoi@example.jp"), headings=("ひと", "れんらくさき"), above=("2026年度", "")
).encode()


def test_a_glance_shows_what_reading_the_whole_file_finds():
    content = hrmos_export([{"external_id": f"A-{n}", "name": "三浦 葵"} for n in range(ENTRIES_MAX + 50)])
    glance, reading = glance_at(content), read_applicants(content)
    assert list(glance.entries) == reading.rows[:ENTRIES_MAX]
    assert (glance.mapping, glance.header_line) == (reading.mapping, reading.header_line)
    assert (glance.codec, glance.delimiter, glance.source) == ("utf-16-le", "\t", "hrmos")
    assert [record.line_number for record in glance.top[:5]] == [1, 2, 3, 4, 5]


def test_a_glance_does_not_read_a_long_file_to_its_end():
    content = separated(*[TARO] * 50_000).encode()
    started = time.process_time()
    glance_at(content)
    assert time.process_time() - started < 1


def test_a_table_of_unknown_headings_is_shown_so_that_somebody_may_say_what_they_are():
    glance = glance_at(UNKNOWN)
    assert (glance.is_known, glance.header_line, glance.headings) == (False, 3, ("ひと", "れんらくさき"))
    assert glance.entries == ()
    assert [column.suggested for column in glance.mapping.columns] == [None, Field.ADDRESS]
    chosen = {0: Field.NAME, 1: Field.ADDRESS}
    assert [row.name for row in read_applicants(UNKNOWN, columns=chosen, header_line=3).rows] == ["三浦 葵"]


@pytest.mark.parametrize(
    "content", [b"only words\nin lines\n", "氏名\r\n".encode(), "氏名,メール\r\n".encode()]
)
def test_what_is_no_table_of_anybody_is_refused(content):
    with pytest.raises((NoKnownColumn, NoApplicants)):
        glance_at(content)


def test_the_line_of_the_headings_can_be_chosen():
    content = separated(TARO, HANAKO, above=("氏名,メールアドレス", "")).encode()
    assert glance_at(content).header_line == 3
    assert read_applicants(content, header_line=3) == read_applicants(content)
    other = read_applicants(content, header_line=1)
    assert other.headings == ("氏名", "メールアドレス")
    assert [type(row) for row in other.refused] == [RefusedRow] * 3
    with pytest.raises(NoKnownColumn):
        read_applicants(content, header_line=40)


def test_a_chosen_line_counts_in_the_sheet_that_has_headings():
    content = xlsx(
        sheet_xml([["この表の使い方"], ["説明"], ["説明"]]),
        parts={},
    )
    with pytest.raises(NoKnownColumn):
        read_applicants(content, header_line=2)
    table = sheet_xml([["2026年度"], ["氏名", "メールアドレス"], ["三浦 葵", "aoi@example.jp"]])
    assert read_applicants(xlsx(table), header_line=2).rows[0].name == "三浦 葵"
