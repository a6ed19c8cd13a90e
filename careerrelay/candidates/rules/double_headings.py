"""Headings on two lines, as lists that people make in Excel have them: 候補者名 across two columns, 姓 and 名 below."""

import re
from collections.abc import Sequence

from careerrelay.candidates.rules.aliases import find_alias

_HEADING_CHARACTERS_MAX = 60
# Below these, メールアドレス and 氏名 are another person's.
_OF_OTHERS = re.compile(
    r"紹介|推薦者|推薦元|担当|エージェント|面接|家族|親|保護者|保証人|緊急|上司|agent|referr|interviewer|emergency",
    re.IGNORECASE,
)


def join_heading_lines(upper: Sequence[str], lower: Sequence[str]) -> list[str] | None:
    """One heading for each column; `None` where the lower line is no second line of headings.

    It is one only where the upper line leaves columns blank to the right of a heading (cells merged across), the lower
    names such columns in words that we know, and says nothing below a heading that has one column to itself: a row
    of values would.
    """
    width = max(len(upper), len(lower))
    above = [cell.strip() for cell in upper] + [""] * (width - len(upper))
    below = [cell.strip() for cell in lower] + [""] * (width - len(lower))
    if max(map(len, above + below), default=0) > _HEADING_CHARACTERS_MAX:
        return None
    headings, group, is_joined = list[str](), "", False
    for index in range(width):
        begins_group = bool(above[index] and below[index])
        if begins_group and not (index + 1 < width and not above[index + 1] and below[index + 1]):
            return None
        if above[index]:
            group = above[index] if begins_group else ""
        elif below[index] and not group:
            return None
        is_joined = is_joined or begins_group
        headings.append(_heading(group, below[index]) if below[index] else above[index])
    return headings if is_joined and any(find_alias(cell) for cell in below) else None


def _heading(group: str, name: str) -> str:
    """The lower name alone where it says enough, so that 連絡先 メールアドレス is a mail address."""
    joined = f"{group} {name}"
    if find_alias(joined) is not None or find_alias(name) is None or _OF_OTHERS.search(group):
        return joined
    return name
