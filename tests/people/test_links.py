"""Links that were mailed before end with the one that somebody asked for."""

from datetime import timedelta

import pytest

from careerrelay.accounts.models import Organization
from careerrelay.people.actions import WantedLink, issue_links, mark_answered
from careerrelay.people.models import LinkKind
from careerrelay.people.queries import open_link
from tests.make import NOW, Network, answer, make_link, make_network, make_token

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)
AOI = "aoi@example.jp"


@pytest.fixture
def network() -> Network:
    return make_network()


def wanted(company: Organization, *, address: str = AOI, replaces: bool = False) -> WantedLink:
    return WantedLink(LinkKind.PERSONAL, address, company.id, None, "ja", replaces)


def is_open(token: str) -> bool:
    return open_link(token, at=LATER) is not None


@pytest.mark.promise("P48", "P25")
def test_a_link_that_was_asked_for_ends_all_before_it_however_the_address_was_written(
    network: Network,
) -> None:
    old = [
        make_token(network.company),
        make_token(network.company, kind=LinkKind.NOTICE),
        make_token(network.other_company, address="Aoi@Example.jp"),
    ]
    [new] = issue_links([wanted(network.company, replaces=True)], at=LATER)
    assert [is_open(token) for token in old] == [False] * 3
    assert is_open(new)


def test_it_ends_nobody_elses_link_and_no_verification(network: Network) -> None:
    others = [
        make_token(network.company, address="other@example.jp"),
        make_token(network.company, kind=LinkKind.VERIFICATION),
    ]
    issue_links([wanted(network.company, replaces=True)], at=LATER)
    assert all(is_open(token) for token in others)


def test_a_receipt_ends_nothing(network: Network) -> None:
    old = make_token(network.company)
    issue_links([wanted(network.company)], at=LATER)
    assert is_open(old)


def test_links_of_one_batch_do_not_end_each_other(network: Network) -> None:
    tokens = issue_links([wanted(network.company), wanted(network.company, replaces=True)], at=LATER)
    assert all(is_open(token) for token in tokens)


@pytest.mark.promise("P48")
def test_the_first_answer_by_a_notice_is_the_one_that_counts(network: Network) -> None:
    token = make_token(network.company, kind=LinkKind.NOTICE)
    for hours in (0, 1):
        link = open_link(token, at=NOW)
        assert link is not None
        mark_answered(link, at=NOW + timedelta(hours=hours))
    link = open_link(token, at=NOW)
    assert link is not None
    assert link.answered_at == NOW


def test_it_is_marked_also_when_it_was_mailed_to_a_person_to_be(network: Network) -> None:
    """By then the person behind the address is another one than its row says."""
    token = make_token(network.company, kind=LinkKind.NOTICE)
    answer(make_link(network.other_company), pool=True)
    link = open_link(token, at=NOW)
    assert link is not None
    answer(link, pool=True)
    again = open_link(token, at=NOW)
    assert again is not None
    assert again.answered_at == NOW
