"""Where a profile stands, in the person's terms: told for every state, and never too rosy."""

from dataclasses import fields
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.consent.rules.state import NEVER_STATED, Standing, State
from careerrelay.relay.rules.situations import (
    Hindrances,
    RelayFacts,
    Situation,
    holds_profile,
    is_revocable,
    situation_of,
)
from careerrelay.relay.rules.states import CopyState, RelayState
from tests.make import NOW

CLEAR = Hindrances()
GRANTED = State(Standing.GRANTED, since_at=NOW, until_at=NOW + timedelta(days=365))

consents = st.sampled_from([NEVER_STATED, *(State(standing, NOW, NOW) for standing in Standing)])
hindrances = st.builds(Hindrances, *[st.booleans()] * len(fields(Hindrances)))
moments = st.integers(-100, 100).map(lambda hours: NOW + timedelta(hours=hours))
relays = st.builds(
    RelayFacts,
    st.sampled_from(RelayState),
    moments,
    st.none() | st.sampled_from(CopyState),
    st.none() | moments,
)


@given(relay=st.none() | relays, consent=consents, hindrances=hindrances, at=moments)
def test_every_combination_has_its_situation(relay, consent, hindrances, at):
    situation = situation_of(relay, consent=consent, hindrances=hindrances, at=at)
    promises_to_leave = (Situation.COOLING, Situation.DUE)
    assert situation not in promises_to_leave or (consent.is_granted and hindrances == CLEAR)
    assert situation is not Situation.DELETED or (relay and relay.copy_state is CopyState.DELETED)
    assert (situation in (Situation.PROVIDED, Situation.ACCEPTED, Situation.LAPSED)) == (
        relay is not None and holds_profile(relay.state)
    )


@given(relay=st.none() | relays, consent=consents, hindrances=hindrances, at=moments)
def test_whatever_is_out_there_or_on_its_way_can_be_taken_back(relay, consent, hindrances, at):
    situation = situation_of(relay, consent=consent, hindrances=hindrances, at=at)
    is_out_there = relay is not None and holds_profile(relay.state)
    assert is_revocable(situation, consent=consent) or not (consent.is_granted or is_out_there)


@pytest.mark.parametrize(
    ("hindered", "situation"),
    [
        (CLEAR, Situation.COOLING),
        (Hindrances(is_profile_missing=True), Situation.WAITS_FOR_PROFILE),
        (Hindrances(is_profile_missing=True, is_permit_missing=True), Situation.WAITS_FOR_PERMIT),
        (Hindrances(is_agreement_missing=True), Situation.WAITS_FOR_AGREEMENT),
    ],
)
@pytest.mark.parametrize("state", [RelayState.COOLING, RelayState.WAITING])
def test_before_the_hand_over_the_nearest_hindrance_is_said(hindered, situation, state):
    relay = RelayFacts(state, leaves_at=NOW + timedelta(hours=1))
    assert situation_of(relay, consent=GRANTED, hindrances=hindered, at=NOW) is situation


def test_a_deletion_is_late_from_the_very_moment_it_was_due():
    relay = RelayFacts(RelayState.RECALLED, NOW, CopyState.RECALLED, delete_by_at=NOW)
    just_before = NOW - timedelta(microseconds=1)
    assert situation_of(relay, hindrances=CLEAR, at=just_before) is Situation.RECALLED
    assert situation_of(relay, hindrances=CLEAR, at=NOW) is Situation.DELETION_LATE
