"""Tests marked `browser` need Chromium; where there is none they are skipped, and the run says why.

A pytest plugin.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest

Found = TypeVar("Found")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """`CAREERRELAY_CHROMIUM`, else the first one on the path."""
    return os.environ.get("CAREERRELAY_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    deep = os.environ.get("CAREERRELAY_DEEP") == "1"
    browser = chromium()
    for item in items:
        if item.get_closest_marker("browser") and browser is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium here: install the package chromium"))
        if item.get_closest_marker("deep") and not deep:
            item.add_marker(pytest.mark.skip(reason="a long loop: run by bin/check --deep"))


@dataclass(frozen=True, slots=True)
class Browsing:
    """Chromium, in the one thread that may talk to it. Everybody takes a context of their own."""

    browser: Any
    thread: ThreadPoolExecutor

    def do(self, deed: Callable[[Any], Found]) -> Found:
        return self.thread.submit(deed, self.browser).result()


@pytest.fixture(scope="session")
def browsing() -> Iterator[Browsing]:
    """Started once for all tests of a process."""
    from playwright.sync_api import sync_playwright

    with ThreadPoolExecutor(max_workers=1) as thread:
        playwright = thread.submit(lambda: sync_playwright().start()).result()
        launch = playwright.chromium.launch
        browser = thread.submit(launch, executable_path=chromium(), args=ARGUMENTS).result()
        yield Browsing(browser, thread)
        thread.submit(browser.close).result()
        thread.submit(playwright.stop).result()
