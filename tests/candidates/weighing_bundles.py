"""Opens the heaviest ZIPs and says what each one cost: `python -m tests.candidates.weighing_bundles`."""

import json
import resource
import sys

from careerrelay.candidates.looking import documents_in_bundle
from careerrelay.core.refusal import Refusal
from tests.candidates.test_bundles import HOSTILE, WEIGHED


def _seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _weigh(content: bytes) -> dict[str, object]:
    before, answer = _seconds(), ""
    try:
        documents_in_bundle(content)
    except Refusal as refused:
        answer = type(refused).__name__
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return {"answer": answer, "seconds": _seconds() - before, "child_bytes_max": most}


if __name__ == "__main__":
    json.dump({name: _weigh(HOSTILE[name][0]()) for name in WEIGHED}, sys.stdout)
