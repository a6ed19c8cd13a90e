"""A list, its number, its pages and its facets say what a naive look at everybody says; and never who is hidden."""

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.indexing import index_organization
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    CandidateAddress,
    Quarantine,
    Source,
)
from careerrelay.consent.models import ServedText, Statement
from careerrelay.consent.queries import granted_candidate_ids
from careerrelay.consent.rules.purposes import Deed, Purpose
from careerrelay.core.ids import new_id
from careerrelay.pool.answering import Answering
from careerrelay.pool.asking import count_answering, who_answers
from careerrelay.pool.facets import count_facets
from careerrelay.pool.models import Segment, Tag, Tagging, TagGroup
from careerrelay.pool.rules.question import Question, question_document
from careerrelay.pool.showing import hidden_ids, shown_among
from tests.make import NOW, Network

PEOPLE, QUESTIONS, PAGE = 60, 24, 9
WORDS = ("溶接", "会計", "英語")
REGIONS = ("東京", "大阪", "")
SORTS = ("", "", "name", "-name", "applied", "-applied", "added", "confirmed", "-confirmed")
UNDER_WAY = {"open", "undecided", "hired"}


@dataclass(frozen=True, slots=True)
class Known:
    """What a naive look needs of somebody."""

    id: UUID
    region: str
    words: str
    source: str
    states: frozenset[str]
    tags: frozenset[UUID]
    has_address: bool
    is_aside: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A company with `people`, of whom `shown` may be seen; those in `pool` are in it."""

    company_id: UUID
    people: dict[UUID, Known]
    shown: frozenset[UUID]
    pool: frozenset[UUID]
    tags: list[Tag]


@pytest.fixture
def place(network: Network) -> Place:
    chance, company_id = random.Random(20261127), network.company.id
    ServedText.objects.create(hash="0" * 64, document=b"{}", language="ja", first_served_at=NOW)
    with acting_for(company_id):
        tags = [
            Tag.objects.create(
                organization_id=company_id, group=TagGroup.FREE, name=name, name_key=name, created_at=NOW
            )
            for name in ("甲", "乙")
        ]
        people = [_somebody(company_id, tags, chance) for _ in range(PEOPLE)]
        index_organization(organization_id=company_id)
        pool = frozenset(granted_candidate_ids(Purpose.POOL, organization_id=company_id, at=NOW))
    shown = frozenset(
        one.id
        for one in people
        if (one.source != Source.SELF_DECLARED or one.states or one.id in pool)
        and not (one.is_aside and not one.states & UNDER_WAY)
    )
    assert 0 < len(pool & shown) < len(shown) < PEOPLE - 4
    return Place(company_id, {one.id: one for one in people}, shown, pool, tags)


def _somebody(company_id: UUID, tags: list[Tag], chance: random.Random) -> Known:
    owner, when = {"organization_id": company_id}, NOW - timedelta(days=chance.randrange(900))
    candidate = Candidate.objects.create(
        **owner,
        name=f"候補{chance.randrange(8)}",
        kana=chance.choice(("コウホ", "")),
        region=chance.choice(REGIONS),
        background=" ".join(word for word in WORDS if chance.random() < 0.5),
        source=chance.choice((Source.SELF_DECLARED, Source.IMPORT)),
        confirmed_at=when if chance.random() < 0.5 else None,
        created_at=when,
        updated_at=when,
    )
    states = [chance.choice(list(ApplicationState)) for _ in range(chance.randrange(3))]
    for state in states:
        applied_on = when.date() if chance.random() < 0.7 else None
        Application.objects.create(
            **owner, candidate=candidate, state=state, applied_on=applied_on, created_at=when, updated_at=when
        )
    on_them = [tag for tag in tags if chance.random() < 0.4]
    for tag in on_them:
        Tagging.objects.create(**owner, tag=tag, candidate=candidate, tagged_at=NOW)
    if has_address := chance.random() < 0.7:
        address = f"{candidate.id}@example.jp"
        CandidateAddress.objects.create(**owner, candidate=candidate, address=address, canonical=address)
    if is_aside := chance.random() < 0.2:
        Quarantine.objects.create(
            **owner, candidate=candidate, set_aside_on=NOW.date(), erase_on=NOW.date() + timedelta(days=30)
        )
    _say(candidate, chance.choice(((), (Deed.GRANT,), (Deed.GRANT, Deed.REVOKE))), chance)
    return Known(
        candidate.id,
        candidate.region,
        candidate.background,
        candidate.source,
        frozenset(states),
        frozenset(tag.id for tag in on_them),
        has_address,
        is_aside,
    )


def _say(candidate: Candidate, deeds: tuple[Deed, ...], chance: random.Random) -> None:
    """Some grants are older than a year and have run out."""
    person_id, granted_at = new_id(), NOW - timedelta(days=chance.choice((30, 200, 500)))
    for number, deed in enumerate(deeds):
        Statement.objects.create(
            organization_id=candidate.organization_id,
            person_id=person_id,
            candidate_id=candidate.id,
            purpose=Purpose.POOL,
            deed=deed,
            company_id=candidate.organization_id,
            recipient_id=candidate.organization_id,
            categories=[],
            text_id="0" * 64 if deed == Deed.GRANT else None,
            channel="web",
            at=granted_at + timedelta(days=number),
        )


def _some_question(place: Place, chance: random.Random) -> Question:
    asked = Question()
    conditions: list[dict[str, Any]] = [
        {"search": chance.choice(WORDS)},
        {"search": f"{WORDS[0]} {WORDS[1]}"},
        {"states": (chance.choice(list(ApplicationState)).value,)},
        {"regions": (chance.choice(REGIONS[:2]),)},
        {"sources": (Source.SELF_DECLARED.value,)},
        {"tags_any": (place.tags[0].id, place.tags[1].id)},
        {"tags_none": (place.tags[0].id,)},
        {"is_in_pool": True},
        {"is_unreachable": True},
    ]
    for more in chance.sample(conditions, k=chance.choice((0, 1, 1, 2, 3))):
        asked = replace(asked, **more)
    return asked


def _naively(place: Place, question: Question) -> set[UUID]:
    return {one for one in place.shown if _answers(place, place.people[one], question)}


def _answers(place: Place, one: Known, question: Question) -> bool:
    return all(
        (
            all(word in one.words for word in question.search.split()),
            not question.states or one.states & set(question.states),
            not question.regions or one.region in question.regions,
            not question.sources or one.source in question.sources,
            not question.tags_any or one.tags & set(question.tags_any),
            not one.tags & set(question.tags_none),
            not question.is_in_pool or one.id in place.pool,
            not question.is_unreachable or not one.has_address,
        )
    )


@pytest.mark.promise("P02", "P08")
@pytest.mark.parametrize(("ranked", "counted"), [(200, 10_000), (3, 9)])
def test_a_list_says_what_a_look_at_everybody_says(
    place: Place, monkeypatch: pytest.MonkeyPatch, ranked: int, counted: int
) -> None:
    """Also where there are more hits than are ranked, and more than are counted."""
    for module in ("candidates.searching", "pool.answering"):
        monkeypatch.setattr(f"careerrelay.{module}.RANKED_MAX", ranked)
    monkeypatch.setattr("careerrelay.candidates.searching.HITS_MAX", counted)
    monkeypatch.setattr("careerrelay.pool.answering.FIRST", PAGE)
    chance, seen = random.Random(7), Counter[str]()
    with acting_for(place.company_id):
        _compare(place, Question(search=WORDS[0]), "", seen=seen, counted=counted)
        for _ in range(QUESTIONS):
            question, sort = _some_question(place, chance), chance.choice(SORTS)
            _compare(place, question, sort, seen=seen, counted=counted)
    assert bool(seen["more"]) == (counted < PEOPLE)
    assert seen["pages"] > QUESTIONS / 2


def _compare(place: Place, question: Question, sort: str, *, seen: Counter[str], counted: int) -> None:
    asked: dict[str, Any] = {"organization_id": place.company_id, "at": NOW}
    expected = _naively(place, question)
    found = Answering(question, sort=sort, **asked)
    everybody = found.all_ids()
    assert set(everybody) == expected, question
    assert len(everybody) == len(expected)
    assert count_answering(question, **asked) == len(expected), question
    assert {one.id for one in who_answers(question, **asked)} == expected
    if found.is_more:
        assert (found.count(), len(expected) > counted) == (counted, True)
    else:
        assert found.count() == len(expected)
    pages = [found[start : start + PAGE] for start in range(0, found.count(), PAGE)]
    assert [one for page in pages for one in page] == everybody[: found.count()], (question, sort)
    facets = count_facets(everybody, **asked) if len(expected) <= counted else {}
    regions = Counter(place.people[one].region for one in expected)
    if facets:
        said = {value.pair[1]: value.people for value in facets.get("region", ())}
        assert said == {name: n for name, n in regions.items() if name and n < len(expected)}
    seen.update(pages=len(pages), more=found.is_more)


@pytest.mark.promise("P02", "P08")
def test_a_segment_counts_whom_a_look_at_everybody_finds(place: Place) -> None:
    asked: dict[str, Any] = {"organization_id": place.company_id, "at": NOW}
    with acting_for(place.company_id):
        for number, question in enumerate((Question(search=WORDS[0]), Question(is_in_pool=True), Question())):
            segment = Segment.objects.create(
                organization_id=place.company_id,
                name=f"{number}",
                question=question_document(question),
                created_at=NOW,
            )
            through = Question(segment=segment.id, regions=("東京",))
            expected = _naively(place, replace(question, regions=("東京",)))
            assert count_answering(through, **asked) == len(expected)
            assert set(Answering(through, sort="name", **asked).all_ids()) == expected


@pytest.mark.promise("P08")
def test_who_is_hidden_is_everybody_but_who_is_shown(place: Place) -> None:
    asked: dict[str, Any] = {"organization_id": place.company_id, "at": NOW}
    with acting_for(place.company_id):
        aside = {one.id for one in place.people.values() if one.is_aside} - place.shown
        left = set(place.people) - place.shown
        assert hidden_ids(**asked) == left
        assert aside < left
        assert shown_among(list(place.people), **asked) == place.shown


@pytest.mark.promise("P02", "P08")
@pytest.mark.parametrize("source", [Source.SELF_DECLARED, Source.IMPORT])
def test_who_is_hidden_keeps_nobody_of_nearly_the_same_name_from_being_found(
    network: Network, source
) -> None:
    """Names one letter apart are found where nobody bears the name: a search that then found nobody would tell that
    somebody who bears it left, or is set aside."""
    asked: dict[str, Any] = {"organization_id": network.company.id, "at": NOW}
    with acting_for(network.company.id):
        owner = {"organization_id": network.company.id, "created_at": NOW, "updated_at": NOW}
        near = Candidate.objects.create(**owner, name="三輪 葵", source=Source.IMPORT)
        Candidate.objects.create(**owner, name="佐々木 太郎", source=Source.IMPORT)
        before = _found_by_name(asked)
        hidden = Candidate.objects.create(**owner, name="三浦 葵", source=source)
        Quarantine.objects.create(
            organization_id=network.company.id,
            candidate=hidden,
            set_aside_on=NOW.date(),
            erase_on=NOW.date() + timedelta(days=30),
        )
        assert _found_by_name(asked) == before
    assert before["三浦 葵"] == [([near.id], 1, True), ([near.id], 1, True), 1, [near.id], 1]
    assert before["三浦 翔"] == [([], 0, False), ([], 0, False), 0, [], 0]


def _found_by_name(asked: dict[str, Any]) -> dict[str, Any]:
    """By name: what the list says ranked and sorted, the number, the people, and the number of a segment."""
    index_organization(organization_id=asked["organization_id"])
    said = {}
    for name in ("三浦 葵", "三輪 葵", "三浦 翔", "佐々木 太郎"):
        question = Question(search=name)
        segment = Segment.objects.create(
            organization_id=asked["organization_id"],
            name=str(new_id()),
            question=question_document(question),
            created_at=NOW,
        )
        lists = [Answering(question, sort=sort, **asked) for sort in ("", "name")]
        said[name] = [
            *((one.all_ids(), one.count(), one.is_tolerant) for one in lists),
            count_answering(question, **asked),
            [one.id for one in who_answers(question, **asked)],
            count_answering(Question(segment=segment.id), **asked),
        ]
    return said
