"""What real files look like: each a few bytes, and what must come of it. Understood, or refused in one sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from careerrelay.candidates.rules.applicants import ApplicantRow
from careerrelay.candidates.rules.limits import CELL_CHARACTERS_MAX, COLUMNS_MAX
from tests.corpus.hostile import EICAR, HOSTILE, PEOPLE
from tests.corpus.tables import separated
from tests.corpus.workbooks import sheet_xml, xlsx

FILES = Path(__file__).parent / "files"
ALL_CP932 = "①㈱℡Ⅲ髙﨑～－ソ能表予"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """`rows`: what `told` says of each row that is understood. `refused`: by line number, words of the sentence.
    `whole`: words of the sentence with which the file is refused. `skipped`: lines that are nobody."""

    make: Callable[[], bytes]
    rows: tuple[str, ...] = ()
    told: Callable[[ApplicantRow], object] = field(default=lambda row: row.name)
    refused: Mapping[int, str] = field(default_factory=dict)
    skipped: tuple[int, ...] = ()
    whole: str = ""


def _table(
    *rows: tuple[str, ...], headings: tuple[str, ...] = ("応募ID", "氏名", "備考"), **how: object
) -> str:
    return separated(*rows, headings=headings, **how)  # type: ignore[arg-type]


NOTED = _table(("A-1", "田中", ALL_CP932), ("A-2", "東京 都", "二行\r\n目"))
PLAIN = _table(("A-1", "田中", "ソ能"), ("A-2", "東京 都", "表予"))
TABBED = _table(("A-1", "田中", "x"), ("A-2", "東京 都", "y"), delimiter="\t")
BOTH = ("田中", "東京 都")
MARK = b"\xef\xbb\xbf"
TWO = _table(("A-1", "田中", "x"), ("A-2", "東京 都", "y"))


def noted(row: ApplicantRow) -> object:
    return row.notes


def addressed(row: ApplicantRow) -> object:
    return " ".join(f"{one.comparable}{'(proxy)' if one.is_proxy else ''}" for one in row.addresses)


def phoned(row: ApplicantRow) -> object:
    return " ".join(one.e164 for one in row.phones)


def applied(row: ApplicantRow) -> object:
    return str(row.applied_on or "")


def _encoded(text: str, encoding: str, *, before: bytes = b"") -> Callable[[], bytes]:
    return lambda: before + text.encode(encoding)


ENCODINGS: dict[str, Input] = {
    "CP932 with characters of Windows": Input(
        make=_encoded(NOTED, "cp932"), rows=(ALL_CP932, "二行\n目"), told=noted
    ),
    "CP932 with a backslash as second byte next to quotes": Input(
        make=lambda: '応募ID,氏名,備考\r\n"A-1","ソ","能"\r\n"A-2","表","予"\r\n'.encode("cp932"),
        rows=("ソ", "表"),
    ),
    "UTF-8 with a mark": Input(make=_encoded(TWO, "utf-8", before=MARK), rows=BOTH),
    "UTF-8 with two marks": Input(make=_encoded(TWO, "utf-8", before=MARK * 2), rows=BOTH),
    "a mark within the quotes of the first heading": Input(
        make='"\ufeff応募ID",氏名\r\nA-1,田中\r\n'.encode,
        rows=("A-1",),
        told=lambda row: row.external_id,
    ),
    "UTF-16 LE with a mark and TABs": Input(
        make=_encoded(TABBED, "utf-16-le", before=b"\xff\xfe"), rows=BOTH
    ),
    "UTF-16 BE with a mark and TABs": Input(
        make=_encoded(TABBED, "utf-16-be", before=b"\xfe\xff"), rows=BOTH
    ),
    "UTF-16 LE without a mark": Input(make=_encoded(TABBED, "utf-16-le"), rows=BOTH),
    "UTF-16 BE without a mark": Input(make=_encoded(TABBED, "utf-16-be"), rows=BOTH),
    "EUC-JP": Input(make=_encoded(PLAIN, "euc_jp"), rows=BOTH),
    "EUC-JP as Windows writes it": Input(
        make=lambda: (
            "氏名,勤務先\r\n".encode("euc_jp") + b"\x8f\xf4\xfb\xb6\xb6,\xad\xea\xb4\xdd\xbb\xb0\r\n"
        ),
        rows=("髙橋 ㈱丸三",),
        told=lambda row: f"{row.name} {row.employer}",
    ),
    "ISO-2022-JP": Input(make=_encoded(PLAIN, "iso2022_jp"), rows=BOTH),
    "short UTF-8 that is CP932 too": Input(make="氏名,都道府県\r\n田中,東京都\r\n".encode, rows=("田中",)),
    "one line in another encoding": Input(
        make=lambda: b"".join(
            line.encode("cp932" if number == 7 else "utf-8")
            for number, line in enumerate(
                ["氏名,備考\n", *(f"田中{n},東京都\n" for n in range(1, 21))], start=1
            )
        ),
        rows=tuple(f"田中{n}" for n in range(1, 21) if n != 6),
        refused={7: "文字コードが違う"},
    ),
    "the last line cut inside a character": Input(
        make=lambda: ("氏名,備考\n" + "田中,東京都\n" * 20).encode() + "東京 都,東".encode()[:-1],
        rows=("田中",) * 20,
        refused={22: "途中で切れています"},
    ),
}


def _html() -> bytes:
    return "<html><table><tr><td>氏名</td></tr><tr><td>田中</td></tr></table></html>".encode()


TABLES: dict[str, Input] = {
    "CR, LF and CRLF mixed": Input(make="氏名\r田中\n鈴木\r\n佐藤".encode, rows=("田中", "鈴木", "佐藤")),
    "line breaks within quotes": Input(
        make='氏名,備考\n田中,"一\r\n二\n三"\n鈴木,x\n'.encode, rows=("一\n二\n三", "x"), told=noted
    ),
    "NUL": Input(make="氏名,備考\n田中,a\0b\n鈴木,\n".encode, rows=("鈴木",), refused={2: "NUL"}),
    "U+2028 is no end of a line": Input(
        make="氏名,備考\n田中,一\u2028二\n".encode, rows=("一\n二",), told=noted
    ),
    "a quote that is never closed": Input(
        make='氏名,備考\n田中,x\n鈴木,"y\n佐藤,z\n'.encode,
        whole='3行目: 引用符（"）が閉じられていません',
    ),
    "a cell of 200,000 characters": Input(
        make=f"氏名,備考\n田中,{'長' * CELL_CHARACTERS_MAX}\n".encode, rows=("田中",)
    ),
    "a longer cell": Input(
        make=f"氏名,備考\n田中,{'長' * (CELL_CHARACTERS_MAX + 1)}\n".encode,
        whole="2行目: 200,000文字",
    ),
    "20,000 columns": Input(
        make=("氏名" + ",x" * (COLUMNS_MAX - 1) + "\n田中" + ",y" * (COLUMNS_MAX - 1) + "\n").encode,
        rows=("田中",),
    ),
    "more columns": Input(
        make=("氏名" + ",x" * COLUMNS_MAX + "\n田中\n").encode, whole="列が20,000を超えています"
    ),
    "headings in row 3": Input(make=f"応募者一覧\n2026/10/01\n{TWO}".encode, rows=BOTH),
    "headings twice, totals at the end": Input(
        make=f"{TWO}{TWO}合計,4,\n".encode, rows=BOTH * 2, skipped=(4, 7)
    ),
    "headings on two lines": Input(
        make="No,候補者名,,連絡先,,結果\n,姓,名,電話,メール,\n1,柳,翔,,a@x.jp,×(書類)\n".encode,
        rows=("柳 翔 a@x.jp rejected 書類選考",),
        told=lambda row: f"{row.name} {addressed(row)} {row.outcome.value} {row.stage_words}",
    ),
    "the answers of a form": Input(
        make=(
            "Timestamp,Full name,Which position are you applying for?,Result\n"
            "2/5/2025 9:00:00,Olga,Sales,Not a fit\n3/18/2025 9:05:12,Kim,Sales,Declined by candidate\n"
        ).encode,
        rows=("2025-02-05 rejected", "2025-03-18 withdrawn"),
        told=lambda row: f"{row.applied_on} {row.outcome.value}",
    ),
    "remarks below a list": Input(
        make="氏名,備考\n田中,x\n※社外秘,\n合計,85名\n以上,\n".encode, rows=("田中",), skipped=(3, 4, 5)
    ),
    "birth dates of children and of the unborn": Input(
        make="氏名,生年月日\n田中,2999/1/1\n鈴木,2012/4/1\n".encode, rows=("田中", "鈴木")
    ),
    "no rows": Input(make="応募ID,氏名\n".encode, whole="応募者の行がありません"),
    "nothing": Input(make=lambda: b"", whole="ファイルが空です"),
    "a line that names the separator": Input(
        make=lambda: b"sep=;\r\n" + TWO.replace(",", ";").encode(), rows=BOTH
    ),
    "semicolons": Input(make=lambda: TWO.replace(",", ";").encode(), rows=BOTH),
    "TABs": Input(make=_encoded(TABBED, "utf-8"), rows=BOTH),
    "rows in another order": Input(
        make=lambda: _table(("A-2", "東京 都", "y"), ("A-1", "田中", "x")).encode(), rows=BOTH[::-1]
    ),
    "an upload that was cut off": Input(
        make="応募ID,氏名,備考\nA-1,田中,x\nA-2,東".encode,
        rows=("田中",),
        refused={3: "行の途中でファイルが終わっています"},
    ),
    "HTML that calls itself a workbook": Input(make=_html, whole="HTML"),
    "an old workbook": Input(make=(FILES / "real.xls").read_bytes, rows=("髙橋一郎", "山田花子", "佐藤次郎")),
    "a workbook": Input(make=lambda: xlsx(sheet_xml(PEOPLE)), rows=("山田太郎",)),
    "a table of something else": Input(make="商品,値段\nりんご,120\n".encode, whole="どの列も見つかりません"),
    "a picture": Input(make=lambda: b"\x89PNG\r\n\x1a\n" + bytes(64), whole="。"),
    "EICAR": Input(make=lambda: EICAR, whole="。"),
    **{
        f"hostile: {name}": Input(make=HOSTILE[name], whole="。")
        for name in (
            "macro",
            "password",
            "entity bomb",
            "cells A1 and XFD1048576",
            "something behind the archive",
        )
    },
}


def _cells(heading: str, *values: str) -> Callable[[], bytes]:
    """Rows that differ in one column; whoever has no name there is known by the id."""
    headings = ("応募ID", "応募経路", heading)
    rows = [(f"A-{number}", "自社サイト", value) for number, value in enumerate(values, start=1)]
    return lambda: separated(*rows, headings=headings).encode()


AS_WRITTEN = (
    "ﾔﾏﾀﾞ ﾀﾛｳ",
    "か\u3099く",
    "𠮷野 葵",
    "葛\U000e0100城",
    "髙﨑 邊邉辺",
    "ー一―－‐−",
    "👩\u200d💻",
    "李",
    "長" * 300,
    "Björk",
    "O'Brien",
    "Null",
    "なし",
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "{{7*7}}",
    "{% include 'x' %}",
    "${7*7}",
    "{0.__class__}",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "=?utf-8?B?QQ==?=",
    ".",
    "%_",
)

READ: dict[str, tuple[str, Callable[[ApplicantRow], object], dict[str, str]]] = {
    "names that are cleaned of what nobody sees": (
        "氏名",
        lambda row: row.name,
        {
            "山\u200b田": "山田",
            "\u3000": "",
            "山田\r\n太郎": "山田 太郎",
            "'=1": "=1",
            " 山田　太郎 ": "山田 太郎",
        },
    ),
    "addresses": (
        "メールアドレス",
        addressed,
        {
            "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏｍ": "taro@example.com",
            "a@e。com": "a@e.com",
            "a..b@docomo.ne.jp": "a..b@docomo.ne.jp",
            ".a@ezweb.ne.jp": ".a@ezweb.ne.jp",
            "a+b@example.jp": "a+b@example.jp",
            "taro@日本語.jp": "taro@xn--wgv71a119e.jp",
            "Name <a@x.jp>": "a@x.jp",
            "a@x.jp, b@x.jp": "a@x.jp b@x.jp",
            " a@x.jp.\n": "a@x.jp",
            "taro7x@indeedemail.com": "taro7x@indeedemail.com(proxy)",
            "なし": "",
        },
    ),
    "phones": (
        "電話番号",
        phoned,
        {
            "090-1234-5678": "+819012345678",
            "9012345678": "+819012345678",
            "+81 90 1234 5678": "+819012345678",
            "０９０ー１２３４ー５６７８": "+819012345678",
            "（03）1234-5678": "+81312345678",
            "'+1 650 253 0000": "+16502530000",
            "090-1234-5678 / 03-1234-5678": "+819012345678 +81312345678",
            "090-1234-5678（昼間のみ）": "+819012345678",
        },
    ),
    "days": (
        "応募日",
        applied,
        {
            "令和7年4月1日": "2025-04-01",
            "R7.4.1": "2025-04-01",
            "令和元年5月1日": "2019-05-01",
            "㋿7年4月1日": "2025-04-01",
            "2025年04月01日": "2025-04-01",
            "20250401": "2025-04-01",
            "45992": "2025-12-01",
            "2025-04-01T09:00:00+09:00": "2025-04-01",
            "5/29": "",
        },
    ),
}

NOT_READ: dict[str, tuple[str, tuple[str, ...], str]] = {
    "names that cannot be shown": (
        "氏名",
        ("\u202e山田", "a" + "\u0301" * 500, "長" * 301, "x" * 10_000, "山田\r\nBcc: x"),
        "氏名に",
    ),
    "addresses that reach nobody": (
        "メールアドレス",
        ("a@localhost", "a@@x.jp", "a@x.jp\r\nBcc: b@x.jp"),
        "は使えません",
    ),
    "phones that a spreadsheet has spoilt": ("電話番号", ("9.01235E+10", "12345"), "は使えません"),
    "days that do not exist": (
        "応募日",
        ("昭和64年1月8日", "令和7年2月29日", "2025/13/01", "60", "2999/01/01"),
        "はありません",
    ),
}

VALUES: dict[str, Input] = {
    "names as they are written": Input(make=_cells("氏名", *AS_WRITTEN), rows=AS_WRITTEN),
    **{
        name: Input(make=_cells(heading, *values), rows=tuple(values.values()), told=told)
        for name, (heading, told, values) in READ.items()
    },
    **{
        name: Input(make=_cells(heading, *values), refused=dict.fromkeys(range(2, len(values) + 2), words))
        for name, (heading, values, words) in NOT_READ.items()
    },
}

INPUTS: dict[str, Input] = {**ENCODINGS, **TABLES, **VALUES}

# Costly to read on purpose: understood or refused, never slow (P46).
HOSTILE_TEXTS: dict[str, Callable[[], bytes]] = {
    "20,000 columns, 200 rows": lambda: b"\n".join([b",".join([b"name"] + [b"x"] * 19_999)] * 201),
    "cells of 200 kB": lambda: "氏名,備考\n".encode() + b"a," + b"x" * 199_999 + b"\n",
    "quotes": lambda: "氏名\n".encode() + b'"""""' * 100_000,
    "delimiters": lambda: "氏名\n".encode() + b"," * 3_000_000,
    "blank lines": lambda: b"\n" * 3_000_000,
    "marks": lambda: MARK * 500_000,
    "escapes of ISO-2022-JP": lambda: b"\x1b$B\x1b(B" * 200_000,
    **HOSTILE,
}
