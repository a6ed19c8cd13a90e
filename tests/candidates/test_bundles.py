"""A ZIP of CVs is opened in the sandbox: sound ones give their documents, hostile ones are refused whole (P46)."""

import io
import json
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable

import pytest

from careerrelay.candidates.looking import documents_in_bundle
from careerrelay.candidates.rules.documents import bundles as no
from careerrelay.candidates.rules.documents.bundles import documents_of_bundle
from careerrelay.candidates.rules.documents.refusals import (
    DamagedDocument,
    InfectedDocument,
    ProtectedDocument,
    UnfitDocument,
)
from tests.corpus.documents import cv_pdf, docx
from tests.corpus.hostile import EICAR
from tests.corpus.workbooks import archive, crowded_archive, lying_archive


def _linked() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        link = zipfile.ZipInfo("cv.pdf")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def _locked() -> bytes:
    """The bit that says so, in both places."""
    content = bytearray(archive({"a.pdf": b"x"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


HOSTILE: dict[str, tuple[Callable[[], bytes], type[UnfitDocument]]] = {
    "no ZIP": (lambda: b"%PDF-1.7", no.NoBundle),
    "nothing in it": (lambda: archive({}), no.EmptyBundle),
    "litter only": (lambda: archive({"__MACOSX/._cv.pdf": b"x", ".DS_Store": b"x"}), no.EmptyBundle),
    "100,000 entries": (lambda: crowded_archive(100_000, last="cv.pdf"), no.CrowdedBundle),
    "100,000 that say they are one": (
        lambda: crowded_archive(100_000, last="cv.pdf", said=1),
        no.CrowdedBundle,
    ),
    "101 documents": (lambda: archive({f"{number}.txt": b"x" for number in range(101)}), no.CrowdedBundle),
    "zip bomb": (lambda: archive({"cv.pdf": bytes(190_000_000)}), no.SwollenBundle),
    "zip bomb in parts": (
        lambda: archive({f"{n}.txt": bytes(900_000) * 9 for n in range(20)}),
        no.SwollenBundle,
    ),
    "zip bomb that lies": (
        lambda: lying_archive("cv.pdf", bytes(50_000_000), declared_bytes=1_000),
        DamagedDocument,
    ),
    "ZIP in the ZIP": (lambda: archive({"more.zip": archive({"cv.pdf": b"x"})}), no.NestedBundle),
    "ZIP by another name": (lambda: archive({"cv.pdf": archive({"cv.pdf": b"x"})}), no.NestedBundle),
    "other archive": (lambda: archive({"cv.pdf": b"7z\xbc\xaf\x27\x1c" + bytes(50)}), no.NestedBundle),
    "absolute path": (lambda: archive({"/etc/cron.d/x": b"x"}), no.EscapingBundle),
    "path of a drive": (lambda: archive({"C:\\cv.pdf": b"x"}), no.EscapingBundle),
    "path upwards": (lambda: archive({"a/../../cv.pdf": b"x"}), no.EscapingBundle),
    "path upwards, other slash": (lambda: archive({"..\\cv.pdf": b"x"}), no.EscapingBundle),
    "link": (_linked, no.EscapingBundle),
    "password": (_locked, ProtectedDocument),
    "EICAR": (lambda: archive({"cv.txt": EICAR}), InfectedDocument),
    "cut off": (lambda: archive({"cv.pdf": b"x" * 100})[:-10], DamagedDocument),
    "page behind it": (lambda: archive({"cv.pdf": b"x"}) + b"<script>", DamagedDocument),
}
WEIGHED = ("100,000 that say they are one", "zip bomb", "zip bomb in parts", "zip bomb that lies")


@pytest.mark.promise("P46")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_zip_is_refused_whole_for_what_it_is(name: str) -> None:
    make, refusal = HOSTILE[name]
    with pytest.raises(refusal):
        documents_of_bundle(make())


@pytest.mark.promise("P46")
def test_a_zip_costs_two_seconds_and_300_megabytes_at_most() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.candidates.weighing_bundles"],
        capture_output=True,
        check=True,
        timeout=120,
    )
    for name, cost in json.loads(ran.stdout).items():
        assert cost["answer"] == HOSTILE[name][1].__name__, name
        assert cost["seconds"] <= 2, name
        assert cost["child_bytes_max"] <= 300_000_000, name


def test_the_documents_of_a_zip_come_out_under_their_names_and_without_litter() -> None:
    buffer = io.BytesIO()
    letter, cv = docx(), cv_pdf()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        # As Windows writes it: CP932, and no word of that.
        packed.writestr("応募/履歴書_三浦葵.docx".encode("cp932").decode("cp437"), letter)
        packed.writestr("応募/高橋.pdf", cv)
        packed.writestr("__MACOSX/応募/._高橋.pdf", b"x")
    found = documents_in_bundle(buffer.getvalue())
    assert [one.name for one in found if one.name.endswith(".pdf")] == ["応募/高橋.pdf"]
    assert {one.content for one in found} == {letter, cv}
