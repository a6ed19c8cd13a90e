"""Tests marked `browser` need Chromium; where there is none they are skipped, and the run says why.

A pytest plugin.
"""

import os
import shutil

import pytest

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
