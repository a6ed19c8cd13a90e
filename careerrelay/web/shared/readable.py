"""A disclosure on a page: moments and days as people say them."""

import re
from dataclasses import replace
from datetime import date, datetime

from careerrelay.privacy.disclosure_forms import PrintedHolding
from careerrelay.web.shared.templatetags.words import clock, full_day

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+(?:\+00:00|Z))?")


def readable(held: PrintedHolding) -> PrintedHolding:
    """Moments and days as people say them; the files keep the exact ones."""
    parts = [
        replace(part, rows=[[(field, _day_in_words(value)) for field, value in row] for row in part.rows])
        for part in held.parts
    ]
    return replace(held, parts=parts)


def _day_in_words(value: str) -> str:
    if not _ISO.fullmatch(value):
        return value
    if "T" not in value:
        return full_day(date.fromisoformat(value))
    at = datetime.fromisoformat(value)
    return f"{full_day(at)} {clock(at)}"
