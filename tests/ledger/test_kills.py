"""A writer killed at any moment: what it said it did stands, once; what it did not finish never happened (P13)."""

import signal
import subprocess
import sys
from random import Random

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.ledger.models import Posting
from careerrelay.ledger.rules import Deed
from tests.databases import REPOSITORY, OwnDatabase
from tests.ledger.books import OPERATOR, Books, discrepancies

RELAYS = 150
# More than any writer lives to do.
DEEDS = 5_000


def start_writer(database: OwnDatabase, seed: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ledger.writer", str(seed), str(DEEDS), str(RELAYS)],
        env=database.env,
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )


def killed_after(writer: "subprocess.Popen[str]", lines: int) -> set[str]:
    """What the writer said until it was killed, in the middle of whatever came next."""
    assert writer.stdout is not None
    with writer, writer.stdout:
        said = {line.strip() for _, line in zip(range(lines), writer.stdout, strict=False)}
        writer.send_signal(signal.SIGKILL)
        # The last line may be cut, when the deed stands but the word about it did not get out.
        said |= {line.strip() for line in writer.stdout if line.endswith("\n")}
    assert writer.returncode == -signal.SIGKILL
    return said


def keys() -> set[str]:
    with acting_for(OPERATOR):
        found = list(Posting.objects.values_list("key", flat=True))
    assert len(found) == len(set(found))
    return {key for key in found if not key.startswith("credit")}


@pytest.mark.promise("P13")
@pytest.mark.parametrize("kills", [5, pytest.param(200, marks=pytest.mark.deep)])
def test_a_killed_writer_loses_nothing_and_doubles_nothing(own_database: OwnDatabase, kills: int):
    chance = Random(13)
    said: set[str] = set()
    for number in range(kills):
        # The same seed again: the successor begins with the keys of the one before.
        writer = start_writer(own_database, seed=number // 2)
        said |= killed_after(writer, lines=chance.randint(1, 80))
        assert said <= keys()
        assert discrepancies() == []
    with acting_for(OPERATOR):
        introduced = Posting.objects.filter(deed=Deed.INTRODUCTION).count()
        reversed_ = Posting.objects.filter(deed=Deed.INTRODUCTION_REVERSED).count()
        assert AuditEntry.objects.count() == len(keys())
    assert Books().balances.introductions == introduced - reversed_
    assert Books().balances.credits_earned == (introduced - reversed_) // 10

    for relay in range(1, RELAYS + 1):
        Books().introduce(relay)
    with acting_for(OPERATOR):
        assert Posting.objects.filter(deed=Deed.INTRODUCTION).count() == RELAYS
    assert Books().balances.introductions == RELAYS - reversed_
    assert discrepancies() == []
