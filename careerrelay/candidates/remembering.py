"""What a recruiter chose the columns of a source to be, for the next file of that source."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from careerrelay.audit.actions import record_deed
from careerrelay.candidates.choosing import (
    choose_columns,
    choose_word_ends,
    glance_at_import,
    kept_choices,
    targets_of,
    word_of,
)
from careerrelay.candidates.models import Import, RememberedColumns
from careerrelay.candidates.rules.aliases import REFUSAL_HEADINGS, fold_heading
from careerrelay.candidates.rules.columns import NoKnownColumn, Target
from careerrelay.candidates.rules.statuses import Outcome
from careerrelay.core.actor import Actor

PLAIN = "plain"
_OURS = frozenset(map(fold_heading, REFUSAL_HEADINGS))
# One of the headings, the how manieth of that name, and what it was chosen to be.
_Remembered = tuple[str, int, str | None]


def remember_columns(received: Import, headings: Sequence[str], *, at: datetime) -> None:
    """Keep what was chosen; what we guessed ourselves we guess again."""
    places = _places(headings)
    columns: list[_Remembered] = [
        (*places[index], word_of(target) if target is not None else None)
        for index, target in sorted(kept_choices(received).items())
        if index in places
    ]
    if columns or received.word_ends:
        RememberedColumns.objects.update_or_create(
            organization_id=received.organization_id,
            system=received.system,
            headings_hash=_hash(headings),
            defaults={"columns": columns, "word_ends": received.word_ends, "used_at": at},
        )


def reuse_columns(received: Import, *, actor: Actor, at: datetime) -> None:
    """Choose for a new file what was chosen the last time, as far as it still makes sense."""
    headings = glance_at_import(received).headings
    word_ends = recall_word_ends(received, headings)
    if word_ends:
        choose_word_ends(received, word_ends=word_ends, actor=actor, at=at)
    columns = recall_columns(received, headings)
    if columns:
        with suppress(NoKnownColumn):
            choose_columns(received, columns=columns, actor=actor, at=at)


def recall_columns(received: Import, headings: Sequence[str]) -> dict[int, Target | None]:
    """What was chosen the last time for this file's columns; empty when nothing was."""
    remembered = remembered_columns(received, headings)
    if remembered is None:
        return {}
    places = {place: index for index, place in _places(headings).items()}
    targets = targets_of(received.organization_id)
    return {
        places[heading, nth]: targets[word] if word else None
        for heading, nth, word in remembered.columns
        if (heading, nth) in places and word in {None, *targets}
    }


def recall_word_ends(received: Import, headings: Sequence[str]) -> dict[str, Outcome]:
    """What words of an end were said to mean the last time, for this file's columns."""
    remembered = remembered_columns(received, headings)
    written = (remembered.word_ends or {}) if remembered is not None else {}
    return {word: Outcome(end) for word, end in written.items()}


def remembered_columns(received: Import, headings: Sequence[str]) -> RememberedColumns | None:
    """For the same headings in any order; else, for a system that we know, the last choice whose headings are all
    there: an export may have gained a column."""
    of_system = RememberedColumns.objects.filter(
        organization_id=received.organization_id, system=received.system
    )
    exact = of_system.filter(headings_hash=_hash(headings)).first()
    if exact is not None or received.system == PLAIN:
        return exact
    there = set(_places(headings).values())
    latest = of_system.order_by("-used_at", "id")[:20]
    return next(
        (one for one in latest if all((heading, nth) in there for heading, nth, _ in one.columns)), None
    )


def forget_columns(received: Import, headings: Sequence[str], *, actor: Actor, at: datetime) -> bool:
    """Start from our guess again, this time and the next. False when nothing was remembered."""
    remembered = remembered_columns(received, headings)
    if remembered is None:
        return False
    remembered.delete()
    record_deed("forget_columns", of=received, actor=actor, at=at)
    return True


def _places(headings: Sequence[str]) -> dict[int, tuple[str, int]]:
    """By the number of a column: its heading, folded, and the how manieth of that name it is."""
    seen: Counter[str] = Counter()
    places: dict[int, tuple[str, int]] = {}
    for index, heading in enumerate(headings):
        folded = fold_heading(heading).replace("\0", "")
        seen[folded] += 1
        places[index] = (folded, seen[folded])
    return places


def _hash(headings: Sequence[str]) -> bytes:
    """Any order, without blank columns at the end, and as before for refused rows that come again mended."""
    names = sorted(name for name in map(fold_heading, headings) if name and name not in _OURS)
    return hashlib.sha256("\x1f".join(names).encode()).digest()
