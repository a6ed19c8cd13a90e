"""Whoever reads somebody is written down, and the person is told: by organization and day."""

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry, Sight
from tests.make import answer, make_candidate, make_link, make_member, make_token

pytestmark = pytest.mark.promise("P35")


@pytest.fixture
def looked_at(network, client):
    """Aoi and Ren are candidates; Alice sees both in the list and opens Aoi's record."""
    candidate = make_candidate(network.company)
    make_candidate(network.company, name="木村 蓮", address="ren@example.jp")
    answer(make_link(network.company, candidate=candidate), pool=True)
    alice = make_member(network.company)
    client.force_login(alice)
    assert client.get("/app/candidates/").status_code == 200
    for _time in range(2):
        assert client.get(f"/app/candidates/{candidate.id}/").status_code == 200
    return candidate


def test_a_person_reads_which_organization_saw_what_on_which_day(reader, network, looked_at):
    page = reader.open(f"/c/{make_token(network.company)}")
    assert (
        "2026/11/19 汐見計測株式会社 応募者の一覧で見ました、あなたの記録を開きました(2回)" in page.text
        or "2026/11/19 汐見計測株式会社 あなたの記録を開きました(2回)、応募者の一覧で見ました" in page.text
    )
    assert "Alice" not in page.text


def test_a_list_is_one_row_however_long(network, looked_at):
    with acting_for(network.company.id):
        entry = AuditEntry.objects.get(deed="see_list")
        sight = Sight.objects.get()
    assert entry.count == len(sight.object_ids) == 2
    assert looked_at.id in sight.object_ids


def test_the_company_that_is_read_about_elsewhere_is_told_nothing(reader, network, looked_at):
    """A person of another company, seen by nobody."""
    answer(make_link(network.other_company, address="ren@example.jp"), news=True)
    page = reader.open(f"/c/{make_token(network.other_company, address='ren@example.jp')}")
    assert "まだ、どの会社も見ていません。" in page.text
