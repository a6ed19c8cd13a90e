"""A reader of strangers' files can think, and nothing else."""

import sys
import time
from pathlib import Path

import pytest

from careerrelay.core.sandbox import SandboxMissing, look_in_sandbox
from tests.core.escaping import DEEDS

ENDED = {"loop", "wait_for_ever", "say_too_much", "crash"}


def tried(deed: str) -> bytes | None:
    return look_in_sandbox(
        "tests.core.escaping", deed, content=b"x" * 1_000_000, seconds=3.0, answer_bytes_max=1_000
    ).answer


@pytest.mark.skipif(sys.platform != "linux", reason="the filter of system calls is Linux's")
@pytest.mark.promise("P46")
@pytest.mark.parametrize("deed", sorted(DEEDS.keys() - ENDED))
def test_no_way_leads_out(deed: str, monkeypatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "canary")
    assert tried(deed) == b"held"


@pytest.mark.promise("P46")
@pytest.mark.parametrize("deed", sorted(ENDED))
def test_whoever_does_not_come_to_an_end_is_ended(deed: str) -> None:
    began = time.perf_counter()
    assert tried(deed) is None
    assert time.perf_counter() - began < 6


def test_a_child_that_could_not_be_confined_is_a_trouble_and_no_answer() -> None:
    with pytest.raises(SandboxMissing):
        look_in_sandbox("tests.core.unconfined", content=b"", seconds=5.0, answer_bytes_max=10)


def test_nothing_stays_behind(tmp_path, monkeypatch) -> None:
    """No open file, no folder."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = len(list(Path("/proc/self/fd").iterdir()))
    tried("read_a_file")
    tried("say_too_much")
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert list(tmp_path.iterdir()) == []
