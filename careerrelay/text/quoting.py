"""How a value that came from outside stands inside a sentence that a person reads."""

_BLANK_WORDS = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "なし",
        "無し",
        "無",
        "不明",
        "未登録",
        "未入力",
        "未定",
        "n/a",
        "na",
        "none",
        "null",
        "nil",
    }
    | {"―", "ー", "−", "－", "‐"}
)


def says_nothing(text: str) -> bool:
    """The cell of a number, an address or a day holds nothing but a blank, a dash or a word like 「なし」."""
    return text.strip().casefold() in _BLANK_WORDS


def quotable(text: str, *, characters_max: int = 60) -> str:
    """The text on one line, without anything unprintable, cut to a length that a sentence bears."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: characters_max * 4]).split())
    return line if len(line) <= characters_max else line[: characters_max - 1] + "…"
