"""The child that opens a stranger's ZIP: `python -m …`, bytes in, a line of JSON and the documents behind it out.

Nothing is read before the process gave up what it could do harm with. Started by `candidates.looking` only.
"""

import json
import sys

from careerrelay.candidates.rules.documents.bundles import BUNDLE_BYTES_MAX, documents_of_bundle
from careerrelay.candidates.rules.documents.refusals import UnfitDocument
from careerrelay.core.confinement import Limits, NotConfined, confine
from careerrelay.core.sandbox import NOT_CONFINED

LIMITS = Limits(memory_bytes=300_000_000, cpu_seconds=1.8)


def main() -> int:
    # Names are decoded with these, and nothing can be opened afterwards.
    for encoding in ("cp437", "cp932", "utf-8"):
        "".encode(encoding)
    try:
        confine(LIMITS)
    except NotConfined:
        return NOT_CONFINED
    content = sys.stdin.buffer.read(BUNDLE_BYTES_MAX + 1)
    try:
        found = documents_of_bundle(content)
    except UnfitDocument as refused:
        sys.stdout.buffer.write(json.dumps({"refusal": type(refused).__name__}).encode() + b"\n")
        return 0
    index = [[document.name, len(document.content)] for document in found]
    sys.stdout.buffer.write(json.dumps({"documents": index}).encode() + b"\n")
    for document in found:
        sys.stdout.buffer.write(document.content)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
