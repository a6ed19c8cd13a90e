"""A text that asks for more needs a new grant, one that asks for less does not, and no purpose is empty words."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.consent.queries import topics_to_ask_again
from careerrelay.consent.rules.purposes import CATEGORIES, Category, Purpose
from careerrelay.consent.rules.state import Topic
from careerrelay.consent.rules.texts import CURRENT, VERSIONS, Reach, is_wider, needs_new_grant
from careerrelay.consent.rules.wording import AgencyFacts, CompanyFacts, Terms, consent_document
from careerrelay.text.purposes import VaguePurpose, check_purposes, vague_purposes
from tests.make import NOW, answer, make_link, make_network

reaches = st.builds(
    Reach,
    st.frozensets(st.sampled_from(Category)),
    mails_a_year=st.integers(0, 12),
    months=st.integers(1, 24),
)


def document(language: str) -> dict[str, object]:
    company = CompanyFacts(
        "1", "汐見計測", "汐見計測株式会社", "Shiomi Inc.", "横浜市", "人事部", "saiyo@shiomi.example.jp"
    )
    agency = AgencyFacts(
        "2", "三日月キャリア株式会社", "Mikazuki Inc.", "製造・計測", "Manufacturing", "横浜市", "13-ユ-999101",
        "2025-11-19", "2027-11-19", "2026-11-19",
    )  # fmt: skip
    terms = Terms(cooling=timedelta(hours=24))
    return consent_document(company=company, agencies=[agency], terms=terms, language=language)


def test_versions_are_approved_before_they_are_shown_and_numbered_without_a_hole():
    assert [version.number for version in VERSIONS] == list(range(1, len(VERSIONS) + 1))
    assert sorted({version.on for version in VERSIONS}) == [version.on for version in VERSIONS]
    for version in VERSIONS:
        assert version.approved_on <= version.on
        assert version.approved_by
        assert version.changed_ja
        assert version.changed_en
    assert {purpose: reach.categories for purpose, reach in CURRENT.asks.items()} == {
        purpose: frozenset(CATEGORIES[purpose]) for purpose in CURRENT.asks
    }


def test_the_page_says_the_limits_of_its_version():
    shown = document("ja")
    assert (shown["version"], shown["version_on"]) == (CURRENT.number, CURRENT.on.isoformat())
    text = json.dumps(shown, ensure_ascii=False)
    assert f"年に{CURRENT.asks[Purpose.POOL].mails_a_year}回まで" in text
    assert "2か月に1回まで" in text
    assert CURRENT.asks[Purpose.NEWS].mails_a_year == 6


@given(reaches, reaches)
def test_wider_is_whatever_asks_for_one_thing_more_and_narrower_is_not(one: Reach, other: Reach):
    union = Reach(
        one.categories | other.categories,
        max(one.mails_a_year, other.mails_a_year),
        max(one.months, other.months),
    )
    assert not is_wider(one, than=union)
    assert not is_wider(one, than=one)
    assert is_wider(union, than=one) == (union != one)


def test_a_purpose_that_was_never_asked_for_was_never_granted():
    before = replace(CURRENT, asks={Purpose.POOL: CURRENT.asks[Purpose.POOL]})
    assert needs_new_grant(Purpose.NEWS, granted_under=before, now=CURRENT)
    assert not needs_new_grant(Purpose.NEWS, granted_under=CURRENT, now=before)
    assert not needs_new_grant(Purpose.POOL, granted_under=before, now=CURRENT)


@pytest.mark.django_db
def test_who_agreed_to_four_mails_is_asked_again_for_five_and_not_for_three():
    network = make_network()
    person_id = answer(make_link(network.company), pool=True, news=True).person_id
    assert person_id is not None

    def with_mails(mails: int):
        pool = replace(CURRENT.asks[Purpose.POOL], mails_a_year=mails)
        return replace(CURRENT, number=99, on=date(2027, 1, 1), asks={**CURRENT.asks, Purpose.POOL: pool})

    with acting_for_person(person_id):
        assert topics_to_ask_again(person_id=person_id, at=NOW) == set()
        assert topics_to_ask_again(person_id=person_id, now=with_mails(3), at=NOW) == set()
        asked = topics_to_ask_again(person_id=person_id, now=with_mails(5), at=NOW)
    assert asked == {Topic(Purpose.POOL, network.company.id)}


@pytest.mark.parametrize(
    "words",
    [
        "事業活動に用いるため",
        "マーケティング活動に用いるため",
        "お客様のサービスの向上のため",
        "お客様の サービス の向上のため",
        "候補者サービス向上のため",
        "当社の業務全般に利用します",
        "その他の正当な目的のため",
        "各種ご案内のため",
        "ﾏｰｹﾃｨﾝｸﾞ活動に用いるため",
        "for our business activities",
        "We use it for marketing purposes.",
        "to improve our services",
        "and other legitimate purposes",
    ],
)
def test_empty_words_are_refused_with_the_example_of_the_commission(words):
    with pytest.raises(VaguePurpose) as refused:
        check_purposes(f"取得した情報を、{words}。")
    assert "アフターサービス" in refused.value.ja
    assert "after-sales" in refused.value.en


@pytest.mark.parametrize(
    "words",
    [
        "○○事業における商品の発送、関連するアフターサービス、新商品・サービスに関する情報のお知らせのために利用いたします。",
        "紹介会社が、あなたに合う仕事を紹介するため",
        "合う求人が出たときに、メールでお知らせするため",
        "so that the agency can introduce you to jobs that suit you",
    ],
)
def test_what_names_a_purpose_passes(words):
    assert vague_purposes(words) == []


def strings_in(value: object) -> list[str]:
    if isinstance(value, dict):
        return [found for one in value.values() for found in strings_in(one)]
    if isinstance(value, list):
        return [found for one in value for found in strings_in(one)]
    return [value] if isinstance(value, str) else []


def test_none_of_our_own_texts_is_vague():
    for language in ("ja", "en"):
        assert [vague for text in strings_in(document(language)) for vague in vague_purposes(text)] == []
    for path in Path("careerrelay/outreach/rules").glob("letters*.py"):
        assert vague_purposes(path.read_text(encoding="utf-8")) == []
