"""A 履歴書 or 職務経歴書 that was written into Excel: its cells, row by row."""

from careerrelay.candidates.rules.archives import (
    DamagedWorkbook,
    MacroWorkbook,
    OversizedWorkbook,
    ProtectedWorkbook,
    UncalculatedWorkbook,
    inspect_archive,
)
from careerrelay.candidates.rules.compound_files import inspect_compound_file
from careerrelay.candidates.rules.documents.kinds import DocumentKind
from careerrelay.candidates.rules.documents.refusals import (
    DamagedDocument,
    MacroDocument,
    ProtectedDocument,
    SwollenDocument,
    UnfitDocument,
    UnsupportedDocument,
)
from careerrelay.candidates.rules.file_kinds import UnsupportedFile
from careerrelay.candidates.rules.workbooks import cell_text, open_sheets
from careerrelay.core.refusal import Refusal

_SAME: dict[type[Refusal], type[UnfitDocument]] = {
    DamagedWorkbook: DamagedDocument,
    ProtectedWorkbook: ProtectedDocument,
    MacroWorkbook: MacroDocument,
    OversizedWorkbook: SwollenDocument,
    UnsupportedFile: UnsupportedDocument,
}


def inspect_sheets(content: bytes, kind: DocumentKind) -> None:
    """Raises: like a document. Formulas without a result are no reason: their text is merely missing."""
    try:
        if kind is DocumentKind.XLSX:
            inspect_archive(content)
        else:
            inspect_compound_file(content)
    except UncalculatedWorkbook:
        pass
    except tuple(_SAME) as refused:
        raise _SAME[type(refused)] from None


def text_of_sheets(content: bytes, *, characters_max: int) -> str:
    lines: list[str] = []
    characters = 0
    try:
        for _, sheet in open_sheets(content):
            for row in sheet.iter_rows():
                line = "\t".join(cell for value in row if (cell := cell_text(value).strip()))
                lines.append(line)
                characters += len(line)
                if characters > characters_max:
                    return "\n".join(lines)
    except tuple(_SAME) as refused:
        raise _SAME[type(refused)] from None
    return "\n".join(lines)
