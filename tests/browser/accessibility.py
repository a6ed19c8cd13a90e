"""What axe finds on a page (WCAG 2.0 to 2.2, A and AA, best practice), and targets too small for a thumb."""

from functools import cache
from typing import Any

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TARGET_PX = 44

# Buttons, what looks like one, what opens, and the whole row of a choice. A link inside a sentence is as high as it.
_SMALL_TARGETS = """(least) => [...document.querySelectorAll('button, a.btn, summary, label.choice, .input')]
    .filter(one => one.checkVisibility())
    .map(one => [one.getBoundingClientRect(), one.textContent.trim().slice(0, 30) || one.name])
    .filter(([box]) => box.height < least - 0.5 || box.width < least - 0.5)
    .map(([box, word]) => `${word}: ${Math.round(box.width)} by ${Math.round(box.height)}`)"""


@cache
def _axe() -> Any:
    from axe_playwright_python.sync_playwright import Axe

    return Axe()


def accessibility_faults(page: Any, *, name: str) -> list[str]:
    """A line for each rule that is broken, with the first place of it. In the browser's own thread."""
    options = {"runOnly": TAGS, "resultTypes": ["violations"]}
    violations = _axe().run(page, options=options).response["violations"]
    return [
        f"{name}: {one['id']} ({len(one['nodes'])}), {one['nodes'][0]['html'][:160]}" for one in violations
    ]


def small_targets(page: Any, *, name: str) -> list[str]:
    return [f"{name}: too small, {found}" for found in page.evaluate(_SMALL_TARGETS, TARGET_PX)]
