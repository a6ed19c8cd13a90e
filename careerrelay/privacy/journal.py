"""The journal beside the backups: everything that an older copy of the database has to do again (P16).

The database is the truth, this file its copy outside of it: whoever loses the database, or goes back to a copy of
last week, still knows who was erased since, who took a consent back, and what else a person said (privacy.wished). It
lies in the home folder, or better on a volume that the database is not on.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from careerrelay.accounts.tenancy import acting_for
from careerrelay.core.refusal import Refusal
from careerrelay.core.sealing import key_for
from careerrelay.core.sql import sql_rows
from careerrelay.privacy.binding import BINDING_SINCE
from careerrelay.privacy.proving import PROVEN_SINCE
from careerrelay.privacy.rules.journal import (
    FIRST,
    BrokenJournal,
    Gone,
    Invited,
    Remembered,
    TakenBack,
    read_journal,
    sealed_lines,
)
from careerrelay.privacy.rules.proven import Corrected, Provided
from careerrelay.privacy.wished import WISHED_SINCE
from careerrelay.relay.models import Correction, Provision

SINCE = {**WISHED_SINCE, **BINDING_SINCE, **PROVEN_SINCE}
# A transaction that began before the last line may have been committed after it.
OVERLAP = timedelta(hours=1)
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class JournalUnreadable(Refusal):
    pass


def journal_file() -> Path:
    return Path(settings.HOME) / "journal" / "erasures.log"


def write_journal(*, path: Path | None = None) -> int:
    """Append what is not in it yet; how many lines. On the disk when this returns. Any number at once.

    Raises: JournalUnreadable.
    """
    path = path or journal_file()
    with _held(path):
        known = remembered_in(path)
        ids = {one.id for one in known}
        new = [one for one in _remembered_after(known) if one.id not in ids]
        if not new:
            return 0
        lines = list(sealed_lines(new, after=_last_seal(path), key=_key()))
        _append("".join(lines), path=path)
    return len(new)


def remembered_in(path: Path | None = None) -> list[Remembered]:
    """Oldest first; nothing where there is no journal yet. Raises: JournalUnreadable."""
    path = path or journal_file()
    if not path.exists():
        return []
    try:
        with path.open(encoding="ascii", newline="\n") as lines:
            return read_journal(lines, key=_key())
    except BrokenJournal as broken:
        raise JournalUnreadable(
            ja=f"{path} の{broken.line}行目が、書いたときと違います。SECRET_KEY と、ファイルの控えを確かめてください。",
            en=f"Line {broken.line} of {path} is not what was written: check SECRET_KEY and your copy of the file.",
        ) from broken


def forget_old_records(*, on: date, path: Path | None = None) -> int:
    """Lines about records that had to be kept until before `on`, and that the database has not any more, go from the
    journal too; how many. The rest is sealed anew. Raises: JournalUnreadable."""
    path = path or journal_file()
    if not path.exists():
        return 0
    with _held(path):
        known = remembered_in(path)
        old = [one for one in known if isinstance(one, Provided | Corrected) and one.keep_until_on < on]
        gone = {one.id for one in old if not _is_kept(one)}
        if not gone:
            return 0
        lines = sealed_lines((one for one in known if one.id not in gone), after=FIRST, key=_key())
        anew = path.with_suffix(".new")
        anew.unlink(missing_ok=True)
        _append("".join(lines), path=anew)
        anew.replace(path)
    return len(gone)


def _is_kept(one: Provided | Corrected) -> bool:
    kind = Provision if isinstance(one, Provided) else Correction
    with acting_for(one.operator_id):
        return kind.objects.filter(id=one.id).exists()


def _key() -> bytes:
    return key_for("journal", secret=settings.SECRET_KEY)


def _remembered_after(known: Sequence[Remembered]) -> Iterator[Remembered]:
    """Each kind from its own last line on: a kind that this journal does not know yet from the beginning."""
    said = [one for one in known if type(one) not in SINCE]
    yield from _remembered_since(_last_at(said) - OVERLAP)
    for kind, since in SINCE.items():
        yield from since(_last_at([one for one in known if type(one) is kind]) - OVERLAP)


def _last_at(known: Iterable[Remembered]) -> datetime:
    return max((one.at for one in known), default=BEGINNING + OVERLAP)


def _remembered_since(at: datetime) -> Iterator[Remembered]:
    columns = "id, operator_id, organization_id, person_id, candidate_ids, address_hashes, cause, at"
    for row in sql_rows(f"SELECT {columns} FROM privacy_tombstones_since(%s)", [at]):  # noqa: S608 - our columns
        row_id, operator_id, organization_id, person_id, candidates, addresses, cause, moment = row
        hashes = tuple(map(bytes, addresses))
        yield Gone(row_id, operator_id, organization_id, person_id, tuple(candidates), hashes, cause, moment)
    for row in sql_rows("SELECT * FROM privacy_revocations_since(%s)", [at]):
        yield TakenBack(*row)
    for mark_id, organization_id, hashed, invitation_id, marked_at in sql_rows(
        "SELECT * FROM privacy_invited_since(%s)", [at]
    ):
        yield Invited(mark_id, organization_id, bytes(hashed), invitation_id, marked_at)


@contextmanager
def _held(path: Path) -> Iterator[None]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _forget_half_a_line(path)
        yield
    finally:
        os.close(lock)


def _forget_half_a_line(path: Path) -> None:
    """The machine stopped while a line was being written: it is written again, whole."""
    if path.exists() and (said := path.read_bytes()) and not said.endswith(b"\n"):
        os.truncate(path, said.rfind(b"\n") + 1)


def _last_seal(path: Path) -> str:
    if not path.exists() or not (said := path.read_bytes()):
        return FIRST
    return said[:-1].rpartition(b"\n")[2].split(b" ", 1)[0].decode()


def _append(lines: str, *, path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, lines.encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
