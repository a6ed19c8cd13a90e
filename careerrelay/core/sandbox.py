"""Let a child process look at a stranger's file: bytes in through a pipe, a bounded answer out, nothing else.

The child is a module of ours that calls `core.confinement.confine` before it reads. It gets no environment, so no
secret and no database, an empty folder to stand in, and is killed when its time is over.
"""

import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from typing import IO

from careerrelay.core.refusal import Trouble


@dataclass(frozen=True, slots=True)
class Looked:
    """`answer` is None when the child was killed, crashed or said too much."""

    answer: bytes | None


class SandboxMissing(Trouble):
    """The child could not be confined here, so it read nothing: the installation's fault, not the file's."""


NOT_CONFINED = 77


def look_in_sandbox(
    module: str, *arguments: str, content: bytes, seconds: float, answer_bytes_max: int
) -> Looked:
    """What `python -m module arguments` answers to the bytes. Raises: SandboxMissing."""
    with tempfile.TemporaryDirectory(prefix="careerrelay-") as empty:
        child = subprocess.Popen(  # noqa: S603 - our own Python and our own module
            [sys.executable, "-I", "-B", "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=empty,
            env={},
            start_new_session=True,
        )
        assert child.stdin is not None
        assert child.stdout is not None
        killer = threading.Timer(seconds, child.kill)
        feeder = threading.Thread(target=_feed, args=(child.stdin, content), daemon=True)
        killer.start()
        feeder.start()
        try:
            answer = child.stdout.read(answer_bytes_max + 1)
            if len(answer) > answer_bytes_max:
                child.kill()
            code = child.wait()
        finally:
            child.kill()
            child.wait()
            killer.cancel()
            feeder.join()
            child.stdout.close()
    if code == NOT_CONFINED:
        raise SandboxMissing(f"{module} could not be confined")
    return Looked(answer if code == 0 and len(answer) <= answer_bytes_max else None)


def _feed(pipe: IO[bytes], content: bytes) -> None:
    """A child that ends early stops listening."""
    try:
        with pipe:
            pipe.write(content)
    except BrokenPipeError:
        pass
