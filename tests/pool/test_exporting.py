"""A list leaves as a file: what was asked for, harmless in a spreadsheet, for its maker, without who left."""

from datetime import timedelta

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.candidates.models import Candidate
from careerrelay.candidates.rules.reading import read_applicants
from careerrelay.core.actor import Actor
from careerrelay.core.clock import moved_to
from careerrelay.core.ids import new_id
from careerrelay.pool import exporting
from careerrelay.pool.bulk import Pressed, start_bulk_deed
from careerrelay.pool.exporting import ExportGone, ExportOutdated, file_for, run_export
from careerrelay.pool.models import BulkDeed, BulkDeedKind, ExportFile
from careerrelay.pool.rules.question import Question
from careerrelay.pool.tasks import forget_exports
from tests.make import NOW, make_candidate, make_member
from tests.pool.test_asking import join, leave

NASTY = ["=1+1", "＝SUM(A1)", "'=x", "@関数", "+81 90", "-", "'", "髙橋 𠮷郎", "ｱｵｲ\u200dé", 'a"b,c']


@pytest.fixture
def bob(network) -> Actor:
    return Actor.member(make_member(network.company).id, organization_id=network.company.id)


def export(company, bob: Actor, *, form: str = "csv", columns=("contact",), question=None) -> BulkDeed:
    pressed = Pressed(
        kind=BulkDeedKind.EXPORT,
        question=question or Question(),
        chosen_ids=None,
        arguments={"columns": list(columns), "form": form, "language": "ja", "stem": "候補者"},
        press_key=new_id(),
    )
    with acting_for(company.id):
        return start_bulk_deed(pressed, sort="added", organization_id=company.id, actor=bob, at=NOW)


def made(company, deed: BulkDeed, *, at=NOW) -> ExportFile:
    run_export(organization_id=company.id, bulk_deed_id=deed.id, at=at)
    with acting_for(company.id):
        return ExportFile.objects.get(bulk_deed=deed)


@pytest.mark.promise("P29", "P30")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_was_exported_is_imported_again_as_it_was(network, bob, form) -> None:
    for number, employer in enumerate(NASTY):
        candidate = make_candidate(network.company, name=f"候補 {number}", address=f"a{number}@example.jp")
        with acting_for(network.company.id):
            Candidate.objects.filter(id=candidate.id).update(employer=employer)
    deed = export(network.company, bob, form=form, columns=("contact", "employer"))
    file = made(network.company, deed)
    reading = read_applicants(bytes(file.content), filename=file.filename)
    assert [row.name for row in reading.rows] == [f"候補 {number}" for number in range(len(NASTY))]
    addresses = [row.addresses[0].written for row in reading.rows]
    assert addresses == [f"a{number}@example.jp" for number in range(len(NASTY))]
    if form == "csv":
        text = bytes(file.content).decode("utf-8-sig")
        assert "'=1+1" in text
        assert ",=1+1" not in text
    found = {row.name: row.employer for row in reading.rows}
    assert found["候補 0"] == "=1+1"
    assert found["候補 7"] == "髙橋 𠮷郎"


@pytest.mark.promise("P29")
def test_cp932_lists_what_it_cannot_write(network, bob) -> None:
    make_candidate(network.company, name="𠮷田 葵")
    file = made(network.company, export(network.company, bob, form="csv_cp932"))
    assert "〓田 葵" in bytes(file.content).decode("cp932")
    assert file.unwritable == [[2, 1, "𠮷", "𠮷田 葵"]]


@pytest.mark.promise("P02", "P03", "P08")
def test_who_leaves_is_in_no_file_that_is_made_or_fetched_later(network, bob) -> None:
    company, later = network.company, NOW + timedelta(hours=1)
    join(company, "stays@example.jp")
    join(company, "goes@example.jp")
    before, during = export(company, bob), export(company, bob)
    assert b"goes@example.jp" in bytes(made(company, before).content)
    leave(company, "goes@example.jp", at=later)
    file = made(company, during, at=later)
    assert file.rows == 1
    assert b"goes@" not in bytes(file.content)
    assert bob.id is not None
    with acting_for(company.id):
        assert file_for(during, member_id=bob.id, at=later) == file
        with pytest.raises(ExportOutdated):
            file_for(before, member_id=bob.id, at=later)
        counted = AuditEntry.objects.filter(deed="export_candidates").order_by("at", "id")
        assert list(counted.values_list("count", flat=True)) == [2, 1]


@pytest.mark.promise("P03")
def test_who_leaves_while_the_file_is_being_written_is_not_in_it(network, bob, monkeypatch) -> None:
    company, later = network.company, NOW + timedelta(hours=1)
    join(company, "stays@example.jp")
    join(company, "goes@example.jp")
    write, times = exporting.write_people, []

    def write_and_somebody_leaves(*given, **named):
        table = write(*given, **named)
        times.append(table)
        if len(times) == 1:
            leave(company, "goes@example.jp", at=later)
        return table

    monkeypatch.setattr(exporting, "write_people", write_and_somebody_leaves)
    file = made(company, export(company, bob), at=later)
    assert b"goes@" in times[0].content
    assert b"goes@" not in bytes(file.content)
    assert file.rows == 1


def test_a_file_is_its_makers_for_a_day(network, bob) -> None:
    make_candidate(network.company)
    deed = export(network.company, bob)
    made(network.company, deed)
    assert bob.id is not None
    with acting_for(network.company.id):
        assert file_for(deed, member_id=bob.id, at=NOW + timedelta(hours=23)).rows == 1
        with pytest.raises(ExportGone):
            file_for(deed, member_id=new_id(), at=NOW)
        with pytest.raises(ExportGone):
            file_for(deed, member_id=bob.id, at=NOW + timedelta(hours=24))


def test_a_file_goes_with_its_day_though_nobody_makes_another_one(network, bob) -> None:
    make_candidate(network.company)
    deed = export(network.company, bob)
    made(network.company, deed)
    with moved_to(NOW + timedelta(hours=23)):
        forget_exports()
    with acting_for(network.company.id):
        assert ExportFile.objects.filter(bulk_deed=deed).exists()
    with moved_to(NOW + timedelta(hours=25)):
        forget_exports()
    with acting_for(network.company.id):
        assert not ExportFile.objects.filter(bulk_deed=deed).exists()
