"""How a file is read, chosen step by step; and the same choice offered for the next file of that source."""

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.candidates.choosing import (
    ReadingIsSettled,
    choose_columns,
    choose_reading,
    glance_at_import,
    keep_unknown_table,
    kept_choices,
    targets_of,
)
from careerrelay.candidates.importing import receive_file, start_import
from careerrelay.candidates.models import CustomField, Import, RememberedColumns
from careerrelay.candidates.remembering import forget_columns, recall_columns, remember_columns
from careerrelay.candidates.rules.columns import NoKnownColumn
from careerrelay.candidates.rules.custom_columns import CustomColumn
from careerrelay.candidates.rules.decoding import UndecodableFile
from careerrelay.candidates.rules.fields import Field
from tests.corpus.hrmos import hrmos_export
from tests.corpus.tables import separated
from tests.make import NOW, TESTER, Network, make_network

pytestmark = pytest.mark.django_db

UNKNOWN = separated(("三浦 葵", "aoi@example.jp", "週3"), headings=("ひと", "れんらくさき", "日数")).encode(
    "cp932"
)


@pytest.fixture
def network() -> Network:
    return make_network()


def received(network: Network, content: bytes) -> Import:
    return receive_file(
        organization_id=network.company.id, filename="a.csv", content=content, actor=TESTER, at=NOW
    )


def test_a_table_that_we_do_not_know_is_kept_and_read_as_somebody_chose(network: Network) -> None:
    with acting_for(network.company.id):
        field = CustomField.objects.create(
            organization=network.company, name="働ける日", form="text", created_at=NOW
        )
        kept = keep_unknown_table(
            organization_id=network.company.id, filename="a.csv", content=UNKNOWN, actor=TESTER, at=NOW
        )
        with pytest.raises(NoKnownColumn):
            choose_columns(kept, columns={2: Field.NOTES}, actor=TESTER, at=NOW)
        days = targets_of(network.company.id)[f"custom:{field.id}"]
        choose_columns(kept, columns={0: Field.NAME, 1: Field.ADDRESS, 2: days}, actor=TESTER, at=NOW)
        row = glance_at_import(Import.objects.get()).rows[0]
        assert (row.name, row.addresses[0].written) == ("三浦 葵", "aoi@example.jp")
        assert row.custom == ((str(field.id), "週3"),)
        field.ended_at = NOW
        field.save()
        assert kept_choices(Import.objects.get()) == {0: Field.NAME, 1: Field.ADDRESS}


def test_a_choice_with_which_the_file_cannot_be_read_is_refused_and_not_kept(network: Network) -> None:
    with acting_for(network.company.id):
        found = received(network, separated(("三浦 葵",), headings=("氏名",)).encode("cp932"))
        with pytest.raises(UndecodableFile):
            choose_reading(found, encoding="utf-8", system="plain", header_line=1, actor=TESTER, at=NOW)
        with pytest.raises(NoKnownColumn):
            choose_columns(found, columns={0: None}, actor=TESTER, at=NOW)
        found.refresh_from_db()
        assert (found.encoding, found.columns) == ("cp932", {})
        assert not AuditEntry.objects.filter(deed__startswith="choose").exists()


def test_nothing_is_chosen_any_more_once_the_import_began(network: Network) -> None:
    with acting_for(network.company.id):
        found = received(network, hrmos_export([{"external_id": "A-1", "name": "三浦 葵"}]))
        again = Import.objects.get()
        start_import(found, encoding=found.encoding, rejected_are_untold=False, actor=TESTER, at=NOW)
        with pytest.raises(ReadingIsSettled):
            choose_columns(again, columns={5: None}, actor=TESTER, at=NOW)
        assert Import.objects.get().columns == {}


def remembered(network: Network, content: bytes, **choices: Field | CustomColumn | None) -> Import:
    found = received(network, content)
    headings = glance_at_import(found).headings
    columns = {headings.index(heading): target for heading, target in choices.items()}
    choose_columns(found, columns=columns, actor=TESTER, at=NOW)
    remember_columns(found, headings, at=NOW)
    return found


def test_the_next_export_starts_from_the_choice_although_it_gained_a_column(network: Network) -> None:
    people = [{"external_id": "A-1", "name": "三浦 葵", "agent": "北斗台"}]
    with acting_for(network.company.id):
        remembered(network, hrmos_export(people, without=["notes"]), エージェント企業名=Field.NOTES)
        following = received(network, hrmos_export(people))
        headings = glance_at_import(following).headings
        assert recall_columns(following, headings) == {headings.index("エージェント企業名"): Field.NOTES}
        assert forget_columns(following, headings, actor=TESTER, at=NOW)
        assert recall_columns(following, headings) == {}
        assert not forget_columns(following, headings, actor=TESTER, at=NOW)


def test_headings_of_nobody_in_particular_must_be_the_same_and_may_change_places(network: Network) -> None:
    with acting_for(network.company.id):
        rows = [("三浦 葵", "b", "c")]
        remembered(network, separated(*rows, headings=("氏名", "めも", "めも")).encode(), めも=Field.NOTES)
        turned = received(
            network, separated(("b", "三浦 葵", "c"), headings=("めも", "氏名", "めも")).encode()
        )
        assert recall_columns(turned, ("めも", "氏名", "めも")) == {0: Field.NOTES}
        assert recall_columns(turned, ("めも", "氏名", "めも", "ほか")) == {}


def test_another_company_remembers_nothing_of_it(network: Network) -> None:
    content = separated(("三浦 葵", "b"), headings=("氏名", "めも")).encode()
    with acting_for(network.company.id):
        remembered(network, content, めも=Field.NOTES)
    with acting_for(network.other_company.id):
        found = receive_file(
            organization_id=network.other_company.id, filename="a.csv", content=content, actor=TESTER, at=NOW
        )
        assert recall_columns(found, ("氏名", "めも")) == {}
        assert not RememberedColumns.objects.exists()
