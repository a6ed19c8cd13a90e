"""The bytes of a file that is to be imported: kept and read in pieces, so that no process ever holds all of them."""

import hashlib
import io
import tempfile
from typing import BinaryIO, cast
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from careerrelay.candidates.models import Import, ImportPiece

PIECE_BYTES = 1_000_000


def as_file(content: bytes | BinaryIO) -> BinaryIO:
    return io.BytesIO(content) if isinstance(content, bytes) else content


def hash_of(file: BinaryIO) -> bytes:
    file.seek(0)
    found = hashlib.sha256()
    while piece := file.read(PIECE_BYTES):
        found.update(piece)
    return found.digest()


def size_of(file: BinaryIO) -> int:
    return file.seek(0, io.SEEK_END)


def keep_bytes(received: Import, file: BinaryIO) -> None:
    """In the organization's scope."""
    file.seek(0)
    number = 0
    while piece := file.read(PIECE_BYTES):
        ImportPiece.objects.create(
            organization_id=received.organization_id, of_import=received, number=number, content=piece
        )
        number += 1


def kept_bytes(received: Import) -> BinaryIO:
    """A temporary file for the caller to close; one that is small stays in memory. In the organization's scope."""
    file = cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=PIECE_BYTES))  # noqa: SIM115
    pieces = ImportPiece.objects.filter(of_import=received, organization_id=received.organization_id)
    # By a cursor: one after the other, and all of one moment, should another worker end the import meanwhile.
    for piece in pieces.order_by("number").values_list("content", flat=True).iterator(chunk_size=1):
        file.write(piece)
    file.seek(0)
    return file


def imports_with_bytes(*, organization_id: UUID) -> QuerySet[Import]:
    """Whatever waits or is being read. In the organization's scope."""
    pieces = ImportPiece.objects.filter(of_import=OuterRef("id"), organization_id=organization_id)
    return Import.objects.filter(Exists(pieces), organization_id=organization_id)


def forget_bytes(read: Import) -> None:
    ImportPiece.objects.filter(of_import=read, organization_id=read.organization_id).delete()
