"""The attack of P08: a company looks at every page, list, count, file and preview, before and after one
person did something that it must not learn of. Not a byte may differ, nor the number of questions that a page
asks the database."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Application, Candidate
from careerrelay.consent.actions import Chosen
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.core import clock
from careerrelay.outreach.actions import queue_notices
from careerrelay.outreach.heads import mail_heads
from careerrelay.outreach.models import Delivery, LetterKind
from careerrelay.relay.actions.answering import answer_consent, revoke
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.actions.replying import accept_copy
from careerrelay.relay.models import RelayedProfile
from tests.house.routes import ROUTES
from tests.make import (
    NOW,
    TESTER,
    Network,
    answer,
    confirm_own_profile,
    make_candidate,
    make_link,
    make_network,
    nonce_for,
)
from tests.web.recruiter.desk import recruiter_of

DAY = timedelta(days=1)
LATER, YEAR_LATER = NOW + 5 * DAY, NOW + 400 * DAY
ADDRESS = "target@example.jp"
# Made anew for each answer, by chance and for every reader alike.
CHANCE = re.compile(
    rb'name="(?:csrfmiddlewaretoken|press_key|key|nonce)" value="[^"]*"|content="[A-Za-z0-9]{64}"'
)
QUESTIONS = (
    "q=target@example.jp",
    "state=rejected",
    "source=import&sort=-updated_at",
    "is=pool",
    "is=revisit",
    "is=stale",
    "is=unreachable",
)
# Where a person can show at all; all others too in the long run.
TELLING = frozenset(
    f"recruiter:{name}"
    for name in "today candidates pool candidate timeline consent application preview notices sent relay".split()
)


def own_rows(company_id: UUID, candidate: Candidate) -> dict[str, UUID]:
    with acting_for(company_id):
        application = Application.objects.get(candidate=candidate)
    return {"Candidate": candidate.id, "Application": application.id}


def addresses(company_id: UUID, candidate: Candidate, *, is_everything: bool) -> Iterator[str]:
    """Every page of the company that can be asked for, about the person where it takes one."""
    rows = own_rows(company_id, candidate)
    for name, route in ROUTES.items():
        if not is_everything and name not in TELLING:
            continue
        if (
            route.audience == "company"
            and "GET" in route.methods
            and set(route.takes.values()) <= rows.keys()
        ):
            yield reverse(name, kwargs={argument: rows[model] for argument, model in route.takes.items()})
    for question in QUESTIONS:
        yield f"{reverse('recruiter:candidates')}?{question}"


def everything_seen(
    network: Network, candidate: Candidate, readers: list[Client], folder: Path, *, is_everything: bool
) -> dict[str, tuple[int, bytes, int]]:
    seen = {}
    for number, reader in enumerate(readers):
        for address in addresses(network.company.id, candidate, is_everything=is_everything):
            with CaptureQueriesContext(connection) as asked:
                page = reader.get(address)
            seen[f"{number} {address}"] = (page.status_code, CHANCE.sub(b"", page.content), len(asked))
    for question in ("state=rejected", "is=pool"):
        path = folder / "people.csv"
        path.unlink(missing_ok=True)
        call_command("export", str(path), organization=network.company.slug, question=question, verbosity=0)
        seen[f"export {question}"] = (0, path.read_bytes(), 0)
    with acting_for(network.company.id):
        # Whatever of the outbox a company's scope can read; the heads only by their form.
        rows = [
            (row.kind, row.address, row.state, "" if row.kind == LetterKind.HEAD else str(row.values))
            for row in Delivery.objects.order_by("queued_at", "id")
        ]
    seen["outbox"] = (0, repr(rows).encode(), len(rows))
    return seen


def make_town() -> tuple[Network, Candidate]:
    network = make_network()
    for number in range(6):
        other = make_candidate(
            network.company, name=f"候補 {number}", address=f"p{number}@example.jp", told=True
        )
        link = make_link(network.company, address=f"p{number}@example.jp", candidate=other)
        answer(link, pool=number < 5, news=number == 0, agencies=network.agencies[: number % 2])
    target = make_candidate(network.company, address=ADDRESS)
    with acting_for(network.company.id):
        queue_notices(
            organization_id=network.company.id, candidate_ids=[target.id], language="ja", actor=TESTER, at=NOW
        )
    return network, target


def says_no(network: Network, target: Candidate) -> None:
    link = make_link(network.company, address=ADDRESS, candidate=target)
    answer_consent(link, chosen=Chosen(), nonce=nonce_for(link), at=NOW)


def is_relayed(network: Network, target: Candidate) -> None:
    link = make_link(network.company, address=ADDRESS, candidate=target)
    answer(link, agencies=network.agencies)
    confirm_own_profile(link)
    provide_due(operator_id=network.operator.id, at=NOW + 2 * DAY)
    agency_id = network.agencies[0].id
    with acting_for(agency_id):
        copy = RelayedProfile.objects.latest("received_at", "id")
    accept_copy(
        organization_id=agency_id,
        operator_id=network.operator.id,
        copy_id=copy.id,
        actor=TESTER,
        at=NOW + 3 * DAY,
    )


def takes_a_relay_back(network: Network, target: Candidate) -> None:
    is_relayed(network, target)
    link = make_link(network.company, address=ADDRESS, at=NOW + 4 * DAY)
    for agency in network.agencies:
        nonce = nonce_for(link, at=NOW + 4 * DAY)
        revoke(link, purpose=Purpose.RELAY, recipient_id=agency.id, nonce=nonce, at=NOW + 4 * DAY)


def joins_elsewhere(network: Network, target: Candidate) -> None:
    answer(make_link(network.other_company, address=ADDRESS), pool=True, news=True, agencies=network.agencies)


def joins(network: Network, target: Candidate) -> None:
    answer(make_link(network.company, address=ADDRESS, candidate=target), pool=True)


def joins_and_leaves(network: Network, target: Candidate) -> None:
    joins(network, target)
    link = make_link(network.company, address=ADDRESS, at=NOW + 30 * DAY)
    nonce = nonce_for(link, at=NOW + 30 * DAY)
    revoke(link, purpose=Purpose.POOL, recipient_id=network.company.id, nonce=nonce, at=NOW + 30 * DAY)


@pytest.mark.parametrize(
    "is_everything", [False, pytest.param(True, marks=pytest.mark.deep)], ids=["told", "all"]
)
@pytest.mark.parametrize(
    ("baseline", "deeds", "at"),
    [
        (None, [says_no, takes_a_relay_back, joins_elsewhere, is_relayed], LATER),
        (joins, [joins_and_leaves], YEAR_LATER),
    ],
    ids=["who never was in the pool", "who left it"],
)
@pytest.mark.django_db
@pytest.mark.promise("P08")
def test_no_page_file_count_or_number_of_questions_tells_what_somebody_did(
    baseline: Callable[..., None] | None, deeds: list[Callable[..., None]], at, is_everything, tmp_path
):
    network, target = make_town()
    readers = [recruiter_of(network.company)]
    if is_everything:
        readers.append(recruiter_of(network.company, role=Role.EXECUTIVE, email="eve@shiomi.example.jp"))

    def seen_after(deed: Callable[..., None] | None) -> dict[str, tuple[int, bytes, int]]:
        with transaction.atomic():
            if deed is not None:
                deed(network, target)
            mail_heads(network.company.id, at=at)
            with clock.moved_to(at):
                seen = everything_seen(network, target, readers, tmp_path, is_everything=is_everything)
            transaction.set_rollback(True)
        return seen

    before = seen_after(baseline)
    assert sum(status == 200 for status, _, _ in before.values()) >= (50 if is_everything else 16)
    for deed in deeds if is_everything else deeds[:3]:
        after = seen_after(deed)
        differing = [what for what in before if before[what] != after[what]]
        assert differing == [], deed.__name__
