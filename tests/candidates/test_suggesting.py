"""Which two records a recruiter is asked about: found by SQL, weighed by the rule, remembered once decided."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.blocking import BLOCK_MAX
from careerrelay.candidates.duplicates import PairGone, ask_again, call_distinct, suggest_pairs
from careerrelay.candidates.models import (
    Candidate,
    CandidateAddress,
    CandidatePhone,
    DuplicatePair,
    Employment,
    PairState,
    Source,
)
from careerrelay.text.names import comparable_kana, comparable_name
from tests.make import NOW, TESTER, make_company, make_operator

pytestmark = pytest.mark.django_db

MOBILE = "+819012345678"


@pytest.fixture
def company() -> Organization:
    return make_company(make_operator())


def record(
    company: Organization,
    name: str,
    kana: str = "",
    *,
    phone: str = "",
    address: str = "",
    employer: str = "",
    education: str = "",
    is_proxy: bool = False,
) -> UUID:
    with acting_for(company.id):
        candidate = Candidate.objects.create(
            organization=company,
            name=name,
            kana=kana,
            name_key=comparable_name(name),
            kana_key=comparable_kana(kana),
            employer=employer,
            education=education,
            source=Source.IMPORT,
            created_at=NOW,
            updated_at=NOW,
        )
        if phone:
            CandidatePhone.objects.create(
                organization=company, candidate=candidate, number=phone, canonical=phone
            )
        if address:
            CandidateAddress.objects.create(
                organization=company,
                candidate=candidate,
                address=address,
                canonical=address,
                is_proxy=is_proxy,
            )
    return candidate.id


def suggest(company: Organization, *candidate_ids: UUID, **more: object) -> int:
    with acting_for(company.id):
        return suggest_pairs(
            organization_id=company.id,
            candidate_ids=candidate_ids,
            at=NOW,
            **more,  # type: ignore[arg-type]
        )


def pairs(company: Organization) -> dict[frozenset[UUID], DuplicatePair]:
    with acting_for(company.id):
        return {frozenset({pair.first_id, pair.second_id}): pair for pair in DuplicatePair.objects.all()}


@pytest.mark.parametrize(
    ("one", "other", "evidence"),
    [
        (
            {"name": "髙橋 一郎", "phone": MOBILE},
            {"name": "高橋 一郎", "phone": MOBILE},
            ["name_variant", "phone"],
        ),
        (
            {"name": "山田 太郎", "employer": "㈱汐見計測"},
            {"name": "太郎　山田", "employer": "汐見計測 株式会社"},
            ["name_swapped", "employer"],
        ),
        (
            {"name": "斉藤 学", "education": "東都大学 経済学部"},
            {"name": "齋藤学", "education": "2015年3月 東都大学卒業"},
            ["name_variant", "school"],
        ),
        (
            {"name": "佐藤 誠", "kana": "サトウ マコト", "employer": "汐見計測"},
            {"name": "Makoto Satoh", "employer": "汐見計測"},
            ["name_latin", "employer"],
        ),
        (
            {"name": "三浦 葵", "kana": "ミウラ アオイ", "address": "miura.aoi@example.jp"},
            {"name": "三浦 あおい", "kana": "ﾐｳﾗ ｱｵｲ", "address": "miura.aoi@example.com"},
            ["kana", "mailbox"],
        ),
        (
            {"name": "森 美咲", "phone": MOBILE},
            {"name": "高木 美咲", "phone": MOBILE},
            ["given_name", "phone"],
        ),
    ],
)
def test_whoever_came_first_the_second_record_is_suggested(company, one, other, evidence):
    first, second = record(company, **one), record(company, **other)
    assert suggest(company, second) == 1
    assert suggest(company, first) == 0
    assert suggest(company, first, second) == 0
    [pair] = pairs(company).values()
    assert pair.evidence == evidence
    assert {pair.first_id, pair.second_id} == {first, second}


def test_namesakes_are_nobodys_work(company):
    record(company, "佐藤 誠", "サトウ マコト", employer="汐見計測", phone=MOBILE)
    other = record(company, "佐藤 誠", "サトウ マコト", employer="青葉台食品", phone="+819000000000")
    assert suggest(company, other) == 0


def test_a_proxy_of_a_job_board_says_nothing(company):
    record(company, "三浦 葵", address="aoimiura@indeedemail.com", is_proxy=True)
    other = record(company, "三浦 葵", address="aoimiura@example.jp")
    assert suggest(company, other) == 0


def test_an_earlier_employer_counts_too(company):
    one = record(company, "小鳥遊 琥珀", employer="青葉台食品")
    with acting_for(company.id):
        Employment.objects.create(organization=company, candidate_id=one, employer="汐見計測（株）")
    assert suggest(company, record(company, "小鳥遊 琥珀", employer="汐見計測")) == 1


def test_an_address_with_two_names_is_a_suggestion_that_only_the_import_can_make(company):
    aoi, ken = record(company, "三浦 葵", address="home@example.jp"), record(company, "三浦 健")
    assert suggest(company, aoi, ken) == 0
    assert suggest(company, ken, shared_addresses=[(ken, aoi)]) == 1
    assert suggest(company, ken) == 0
    assert pairs(company)[frozenset({aoi, ken})].evidence == ["shared_address"]


def test_what_somebody_called_two_people_is_not_suggested_again(company):
    one, other = record(company, "三浦 葵", phone=MOBILE), record(company, "三浦 葵", phone=MOBILE)
    suggest(company, one, other)
    [pair] = pairs(company).values()
    with acting_for(company.id):
        call_distinct(organization_id=company.id, pair_ids=[pair.id], actor=TESTER, at=NOW)
        with pytest.raises(PairGone):
            call_distinct(organization_id=company.id, pair_ids=[pair.id], actor=TESTER, at=NOW)
    assert suggest(company, one, other) == 0
    assert [found.state for found in pairs(company).values()] == [PairState.DISTINCT]
    with acting_for(company.id):
        ask_again(organization_id=company.id, pair_ids=[pair.id], actor=TESTER, at=NOW)
    assert [found.state for found in pairs(company).values()] == [PairState.OPEN]


def test_a_pair_goes_with_its_reason(company):
    one, other = record(company, "三浦 葵", phone=MOBILE), record(company, "三浦 葵", phone=MOBILE)
    suggest(company, one, other)
    with acting_for(company.id):
        CandidatePhone.objects.filter(candidate_id=other).delete()
    suggest(company, other)
    assert pairs(company) == {}


def test_a_number_that_everybody_gives_tells_nobody_apart(company):
    crowd = [record(company, "生徒 一号", phone=MOBILE) for _ in range(BLOCK_MAX + 1)]
    assert suggest(company, *crowd) == 0


def test_another_company_is_never_looked_at(company):
    stranger = make_company(make_operator(slug="other-network"), slug="aobadai", name="青葉台食品")
    record(stranger, "三浦 葵", phone=MOBILE)
    assert suggest(company, record(company, "三浦 葵", phone=MOBILE)) == 0
    assert pairs(stranger) == {}


def test_more_people_ask_no_more_questions(company):
    few = [record(company, f"三浦 {n}", phone=f"+8190{n // 2:08}") for n in range(4)]
    with CaptureQueriesContext(connection) as asked_of_few:
        suggest(company, *few)
    many = [record(company, f"森 {n // 2}", phone=f"+8180{n // 2:08}") for n in range(40)]
    with CaptureQueriesContext(connection) as asked_of_many:
        assert suggest(company, *many) == 20
    assert len(asked_of_many) <= len(asked_of_few)
