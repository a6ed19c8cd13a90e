"""Everything that is held, on one page and as files, without asking anybody."""

import csv
import io
import json

import pytest

from tests.make import answer, confirm_own_profile, make_candidate, make_link, make_token


@pytest.fixture
def link(network):
    found = make_link(network.company, candidate=make_candidate(network.company))
    answer(found, pool=True, agencies=network.agencies[:1])
    confirm_own_profile(found)
    return f"/c/{make_token(network.company)}"


@pytest.mark.promise("P23")
def test_a_person_sees_everything_and_takes_it_along(reader, link):
    page = reader.open(f"{link}/holdings")
    assert "あなたについて保管している情報の、すべてです" in page.text
    assert "三浦 葵" in page.text
    assert "2026年11月19日(木) 10:15" in page.text
    assert "T01:15" not in page.text
    form = page.form("表計算用")
    taken = reader.press(form, "プログラム用")
    assert taken.response["Content-Disposition"].startswith('attachment; filename="careerrelay-')
    document = json.loads(taken.body)
    assert {holding["kind"] for holding in document["holdings"]} == {"own_page", "company"}
    taken = reader.press(form, "表計算用")
    rows = list(csv.reader(io.StringIO(taken.body.removeprefix("\ufeff"))))
    assert any("三浦 葵" in row for row in rows)
    assert "no-store" in taken.response["Cache-Control"]


def test_a_forged_form_takes_nothing_along(reader, link):
    form = reader.open(f"{link}/holdings").form("表計算用")
    form.fields["nonce"] = ["forged"]
    page = reader.press(form, "表計算用")
    assert page.status == 303
    assert "done=old" in page.response["Location"]


def test_who_never_answered_finds_the_question(reader, network):
    link = f"/c/{make_token(network.company, address='new@example.jp')}"
    assert reader.open(f"{link}/holdings").response["Location"] == link
