"""A company's own fields: made, renamed, ended without losing what stands in them."""

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.candidates.custom_fields import (
    UnfitField,
    add_custom_field,
    change_custom_field,
    custom_fields,
    end_custom_field,
    reopen_custom_field,
)
from careerrelay.candidates.models import Candidate
from careerrelay.candidates.rules.fair_hiring import BarredName
from careerrelay.candidates.searching import search_candidates
from careerrelay.candidates.tasks import index_field
from tests.make import NOW, TESTER, make_candidate, make_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    company = make_network().company
    with acting_for(company.id):
        yield company


def add(company, name, *, form="text", choices=()):
    return add_custom_field(
        organization_id=company.id, name=name, form=form, choices=choices, actor=TESTER, at=NOW
    )


def found_after_indexing(field):
    """Who is found by 済み once the worker did what the deed left to it."""
    index_field(str(field.organization_id), str(field.id))
    return list(search_candidates(organization_id=field.organization_id, query="済み").ids)


def test_a_name_stands_once_however_it_is_spelled(company):
    add(company, "ﾘﾓｰﾄ希望")
    with pytest.raises(UnfitField) as refused:
        add(company, "リモート希望")
    assert "もうあります" in refused.value.ja
    other = add(company, "出社")
    with pytest.raises(UnfitField):
        change_custom_field(other, name="リモート 希望".replace(" ", ""), choices=[], actor=TESTER, at=NOW)
    change_custom_field(other, name="出社の日数", choices=[], actor=TESTER, at=NOW)
    assert [field.name for field in custom_fields(organization_id=company.id)] == ["ﾘﾓｰﾄ希望", "出社の日数"]
    assert AuditEntry.objects.filter(deed="add_custom_field").count() == 2
    assert AuditEntry.objects.filter(deed="change_custom_field").count() == 1


@pytest.mark.promise("P20")
@pytest.mark.parametrize("name", ["本籍地", "家族構成", "支持政党", "マイナンバー", "配偶者の有無"])
def test_no_field_asks_what_an_employer_may_not_ask(company, name):
    with pytest.raises(BarredName):
        add(company, name)
    kept = add(company, "通勤手段")
    with pytest.raises(BarredName):
        change_custom_field(kept, name=name, choices=[], actor=TESTER, at=NOW)
    assert [field.name for field in custom_fields(organization_id=company.id)] == ["通勤手段"]


def test_an_ended_field_gives_its_name_free_and_comes_back_with_what_stood_in_it(company):
    field = add(company, "職場見学", form="choice", choices=["済み", "未", "済み"])
    candidate = make_candidate(company)
    Candidate.objects.filter(id=candidate.id).update(custom={str(field.id): "済み"})
    assert field.choices == ["済み", "未"]
    assert found_after_indexing(field) == [candidate.id]
    end_custom_field(field, actor=TESTER, at=NOW)
    assert found_after_indexing(field) == []
    successor = add(company, "職場見学")
    with pytest.raises(UnfitField):
        reopen_custom_field(field, actor=TESTER, at=NOW)
    end_custom_field(successor, actor=TESTER, at=NOW)
    field.refresh_from_db()
    reopen_custom_field(field, actor=TESTER, at=NOW)
    assert found_after_indexing(field) == [candidate.id]


def test_a_choice_that_is_offered_no_longer_stays_where_it_is_held(company):
    field = add(company, "働き方", form="choice", choices=["在宅", "出社"])
    change_custom_field(field, name="働き方", choices=["出社", "週3日"], actor=TESTER, at=NOW)
    field.refresh_from_db()
    assert field.choices == ["出社", "週3日"]
    with pytest.raises(UnfitField):
        change_custom_field(field, name="働き方", choices=["出社"], actor=TESTER, at=NOW)


def test_a_choice_needs_choices_and_a_field_its_name(company):
    for name, form, choices in (
        ("色", "choice", ["赤"]),
        ("", "text", []),
        ("あ" * 61, "text", []),
        ("色", "x", []),
    ):
        with pytest.raises(UnfitField):
            add(company, name, form=form, choices=choices)
    assert not AuditEntry.objects.filter(deed="add_custom_field").exists()
