"""A person sees everything that is held about them, holder by holder, and takes it along."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Application, CandidateAddress, Evaluation, Note, Rejection, Source
from careerrelay.candidates.rules.documents.pdf import inspect_pdf, pages_of_pdf
from careerrelay.core.disclosure import DisclosedPart
from careerrelay.outreach.models import LetterKind
from careerrelay.people.models import LinkKind
from careerrelay.people.rules import ContactWhen
from careerrelay.privacy.disclosing import Disclosure, Holding, disclosure_of
from careerrelay.privacy.disclosure_forms import disclosure_csv, disclosure_json, printed_holdings
from careerrelay.privacy.disclosure_pdf import disclosure_file
from careerrelay.privacy.rules.disclosure_words import FIELDS, KINDS, PARTS, VALUES
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.actions.replying import accept_copy, record_sight
from careerrelay.relay.models import RelayedProfile
from careerrelay.relay.rules.states import DataNoticeKind, RelayState
from tests.make import (
    NOW,
    TESTER,
    Network,
    answer,
    confirm_own_profile,
    make_candidate,
    make_link,
    make_network,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)


@pytest.fixture
def network() -> Network:
    return make_network()


@pytest.fixture
def known(network) -> Disclosure:
    """三浦 葵 is in the pool of 汐見計測, relayed to 三日月キャリア, and an applicant of 青葉台食品, which never wrote."""
    candidate = make_candidate(network.company)
    elsewhere = make_candidate(network.other_company, name="三浦 葵", address="Aoi@Example.JP")
    with acting_for(network.company.id):
        Note.objects.create(
            organization=network.company, candidate=candidate, words="内輪の話", created_at=NOW
        )
        Evaluation.objects.create(
            organization=network.company,
            application=Application.objects.get(candidate=candidate),
            words="声が小さい",
            created_at=NOW,
            updated_at=NOW,
        )
    link = make_link(network.company, candidate=candidate)
    person_id = answer(link, pool=True, agencies=network.agencies[:1]).person_id
    assert person_id is not None
    confirm_own_profile(link)
    provide_due(operator_id=network.operator.id, at=LATER)
    agency = network.agencies[0]
    with acting_for(agency.id):
        copy = RelayedProfile.objects.get()
    which = {"organization_id": agency.id, "operator_id": network.operator.id}
    record_sight(**which, copy=copy, actor=TESTER, at=LATER)
    accept_copy(**which, copy_id=copy.id, actor=TESTER, at=LATER)
    assert elsewhere.organization_id == network.other_company.id
    return disclosure_of(person_id, at=LATER)


def holding(found: Disclosure, name: str) -> Holding:
    return next(one for one in found.holdings if one.name.startswith(name))


def part(found: Holding, word: str) -> DisclosedPart:
    return next(one for one in found.parts if one.word == word)


@pytest.mark.promise("P23")
def test_everybody_who_holds_something_is_in_it_also_a_company_that_never_wrote(known):
    assert {one.name for one in known.holdings} == {
        "ご自身のページ",
        "汐見計測株式会社",
        "青葉台食品株式会社",
        "三日月キャリア株式会社",
    }
    assert part(holding(known, "青葉台食品"), "candidate").rows[0]["name"] == "三浦 葵"
    assert part(holding(known, "三日月"), "relayed_profile").rows[0]["occupation"] == "組込みソフト開発"


@pytest.mark.promise("P23")
def test_the_record_of_what_was_handed_over_is_opened_for_its_person(known):
    [record] = part(holding(known, "ご自身"), "provision").rows
    assert record["recipient_name"] == "三日月キャリア株式会社"
    assert record["permit_number"] == "13-ユ-999101"
    assert {"name", "address", "experience"} <= {*str(record["items"]).replace("'", " ").split()}
    assert record["keep_until_on"] == "2029-11-21"


@pytest.mark.promise("P35")
def test_it_says_which_organization_looked(known):
    deeds = [row["deed"] for row in part(holding(known, "ご自身"), "audit_entry").rows]
    assert "see_profile" in deeds


def test_what_colleagues_wrote_is_counted_and_not_shown(known):
    company = holding(known, "汐見計測")
    assert part(company, "note") == DisclosedPart("note", withheld=1)
    assert part(company, "evaluation") == DisclosedPart("evaluation", withheld=1)
    assert "内輪" not in disclosure_json(known).decode()
    assert "小さい" not in disclosure_csv(known, language="ja").decode()


def test_nobody_learns_of_a_no_from_it_before_the_letter(network, known):
    assert "state" not in part(holding(known, "汐見計測"), "application").rows[0]
    with acting_for(network.company.id):
        Rejection.objects.update(told_at=NOW)
    again = disclosure_of(known.person_id, at=LATER)
    assert part(holding(again, "汐見計測"), "application").rows[0]["state"] == "rejected"


def test_an_address_of_a_job_board_leads_to_nobody(network, known):
    with acting_for(network.other_company.id):
        CandidateAddress.objects.update(is_proxy=True)
    again = disclosure_of(known.person_id, at=LATER)
    assert "青葉台食品株式会社" not in {one.name for one in again.holdings}


def test_the_three_forms_say_the_same(known):
    read = json.loads(disclosure_json(known))
    assert [one["holder"]["name"] for one in read["holdings"]] == [one.name for one in known.holdings]
    table = list(csv.reader(io.StringIO(disclosure_csv(known, language="en").decode("utf-8-sig"))))
    cells = {(row[0], row[2], row[4]): row[5] for row in table[1:]}
    assert cells["Mikazuki Inc.", "The profile as it was handed over", "Occupation"] == "組込みソフト開発"
    printed = printed_holdings(known, language="en")
    told = sum(len(row) for one in printed for part in one.parts for row in part.rows)
    withheld = sum(bool(part.withheld) for one in printed for part in one.parts)
    assert told + withheld == len(table) - 1


def test_every_kind_and_every_field_has_its_words(known):
    for one in known.holdings:
        assert one.kind in KINDS
        for found in one.parts:
            assert found.word in PARTS
            assert not {field for row in found.rows for field in row} - FIELDS.keys(), found.word


def test_the_pdf_says_the_same_as_the_page_in_text_that_can_be_copied(known):
    """Read by PDFium, which is not who wrote it. Breaks of lines are no words."""
    for language in ("ja", "en"):
        written = disclosure_file(known, form="pdf", language=language)
        inspect_pdf(written)
        read = "".join(page() for page in pages_of_pdf(written))
        found = re.sub(r"\s", "", read)
        said = [
            text
            for held in printed_holdings(known, language=language)
            for one in held.parts
            for text in (one.title, *(value for row in one.rows for pair in row for value in pair))
        ]
        lost = [text for text in said if len(text) < 40 and re.sub(r"\s", "", text) not in found]
        assert len(said) > 50
        assert lost == []


def test_a_letter_that_the_font_of_the_pdf_lacks_is_named_and_markup_is_text(known):
    """P29: never a `?`."""
    name = "髙﨑é 𠮷野 <b>葵</b> & 😀"
    first = replace(known.holdings[0], parts=(DisclosedPart("profile", ({"name": name},)),))
    written = disclosure_file(replace(known, holdings=(first,)), form="pdf", language="ja")
    read = "".join(page() for page in pages_of_pdf(written))
    assert "髙﨑é 〓野 <b>葵</b> & 〓" in read
    assert "U+20BB7 U+1F600" in read


@pytest.mark.parametrize("codes", [LetterKind, LinkKind, RelayState, DataNoticeKind, ContactWhen, Source])
def test_no_code_of_ours_stands_where_the_person_reads_words(codes) -> None:
    # The daily heads go to owners of an organization, never to a person.
    assert {code.value for code in codes} - {LetterKind.HEAD} <= VALUES.keys()
