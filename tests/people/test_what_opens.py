"""What a link opens: the one of a notice, which its company may read in an answer, opens as little as it can."""

from datetime import timedelta

import pytest

from careerrelay.people.rules import NOTICE_OPENS_AFTER_ANSWER, Opens, what_opens
from tests.make import NOW

pytestmark = pytest.mark.promise("P48")
MINUTE = timedelta(minutes=1)


def opened(*, kind="notice", here=False, elsewhere=False, answered_at=None, at=NOW) -> Opens:
    return what_opens(
        kind=kind, has_stated_here=here, has_stated_elsewhere=elsewhere, answered_at=answered_at, at=at
    )


@pytest.mark.parametrize("kind", ["personal", "verification"])
@pytest.mark.parametrize("here", [False, True])
@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_link_that_only_its_person_gets_opens_everything(kind, here, elsewhere):
    assert opened(kind=kind, here=here, elsewhere=elsewhere) is Opens.PAGE


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_notice_asks_its_question_whoever_else_knows_the_person(elsewhere):
    assert opened(elsewhere=elsewhere) is Opens.QUESTION


@pytest.mark.parametrize(
    ("passed", "opens"),
    [
        (timedelta(0), Opens.PAGE),
        (NOTICE_OPENS_AFTER_ANSWER - MINUTE, Opens.PAGE),
        (NOTICE_OPENS_AFTER_ANSWER, Opens.RENEWAL),
        (timedelta(days=300), Opens.RENEWAL),
    ],
)
def test_who_answered_by_it_has_one_hour_for_their_profile(passed, opens):
    assert opened(here=True, answered_at=NOW, at=NOW + passed) is opens


def test_who_answered_by_another_link_has_none():
    assert opened(here=True) is Opens.RENEWAL


def test_who_is_known_elsewhere_has_none_either():
    assert opened(here=True, elsewhere=True, answered_at=NOW) is Opens.RENEWAL
