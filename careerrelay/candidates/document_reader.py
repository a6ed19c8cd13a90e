"""The child that looks at a stranger's file: `python -m … inspect|read KIND`, bytes in, one line of JSON out.

Nothing is read before the process gave up what it could do harm with. Started by `candidates.looking` only.
"""

import importlib
import json
import sys
import time

from careerrelay.candidates.rules.documents.kinds import DocumentKind
from careerrelay.candidates.rules.documents.reading import inspect_document, read_document
from careerrelay.candidates.rules.documents.refusals import FILE_BYTES_MAX, UnfitDocument
from careerrelay.core.confinement import Limits, NotConfined, confine
from careerrelay.core.sandbox import NOT_CONFINED

LIMITS = Limits(memory_bytes=300_000_000, cpu_seconds=1.8)
# Before the kernel ends it: what was read until then is kept.
READING_SECONDS_MAX = 1.4
# Looked up by name when they are first needed, and nothing can be opened then.
_NEEDED_LATER = (
    "encodings.utf_16_le encodings.utf_16_be encodings.utf_16 encodings.cp1252 encodings.cp932 encodings.cp437 "
    "encodings.euc_jp encodings.euc_jis_2004 encodings.iso2022_jp_ext encodings.utf_8_sig encodings.idna "
    "stringprep unicodedata datetime zoneinfo"
)


def main(deed: str, kind: DocumentKind) -> int:
    for module in _NEEDED_LATER.split():
        importlib.import_module(module)
    if kind is DocumentKind.PDF:
        pdf = importlib.import_module("careerrelay.candidates.rules.documents.pdf")
        pdf.warm_up()
    try:
        confine(LIMITS)
    except NotConfined:
        return NOT_CONFINED
    content = sys.stdin.buffer.read(FILE_BYTES_MAX + 1)
    sys.stdout.buffer.write(json.dumps(_answer(deed, kind, content)).encode())
    sys.stdout.buffer.flush()
    return 0


def _answer(deed: str, kind: DocumentKind, content: bytes) -> dict[str, object]:
    try:
        if deed == "inspect":
            inspect_document(content, kind)
            return {}
        read = read_document(content, kind, has_time=lambda: time.process_time() < READING_SECONDS_MAX)
    except UnfitDocument as refused:
        return {"refusal": type(refused).__name__}
    return {"text": read.text, "is_cut": read.is_cut}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], DocumentKind(sys.argv[2])))
