"""Of merged records refusal wins; the last word counts afterwards; a merge that was undone leaves no trace."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from careerrelay.consent.rules.merged import Joined, SaidOf, granted_of
from careerrelay.consent.rules.purposes import Deed, Purpose
from careerrelay.consent.rules.state import Stated, Topic

COMPANY = UUID(int=1)
KEPT, GONE = UUID(int=10), UUID(int=11)
AOI, AOI_OLD = UUID(int=20), UUID(int=21)
POOL = Topic(Purpose.POOL, COMPANY)
START = datetime(2026, 1, 1, tzinfo=UTC)


def hour(number: int) -> datetime:
    return START + timedelta(hours=number)


def said(candidate: UUID, person: UUID, deed: Deed, number: int) -> SaidOf:
    return SaidOf(candidate, person, Stated(Purpose.POOL, deed, COMPANY, COMPANY, hour(number)))


words = st.builds(
    said,
    st.sampled_from([KEPT, GONE]),
    st.sampled_from([AOI, AOI_OLD]),
    st.sampled_from(list(Deed)),
    st.integers(0, 30),
)


@given(st.lists(words, max_size=8), st.integers(0, 30))
def test_before_a_merge_stands_it_changes_nothing(statements, number):
    join = Joined(KEPT, GONE, hour(31))
    assert granted_of(statements, [join], topic=POOL, at=hour(number)) == granted_of(
        statements, [], topic=POOL, at=hour(number)
    )


@given(st.lists(words, max_size=8))
def test_whoever_refused_last_for_either_record_keeps_the_one_record_out(statements):
    at = hour(40)
    granted = granted_of(statements, [Joined(KEPT, GONE, hour(31))], topic=POOL, at=at)
    last: dict[UUID, Deed] = {}
    for one in sorted(statements, key=lambda one: (one.stated.at, one.stated.deed is Deed.REVOKE)):
        last[one.person_id] = one.stated.deed
    assert granted == ({KEPT} if last and set(last.values()) == {Deed.GRANT} else set())


@given(st.lists(words, max_size=8))
def test_parting_gives_everybody_back_what_they_said(statements):
    undone = Joined(KEPT, GONE, hour(31), hour(32))
    at = hour(40)
    assert granted_of(statements, [undone], topic=POOL, at=at) == granted_of(
        statements, [], topic=POOL, at=at
    )


def test_after_the_merge_the_last_word_counts():
    statements = [said(GONE, AOI_OLD, Deed.REVOKE, 1), said(KEPT, AOI, Deed.GRANT, 2)]
    join = Joined(KEPT, GONE, hour(3))
    assert granted_of(statements, [join], topic=POOL, at=hour(4)) == set()
    again = [*statements, said(KEPT, AOI, Deed.GRANT, 5)]
    assert granted_of(again, [join], topic=POOL, at=hour(6)) == {KEPT}


def test_what_was_said_to_the_merged_record_goes_back_to_whose_it_was():
    statements = [said(GONE, AOI_OLD, Deed.GRANT, 1), said(KEPT, AOI_OLD, Deed.REVOKE, 4)]
    undone = Joined(KEPT, GONE, hour(3), hour(5))
    assert granted_of(statements, [undone], topic=POOL, at=hour(6)) == set()


def test_a_grant_of_which_nobody_knows_whose_it_was_counts_for_neither():
    grant, refusal = (said(KEPT, AOI, deed, 4) for deed in (Deed.GRANT, Deed.REVOKE))
    earlier = [said(GONE, AOI_OLD, Deed.GRANT, 1), said(KEPT, UUID(int=22), Deed.GRANT, 1)]
    undone = Joined(KEPT, GONE, hour(3), hour(5))
    assert granted_of([grant], [undone], topic=POOL, at=hour(6)) == set()
    assert granted_of([*earlier, refusal], [undone], topic=POOL, at=hour(6)) == set()


def test_chains_of_merges_end_at_the_last_record():
    last = UUID(int=9)
    joins = [Joined(KEPT, GONE, hour(2)), Joined(last, KEPT, hour(3))]
    assert granted_of([said(GONE, AOI, Deed.GRANT, 1)], joins, topic=POOL, at=hour(4)) == {last}
