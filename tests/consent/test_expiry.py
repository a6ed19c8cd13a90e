"""Silence is a no: hidden at that hour, due for deletion on that day in Japan, at every odd edge of the calendar."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.consent.expiry import expired_and_due
from careerrelay.consent.models import ServedText, Statement
from careerrelay.consent.rules.expiry import may_renew, promised_day
from careerrelay.consent.rules.purposes import Deed, Purpose
from careerrelay.consent.rules.state import expires_at
from careerrelay.core.ids import new_id
from tests.make import make_candidate, make_company, make_operator

LEAP_DAY = datetime(2024, 2, 29, 3, 0, tzinfo=UTC)


@pytest.mark.promise("P39", "P45")
@pytest.mark.parametrize(
    ("granted_at", "ends_at", "gone_on"),
    [
        (LEAP_DAY, datetime(2025, 2, 28, 3, 0, tzinfo=UTC), date(2025, 2, 28)),
        # 00:30 on 1 March in Japan, still the leap day in UTC.
        (
            datetime(2024, 2, 29, 15, 30, tzinfo=UTC),
            datetime(2025, 2, 28, 15, 30, tzinfo=UTC),
            date(2025, 3, 1),
        ),
        (
            datetime(2026, 12, 31, 14, 59, tzinfo=UTC),
            datetime(2027, 12, 31, 14, 59, tzinfo=UTC),
            date(2027, 12, 31),
        ),
        (
            datetime(2026, 12, 31, 15, 0, tzinfo=UTC),
            datetime(2027, 12, 31, 15, 0, tzinfo=UTC),
            date(2028, 1, 1),
        ),
        (datetime(2027, 1, 31, 0, 0, tzinfo=UTC), datetime(2028, 1, 31, 0, 0, tzinfo=UTC), date(2028, 1, 31)),
    ],
)
def test_a_consent_ends_to_the_hour_and_the_data_goes_on_that_day_in_japan(granted_at, ends_at, gone_on):
    assert expires_at(granted_at) == ends_at
    assert promised_day(granted_at) == gone_on


def test_renewing_opens_on_the_day_of_the_question_and_closes_with_the_consent():
    until_at = expires_at(LEAP_DAY)
    # 00:00 on 29 January 2025 in Japan.
    opens_at = datetime(2025, 1, 28, 15, 0, tzinfo=UTC)
    second = timedelta(seconds=1)
    assert not may_renew(until_at, at=opens_at - second)
    assert may_renew(until_at, at=opens_at)
    assert may_renew(until_at, at=until_at - second)
    assert not may_renew(until_at, at=until_at)
    assert not may_renew(None, at=until_at)


@pytest.mark.django_db
@pytest.mark.promise("P39")
def test_who_let_everything_run_out_is_due_and_nobody_else():
    company = make_company(make_operator())
    text = ServedText.objects.create(hash="0" * 64, document=b"{}", language="ja", first_served_at=LEAP_DAY)
    ends_at = expires_at(LEAP_DAY)

    def says(candidate_id: UUID, purpose: Purpose, deed: Deed, at: datetime) -> None:
        Statement.objects.create(
            person_id=new_id(),
            organization_id=company.id,
            candidate_id=candidate_id,
            purpose=purpose,
            deed=deed,
            company_id=company.id,
            recipient_id=company.id,
            categories=[],
            text=text if deed is Deed.GRANT else None,
            channel="page",
            at=at,
        )

    people = [make_candidate(company, address=f"p{number}@example.jp").id for number in range(5)]
    silent, revoked, renewed, half_revoked, _never_asked = people
    gone_already = new_id()
    with acting_for(company.id):
        for one in (silent, revoked, renewed, half_revoked, gone_already):
            says(one, Purpose.POOL, Deed.GRANT, LEAP_DAY)
        says(revoked, Purpose.POOL, Deed.REVOKE, LEAP_DAY + timedelta(days=9))
        says(renewed, Purpose.NEWS, Deed.GRANT, LEAP_DAY + timedelta(days=300))
        says(half_revoked, Purpose.NEWS, Deed.GRANT, LEAP_DAY)
        says(half_revoked, Purpose.NEWS, Deed.REVOKE, LEAP_DAY + timedelta(days=9))

        assert expired_and_due(organization_id=company.id, at=ends_at - timedelta(seconds=1)) == []
        due = expired_and_due(organization_id=company.id, at=ends_at)
    assert {found.candidate_id for found in due} == {silent, half_revoked}
    assert {found.due_on for found in due} == {date(2025, 2, 28)}
    assert {found.expired_at for found in due} == {ends_at}
