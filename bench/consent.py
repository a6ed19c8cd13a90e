"""Statements a second when eight writers speak for eight people to one company at once: one chain, one row lock.

The limit is as many connections that commit two plain inserts each, into one table, without waiting for another.
"""

from bench.measuring import Measured, measured, percentile
from bench.world import make_bench_world
from bench.writers import WRITERS, make_limit_table, writers
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import ChainLink
from careerrelay.audit.rules.chain import ChainKind
from careerrelay.consent.chaining import statement_faults
from careerrelay.core import clock


def run(*, size: int) -> Measured:
    world = make_bench_world(at=clock.now())
    make_limit_table()
    share = max(size // WRITERS, 1)
    with writers("plain_insert", share, number=WRITERS, company_id=world.company.id) as start:
        raw_seconds, _ = start()
    with writers("statement", share, number=WRITERS, company_id=world.company.id) as start:
        seconds, waits_ms = start()
    # Chains of other kinds and owners are no part of it: what the same people did, and earlier works.
    of_company = {"chain__kind": ChainKind.CONSENT, "chain__owner_id": world.company.id}
    with acting_for(world.operator.id):
        numbers = list(ChainLink.objects.filter(**of_company).order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, share * WRITERS + 1)), "the chain has no hole"
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
