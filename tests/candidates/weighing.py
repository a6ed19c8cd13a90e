"""Looks at the heaviest documents and says what each one cost: `python -m tests.candidates.weighing`.

A process of its own, because the memory of children is only known as the most that any of them ever took.
"""

import json
import resource
import sys

from careerrelay.candidates.looking import look_at_document, text_in_document
from careerrelay.core.refusal import Refusal
from tests.corpus.hostile_documents import COSTLY, HOSTILE_DOCUMENTS

HEAVY = (
    "zip bomb",
    "zip bomb that lies",
    "100,000 entries",
    "100,000 entries that say they are one",
    "entity bomb",
    "declaration across a border",
    "script in compressed objects",
    "script in a locked file",
    "old and broken",
)


def _seconds(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def _weigh(content: bytes) -> dict[str, object]:
    own, children = _seconds(resource.RUSAGE_SELF), _seconds(resource.RUSAGE_CHILDREN)
    answer, characters, at_door = "", 0, None
    try:
        kind = look_at_document(content)
        at_door = _seconds(resource.RUSAGE_CHILDREN) - children
        characters = len(text_in_document(content, kind).text)
    except Refusal as refused:
        answer = type(refused).__name__
    spent = _seconds(resource.RUSAGE_CHILDREN) - children
    at_door = spent if at_door is None else at_door
    return {
        "answer": answer,
        "characters": characters,
        "own_seconds": _seconds(resource.RUSAGE_SELF) - own,
        "door_seconds": at_door,
        "reading_seconds": spent - at_door,
        "child_bytes_max": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
    }


def main() -> None:
    makers = {name: HOSTILE_DOCUMENTS[name][0] for name in HEAVY} | COSTLY
    json.dump({name: _weigh(maker()) for name, maker in makers.items()}, sys.stdout)


if __name__ == "__main__":
    main()
