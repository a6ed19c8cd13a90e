"""Statements a second when eight writers speak for eight people to one company at once: one chain, one row lock.

The limit is as many connections that commit two plain inserts each, into one table, without waiting for another.
"""

from collections import Counter

from bench.measuring import Measured, measured, percentile
from bench.world import World, make_bench_world
from bench.writers import WRITERS, make_limit_table, writers
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import ChainLink
from careerrelay.consent.chaining import statement_faults
from careerrelay.core import clock


def run(*, size: int) -> Measured:
    world = make_bench_world(at=clock.now())
    make_limit_table()
    share = max(size // WRITERS, 1)
    with writers("plain_insert", share, number=WRITERS, company_id=world.company.id) as start:
        raw_seconds, _ = start()
    before = Counter(_links(world))
    with writers("statement", share, number=WRITERS, company_id=world.company.id) as start:
        seconds, waits_ms = start()
    added = (Counter(_links(world)) - before).total()
    assert added >= share * WRITERS, "every statement has its link"
    assert statement_faults() == [], "every statement has its link"
    return measured(
        "consent",
        figure=share * WRITERS / seconds,
        unit="statements/s",
        limit=share * WRITERS / raw_seconds,
        limit_is="transactions of two plain inserts by as many connections",
        writers=WRITERS,
        statements=share * WRITERS,
        p50_ms=round(percentile(waits_ms, 0.5), 2),
        p95_ms=round(percentile(waits_ms, 0.95), 2),
    )


def _links(world: World) -> list[int]:
    """The numbers of all links that the operator keeps; an earlier work may have made some."""
    with acting_for(world.operator.id):
        return list(ChainLink.objects.values_list("seq", flat=True))
