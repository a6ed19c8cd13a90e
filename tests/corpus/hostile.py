"""Files that want to cost more than they are worth. Each must be refused in two seconds and bounded memory (P46)."""

import struct
from collections.abc import Callable
from pathlib import Path

from tests.corpus.workbooks import (
    SHEET_HEAD,
    SHEET_PATH,
    archive,
    biff_number,
    biff_stream,
    compound_file,
    crowded_archive,
    lying_archive,
    sheet_xml,
    xlsx,
)

PEOPLE = [["氏名", "メールアドレス"], ["山田太郎", "taro@example.jp"]]
SOUND = sheet_xml(PEOPLE)
BOF = (0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def _sheet_of(*cells: str) -> bytes:
    return xlsx(f'{SHEET_HEAD}<sheetData><row r="1">{"".join(cells)}</row></sheetData></worksheet>')


def _far_cells() -> bytes:
    return _sheet_of('<c r="A1"><v>1</v></c>', '<c r="XFD1048576"><v>1</v></c>')


def _disguised_far_cells() -> bytes:
    """An XML reader sees XFD1048576; a careless pattern sees A1."""
    return _sheet_of('<c r="A1"><v>1</v></c>', '<c s=" r=\'A1\' >" r="XFD1048576"><v>1</v></c>')


def _far_cells_of_another_name() -> bytes:
    sheet = SOUND.replace("<worksheet xmlns=", "<x:worksheet xmlns:x=").replace(
        "</worksheet>", "</x:worksheet>"
    )
    return xlsx(sheet.replace("<row", '<x:row r="9"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row><row'))


def _copied_texts() -> bytes:
    """One text of 100,000 characters, and 20,000 cells that refer to it: two gigabytes of copies."""
    cells = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{column}{row}" t="s"><v>0</v></c>' for column in "ABCDEFGHIJ")
        + "</row>"
        for row in range(1, 2001)
    )
    return xlsx(
        f"{SHEET_HEAD}<sheetData>{cells}</sheetData></worksheet>",
        parts={"xl/sharedStrings.xml": f"<sst><si><t>{'x' * 100_000}</t></si></sst>"},
    )


def _bomb() -> bytes:
    return xlsx(SOUND, parts={"xl/media/image1.png": bytes(190_000_000)})


def _old_workbook(*records: tuple[int, bytes]) -> bytes:
    return compound_file({"Workbook": biff_stream(BOF, *records, (0x000A, b""))})


def _old_claim(*, first_row: int, row_end: int) -> bytes:
    """A real sheet that claims other dimensions than its own six rows of seven columns."""
    dimensions = struct.pack("<HHIIHH", 0x0200, 14, 0, 6, 0, 7)
    content = (Path(__file__).parent / "files" / "real.xls").read_bytes()
    assert content.count(dimensions) == 1
    return content.replace(dimensions, struct.pack("<HHIIHH", 0x0200, 14, first_row, row_end, 0, 7))


def _old_copied_texts() -> bytes:
    text = struct.pack("<II", 1, 1) + struct.pack("<HB", 8000, 0) + b"x" * 8000
    cells = [(0x00FD, struct.pack("<HHHI", row, column, 0, 0)) for row in range(6_000) for column in range(4)]
    return _old_workbook((0x00FC, text), *cells)


# Parts of a megabyte for patterns that look at a place twice; each takes such a pattern minutes.
ENDLESS: dict[str, bytes] = {
    "a tag that never ends": b"<c " + b'r="A1" t="s" ' * 80_000,
    "a tag of errors": b"<c " + b't="e" ' * 160_000,
    "openings": b"<c " * 350_000,
    "openings with a place": b'<c r="A1" ' * 100_000,
    "texts that never end": b"<si>" * 250_000,
    "blanks": b"<c " + b" " * 1_000_000,
    "formulas": b'<c r="A1"><f>' * 80_000,
    "prefixes": b"<" + b"a" * 1_000_000 + b":c",
    "colons": b"<a:" * 350_000,
    "values": b'<c r="A1" t="s"><v>' * 50_000,
}

HOSTILE: dict[str, Callable[[], bytes]] = {
    "zip bomb of 1000:1": _bomb,
    "zip bomb that lies": lambda: lying_archive(SHEET_PATH, bytes(50_000_000), declared_bytes=1_000),
    "cells A1 and XFD1048576": _far_cells,
    "far cells in disguise": _disguised_far_cells,
    "far cells under another name": _far_cells_of_another_name,
    "two gigabytes of copies": _copied_texts,
    "entity bomb": lambda: xlsx(
        '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        + SOUND
    ),
    "another document in UTF-16": lambda: xlsx(SOUND.replace("UTF-8", "UTF-16").encode("utf-16")),
    "100,000 entries": lambda: crowded_archive(100_000, last="xl/workbook.xml"),
    "macro": lambda: xlsx(SOUND, parts={"xl/vbaProject.bin": b"\xd0\xcf"}),
    "macro sheet": lambda: xlsx(SOUND, parts={"xl/macrosheets/sheet1.xml": "<x/>"}),
    "password": lambda: compound_file({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}),
    "something before the archive": lambda: "氏名\r\n山田\r\n".encode() + xlsx(SOUND),
    "something behind the archive": lambda: xlsx(SOUND) + b"\r\n<script>alert(1)</script>",
    "something between": lambda: xlsx(SOUND).replace(b"PK\x01\x02", b"JUNKPK\x01\x02", 1),
    "archive cut off": lambda: xlsx(SOUND)[:-30],
    "archive of nothing": lambda: archive({}),
    "part twice": lambda: xlsx(SOUND, parts={SHEET_PATH.upper(): SOUND}),
    "a letter": lambda: archive({"word/document.xml": "<x/>"}),
    "OpenDocument": lambda: archive(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}
    ),
    "binary workbook": lambda: archive({"xl/workbook.bin": b"x"}),
    "EICAR": lambda: EICAR,
    "EICAR below headings": lambda: "氏名,備考\r\n山田,".encode() + EICAR,
    "old far cells": lambda: _old_workbook(biff_number(0, 0), biff_number(65535, 255)),
    "old claim of far cells": lambda: _old_claim(first_row=0, row_end=1 << 30),
    "old claim of fewer than no cells": lambda: _old_claim(first_row=9, row_end=4),
    "old copies": _old_copied_texts,
    "old password": lambda: _old_workbook((0x002F, bytes(6)), biff_number(0, 0)),
    "old macro": lambda: compound_file({"Workbook": biff_stream(BOF), "_VBA_PROJECT": b"x"}),
    "old letter": lambda: compound_file({"WordDocument": b"x"}),
    "old rubbish": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 2000,
    "old container cut off": lambda: _old_workbook(biff_number(0, 0))[:700],
    "old container without end": lambda: compound_file({"Workbook": biff_stream(BOF)}).replace(
        struct.pack("<I", 0xFFFFFFFE), struct.pack("<I", 0)
    ),
}
