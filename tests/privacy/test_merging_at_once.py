"""Two colleagues merge at the same moment, on two connections: one merge each, and nobody waits for ever."""

import threading
from collections.abc import Callable, Collection
from uuid import UUID

from django.db import connection

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.duplicates import PairGone
from careerrelay.candidates.models import Application, Candidate, DuplicatePair, Merge
from careerrelay.privacy.merging import merge_pair, merge_pairs, undo_merge
from tests.make import TESTER, make_network
from tests.privacy.test_merging import LATER, pair_of, twins

SECONDS = 20


def at_once(company: Organization, *deeds: Callable[[], object]) -> list[object]:
    """What each answers, or the error that it raised; a deed that still waits after 20 seconds has none."""
    answers: list[object] = [None] * len(deeds)
    start = threading.Barrier(len(deeds))

    def press(place: int, deed: Callable[[], object]) -> None:
        start.wait()
        try:
            with acting_for(company.id):
                answers[place] = deed()
        except Exception as error:  # noqa: BLE001 - a thread's error is the answer that is looked at
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=one, daemon=True) for one in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    return answers


def test_one_pair_pressed_twice_at_once_is_one_merge_and_both_see_it(own_database) -> None:
    company = make_network().company
    one, other = twins(company)
    pair_id = pair_of(company, one, other)

    def press() -> object:
        return merge_pair(organization_id=company.id, pair_id=pair_id, actor=TESTER, at=LATER).id

    assert at_once(company, press, press) == [pair_id, pair_id]
    with acting_for(company.id):
        assert Merge.objects.count() == Candidate.objects.count() == 1
        assert Application.objects.count() == 2


def test_two_who_merge_one_record_with_different_ones_do_not_lose_anybody(own_database) -> None:
    """If the record that both mean goes first, the other is asked to look again; if it stays, both are done."""
    company = make_network().company
    first, second = twins(company)
    with acting_for(company.id):
        third = Candidate.objects.create(
            organization=company, name="三浦 葵", source="entered", created_at=LATER, updated_at=LATER
        )
        pairs = [
            DuplicatePair.objects.create(
                organization=company,
                first_id=min(second.id, one.id),
                second_id=max(second.id, one.id),
                evidence=["name", "phone"],
                likelihood=0.99,
                found_at=LATER,
            ).id
            for one in (first, third)
        ]
    deeds = [
        lambda pair_id=pair_id: (
            merge_pair(organization_id=company.id, pair_id=pair_id, actor=TESTER, at=LATER).id
        )
        for pair_id in pairs
    ]
    answers = at_once(company, *deeds)
    merged = [answer for answer in answers if answer in pairs]
    assert merged
    assert len(merged) + sum(isinstance(answer, PairGone) for answer in answers) == 2
    with acting_for(company.id):
        assert Candidate.objects.count() == 3 - len(merged)
        assert Application.objects.count() == 2


def test_many_pairs_merged_in_both_orders_while_others_are_parted_block_nobody(own_database) -> None:
    """The same people, locked by two who merge them by the dozen and by one who parts a merge: nobody dies of it."""
    company = make_network().company
    people = [twins_of(company, number) for number in range(4)]
    pair_ids = [pair_of(company, *both) for both in people]
    with acting_for(company.id):
        done = merge_pair(organization_id=company.id, pair_id=pair_ids[0], actor=TESTER, at=LATER)

    def merge_all(ids: Collection[UUID]) -> object:
        merges, left = merge_pairs(organization_id=company.id, pair_ids=ids, actor=TESTER, at=LATER)
        return len(merges) + left

    answers = at_once(
        company,
        lambda: merge_all(pair_ids[1:]),
        lambda: merge_all(pair_ids[:0:-1]),
        lambda: bool(undo_merge(done.id, organization_id=company.id, actor=TESTER, at=LATER).undone_at),
    )
    assert answers == [3, 3, True]
    with acting_for(company.id):
        assert Merge.objects.filter(undone_at=None).count() == 3
        assert Candidate.objects.count() == 5
        assert Application.objects.count() == 8


def twins_of(company: Organization, number: int) -> tuple[Candidate, Candidate]:
    return twins(company, number=number)
