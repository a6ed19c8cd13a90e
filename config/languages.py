"""English for every Japanese sentence: the catalogs beside the code, `<app>/locale/en/LC_MESSAGES/django.po`.

python -m config.languages            compile every catalog (.mo files are committed: nobody needs gettext)
python -m config.languages --collect  make each catalog's list of sentences that of the code
python -m config.languages --check    say what is missing, stale or not compiled; exit 1 if anything is
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polib

from config.msgids import JAPANESE, Message, Source, sources, untranslated_japanese

ROOT = Path(__file__).resolve().parent.parent
CATALOG = Path("locale/en/LC_MESSAGES/django.po")
HEADER = {
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
_PLACEHOLDER = re.compile(r"%\([^)]+\)[sd]|%[sd%]|\{[a-z_][a-z0-9_]*\}")

Wanted = dict[Path, set[Message]]


def wanted_messages(found: list[Source]) -> Wanted:
    """Per app folder, what its code says."""
    wanted: Wanted = defaultdict(set)
    for source in found:
        wanted[source.app].update(source.messages())
    return wanted


def catalogs(root: Path) -> list[Path]:
    return sorted(path for top in ("careerrelay", "config") for path in (root / top).rglob(CATALOG.name))


def compiled(catalog: polib.POFile) -> bytes:
    return bytes(catalog.to_binary())


def message_of(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgctxt or "", entry.msgid_plural or "")


def english_of(entry: polib.POEntry) -> list[str]:
    """The singular alone, or singular and plural."""
    if entry.msgid_plural:
        return [entry.msgstr_plural.get(0, ""), entry.msgstr_plural.get(1, "")]
    return [entry.msgstr]


def faults_of_entry(entry: polib.POEntry) -> Iterator[str]:
    english = english_of(entry)
    if "fuzzy" in entry.flags:
        yield "is marked fuzzy"
    if not all(english):
        yield "has no English"
        return
    if not JAPANESE.search(entry.msgid):
        yield "is no Japanese sentence: the message id is what a Japanese reader sees"
    if english[-1] == entry.msgid:
        yield "has the Japanese as its English"
    asked = set(_PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    # "1 person" may leave the number out; the plural form may not.
    if set(_PLACEHOLDER.findall(english[-1])) != asked:
        yield f"must keep its placeholders {sorted(asked)}"
    elif not set(_PLACEHOLDER.findall(english[0])) <= asked:
        yield f"has a placeholder that nobody fills, not among {sorted(asked)}"


def faults_of_catalog(path: Path, *, wanted: set[Message]) -> Iterator[str]:
    catalog = polib.pofile(str(path)) if path.exists() else polib.POFile()
    entries = {message_of(entry): entry for entry in catalog if not entry.obsolete}
    for message in sorted(wanted - entries.keys()):
        yield f"{path}: 「{message.msgid}」 is missing: python -m config.languages --collect, then translate it"
    for message in sorted(entries.keys() - wanted):
        yield f"{path}: 「{message.msgid}」 is said nowhere any more: python -m config.languages --collect"
    for message in sorted(entries.keys() & wanted):
        yield from (f"{path}: 「{message.msgid}」 {fault}" for fault in faults_of_entry(entries[message]))
    if path.exists():
        machine = path.with_suffix(".mo")
        if not machine.exists() or machine.read_bytes() != compiled(catalog):
            yield f"{path}: its .mo is missing or old: python -m config.languages"


def contradictions(root: Path) -> Iterator[str]:
    """Catalogs are merged when the program runs: one Japanese sentence in two apps has one English."""
    seen: dict[Message, tuple[list[str], Path]] = {}
    for path in catalogs(root):
        for entry in polib.pofile(str(path)):
            english = english_of(entry)
            first, where = seen.setdefault(message_of(entry), (english, path))
            if first != english:
                yield f"{path}: 「{entry.msgid}」 is {english} here and {first} in {where}: agree, or give a context"


def faults(root: Path) -> Iterator[str]:
    found = list(sources(root))
    wanted = wanted_messages(found)
    with_catalog = {path.parents[3] for path in catalogs(root)}
    for app in sorted(with_catalog | {app for app, messages in wanted.items() if messages}):
        yield from faults_of_catalog(app / CATALOG, wanted=wanted.get(app, set()))
    yield from contradictions(root)
    for source in found:
        if source.path.suffix == ".html":
            text = source.path.read_text(encoding="utf-8")
            yield from (
                f"{source.path}:{line}: untranslated: {words}" for line, words in untranslated_japanese(text)
            )


def collect(root: Path) -> Iterator[str]:
    """New sentences with empty English, or with the English that another app has; unused ones go."""
    known = {
        message_of(entry): entry
        for path in catalogs(root)
        for entry in polib.pofile(str(path))
        if all(english_of(entry))
    }
    wanted = wanted_messages(list(sources(root)))
    with_catalog = {path.parents[3] for path in catalogs(root)}
    for app in sorted(with_catalog | {app for app, messages in wanted.items() if messages}):
        path = app / CATALOG
        catalog = polib.pofile(str(path), wrapwidth=0) if path.exists() else polib.POFile(wrapwidth=0)
        catalog.metadata = dict(HEADER)
        before = {message_of(entry) for entry in catalog}
        for entry in [entry for entry in catalog if message_of(entry) not in wanted.get(app, set())]:
            catalog.remove(entry)
        for message in sorted(wanted.get(app, set()) - before):
            catalog.append(new_entry(message, like=known.get(message)))
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog.save(str(path))
        missing = sum(not all(english_of(entry)) for entry in catalog)
        yield f"{path.relative_to(root)}: {len(catalog)} sentences, {missing} without English"


def new_entry(message: Message, *, like: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.msgid, msgctxt=message.context or None, msgid_plural=message.plural)
    if message.plural:
        entry.msgstr_plural = dict(like.msgstr_plural) if like else {0: "", 1: ""}
    else:
        entry.msgstr = like.msgstr if like else ""
    return entry


def compile_all(root: Path) -> Iterator[str]:
    for path in catalogs(root):
        path.with_suffix(".mo").write_bytes(compiled(polib.pofile(str(path))))
        yield f"{path.relative_to(root)}: compiled"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.languages", description=__doc__)
    deed = parser.add_mutually_exclusive_group()
    deed.add_argument("--collect", action="store_true")
    deed.add_argument("--check", action="store_true")
    chosen = parser.parse_args()
    if chosen.check:
        found = list(faults(ROOT))
        print(*(fault.replace(f"{ROOT}/", "") for fault in found), sep="\n", end="\n" if found else "")
        return 1 if found else 0
    print(*(collect(ROOT) if chosen.collect else compile_all(ROOT)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
