"""Small files of applicants as separated text, in any encoding."""

from collections.abc import Sequence

HEADINGS = ("応募ID", "氏名", "メールアドレス", "電話番号", "応募日", "選考ステータス", "不採用日", "備考")
TARO = (
    "A-1",
    "山田太郎",
    "taro@example.jp",
    "090-1234-5678",
    "2025/04/01",
    "不採用",
    "2025/05/01",
    "東京都在住",
)
HANAKO = (
    "A-2",
    "髙橋花子",
    "hanako@example.jp",
    "080-1234-5678",
    "2025/04/02",
    "選考中",
    "",
    "①～－㈱℡Ⅲ髙﨑",
)
JIRO = ("A-3", "佐藤次郎", "jiro@example.jp", "03-1234-5678", "2025/04/03", "辞退", "", "ソ能表予")


def separated(
    *rows: Sequence[str],
    headings: Sequence[str] = HEADINGS,
    delimiter: str = ",",
    line_end: str = "\r\n",
    above: Sequence[str] = (),
) -> str:
    """Headings and rows; every cell in quotes that needs them; `above` are whole lines above the headings."""
    lines = [*above, *(delimiter.join(_quoted(cell, delimiter) for cell in row) for row in (headings, *rows))]
    return "".join(line + line_end for line in lines)


def _quoted(cell: str, delimiter: str) -> str:
    needs_quotes = any(mark in cell for mark in (delimiter, '"', "\r", "\n"))
    return '"' + cell.replace('"', '""') + '"' if needs_quotes else cell
