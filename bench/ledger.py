"""Postings a second when eight writers introduce people for one company at once: one account, one hot row.

The limit is as many connections that commit two plain inserts each, into one table, without waiting for another.
"""

from bench.measuring import Measured, measured, percentile
from bench.writer import COMPANY, OPERATOR, RATIO
from bench.writers import WRITERS, make_limit_table, writers
from careerrelay.accounts.tenancy import acting_for
from careerrelay.ledger.models import Posting
from careerrelay.ledger.queries import balances_of, find_discrepancies


def run(*, size: int) -> Measured:
    make_limit_table()
    share = max(size // WRITERS, 1)
    with writers("plain_insert", share, number=WRITERS, company_id=COMPANY) as start:
        raw_seconds, _ = start()
    before = _posted()
    with writers("introduction", share, number=WRITERS, company_id=COMPANY) as start:
        seconds, waits_ms = start()
    postings = _posted() - before
    assert postings >= share * WRITERS, postings
    return measured(
        "ledger",
        figure=postings / seconds,
        unit="postings/s",
        limit=share * WRITERS / raw_seconds,
        limit_is="transactions of two plain inserts by as many connections",
        writers=WRITERS,
        introductions=share * WRITERS,
        p50_ms=round(percentile(waits_ms, 0.5), 2),
        p95_ms=round(percentile(waits_ms, 0.95), 2),
    )


def _posted() -> int:
    """How many postings stand in the books, which must be exact: no discrepancy, ⌊n/10⌋ credits."""
    with acting_for(OPERATOR):
        assert (found := find_discrepancies()) == [], found
        balances = balances_of(COMPANY)
        assert balances.credits_pending == balances.introductions // RATIO, balances
        return Posting.objects.count()
