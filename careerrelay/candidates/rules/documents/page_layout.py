"""The glyphs of a page to lines of text.

Where a PDF says which glyphs it shows, it need not say which of them make a line: files that Chrome printed set every
character on its own. So lines are found by where the glyphs stand. A gap as wide as a character is a border between
two cells and becomes a TAB; a narrow one a space. Vertical writing (縦書き) reads from the rightmost column.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

_SPACE_EM = 0.22
_CELL_EM = 1.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """`left` to `top`: its box, y upwards, in the units of the page; `size` of its font in the same."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def size(self) -> float:
        return max(self.top - self.bottom, self.right - self.left, 0.1)


@dataclass(slots=True)
class _Line:
    first: Glyph
    last: Glyph
    parts: list[str] = field(default_factory=list)
    is_vertical: bool = False

    def text(self) -> str:
        return "".join(self.parts).strip()


def text_of_page(glyphs: Iterable[Glyph]) -> str:
    """Lines in the order in which the page was written; glyphs as they come from it."""
    lines: list[_Line] = []
    for glyph in glyphs:
        if not glyph.text.strip():
            if lines and not lines[-1].parts[-1].isspace():
                lines[-1].parts.append(" ")
            continue
        if lines and _joins(lines[-1], glyph):
            continue
        lines.append(_Line(glyph, glyph, [glyph.text]))
    return "\n".join(text for line in _in_reading_order(lines) if (text := line.text()))


def _joins(line: _Line, glyph: Glyph) -> bool:
    """Appends the glyph where it goes on with the line."""
    if not line.is_vertical and _is_beside(line.last, glyph):
        gap = (glyph.left - line.last.right) / min(glyph.size, line.last.size)
        if gap > _SPACE_EM and not line.parts[-1].endswith("\t"):
            _widen(line.parts, "\t" if gap > _CELL_EM else " ")
    elif (line.is_vertical or line.first is line.last) and _is_below(line.last, glyph):
        line.is_vertical = True
    else:
        return False
    line.parts.append(glyph.text)
    line.last = glyph
    return True


def _widen(parts: list[str], blank: str) -> None:
    if parts[-1] == " ":
        parts.pop()
    parts.append(blank)


def _is_beside(last: Glyph, glyph: Glyph) -> bool:
    """On the same height, to the right: their boxes overlap by half of the lower one."""
    overlap = min(last.top, glyph.top) - max(last.bottom, glyph.bottom)
    lower = min(last.top - last.bottom, glyph.top - glyph.bottom)
    return overlap >= 0.5 * lower and glyph.left >= last.left - 0.3 * last.size


def _is_below(last: Glyph, glyph: Glyph) -> bool:
    """Right under it, in one column: a short line of text below another begins at its left edge, and is wider."""
    size = max(last.size, glyph.size)
    is_in_column = abs((glyph.left + glyph.right) - (last.left + last.right)) <= size
    return is_in_column and -0.3 * size <= last.bottom - glyph.top <= 1.2 * size


def _in_reading_order(lines: list[_Line]) -> list[_Line]:
    """Columns that follow one another are read from the right."""
    ordered: list[_Line] = []
    columns: list[_Line] = []
    for line in lines:
        if line.is_vertical:
            columns.append(line)
            continue
        ordered += sorted(columns, key=lambda column: -column.first.left)
        columns = []
        ordered.append(line)
    return ordered + sorted(columns, key=lambda column: -column.first.left)
