"""An export of HRMOS採用 as it arrives: UTF-16 with TABs, rows above the headings, 2025年04月01日, line breaks in 備考."""

from collections.abc import Mapping, Sequence
from datetime import date

# What a journey writes, and the heading under which HRMOS exports it.
HEADINGS = {
    "external_id": "応募ID",
    "job_external_id": "求人ID",
    "job_title": "求人名",
    "position": "選考ポジション",
    "applied_on": "応募日",
    "name": "氏名",
    "source": "応募経路",
    "source_detail": "応募経路詳細",
    "agent": "エージェント企業名",
    "labels": "ラベル",
    "status": "選考ステータス",
    "interview_1_on": "1次面接実施日",
    "interviewer_1": "1次面接評価者",
    "interview_2_on": "2次面接実施日",
    "interviewer_2": "2次面接評価者",
    "interview_final_on": "最終面接実施日",
    "interviewer_final": "最終面接評価者",
    "offered_on": "内定日",
    "accepted_on": "内定承諾日",
    "withdrawn_on": "辞退日",
    "rejected_on": "不合格日",
    "hired_on": "入社日",
    "education": "学歴",
    "employer": "現所属",
    "history": "社歴",
    "phone": "電話番号",
    "address": "メールアドレス",
    "residence": "住所",
    "notes": "備考",
    "resume": "レジュメ",
}
PREAMBLE = ("応募者一覧", "出力日時: 2025年10月01日 09:30", "")


def hrmos_export(
    people: Sequence[Mapping[str, str | date | None]],
    *,
    without: Sequence[str] = (),
    preamble: Sequence[str] = PREAMBLE,
    encoding: str = "utf-16",
) -> bytes:
    """The bytes of an export with one row per person. Keys are those of HEADINGS; a key that is missing is a blank
    cell. `without`: columns that the company did not choose (`address` is none of HRMOS's default columns).
    """
    columns = [key for key in HEADINGS if key not in without]
    rows = [[HEADINGS[key] for key in columns]]
    for person in people:
        unknown = set(person) - set(HEADINGS)
        if unknown:
            raise KeyError(f"HRMOS has no column for {sorted(unknown)}")
        rows.append([_cell(person.get(key)) for key in columns])
    lines = [*preamble, *("\t".join(map(_quoted, row)) for row in rows)]
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)


def _cell(value: str | date | None) -> str:
    return f"{value.year:04}年{value.month:02}月{value.day:02}日" if isinstance(value, date) else value or ""


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in '\t\r\n"') else cell


# 評価: the candidate's id only, TAB separated, a comment over two lines; somebody unknown, and a row without an id.
EVALUATIONS = (
    "候補者ID\t総合評価\t総合評価コメント\t選考評価者\r\n"
    'C-7\t4\t"設計の経験が深い。\n次に進めたい。"\t佐藤 恵\r\n'
    "C-7\tB\t質問に答えられた。\t野村 拓海\r\n"
    "C-8\t2\t\t佐藤 恵\r\n"
    "C-99\t3\t知らない人です\t佐藤 恵\r\n"
    "\t3\tだれのことか\t佐藤 恵\r\n"
).encode("utf-16")
