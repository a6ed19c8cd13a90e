"""Seconds from a bare checkout to the first page of `bin/demo`, and again with everything in its place.

Packages come from pip's cache where it has them. The limit is making the environment alone, without which nothing
runs; `again_limit` is a Python that only loads Django and the addresses of the pages.
"""

import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from bench.measuring import Measured, measured
from bench.ports import answers_at, free_port
from bench.scratch import OF_THE_USER, ROOT, forget_database, scratch_folder

FIRST_SECONDS_MAX = 600
NOT_SHIPPED = ("var", ".venv", ".git", ".github", "__pycache__", "*_cache", "tests", "build", "*.egg-info")
LOADED = "import django; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns"


def run(*, size: int) -> Measured:
    """`size` later starts; `again_s` is their median."""
    with scratch_folder() as folder:
        checkout = folder / "careerrelay"
        shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(*NOT_SHIPPED))
        # The embedded server's account has to get in, wherever this checkout came from.
        checkout.chmod(0o755)
        variables = {name: value for name, value in os.environ.items() if name not in OF_THE_USER}
        variables.pop("PYTHONPATH", None)
        try:
            environment_seconds = _run_seconds(["bin/environment", "run"], checkout, variables)
            first = environment_seconds + _seconds_until_first_page(checkout, variables)
            again = statistics.median(_seconds_until_first_page(checkout, variables) for _ in range(size))
            variables |= {"DJANGO_SETTINGS_MODULE": "config.settings"}
            again_limit = _run_seconds([".venv/bin/python", "-c", LOADED], checkout, variables)
        finally:
            forget_database(checkout / "var")
    return measured(
        "start",
        figure=first,
        unit="s",
        limit=environment_seconds,
        limit_is="making the environment and installing the locked packages",
        again_s=round(again, 2),
        again_limit_s=round(again_limit, 2),
        again_ratio=round(again / again_limit, 4),
        later_starts=size,
    )


def _run_seconds(command: list[str], checkout: Path, variables: Mapping[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(  # noqa: S603 - a command of the checkout
        command, cwd=checkout, env=dict(variables), check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - began


def _seconds_until_first_page(checkout: Path, variables: Mapping[str, str]) -> float:
    port = free_port()
    began = time.perf_counter()
    demo = subprocess.Popen(  # noqa: S603 - a command of the checkout
        [checkout / "bin" / "demo", "--port", str(port)],
        cwd=checkout,
        env=dict(variables),
        stdout=subprocess.DEVNULL,
    )
    try:
        while not answers_at(port, path="/readyz"):
            if demo.poll() is not None or time.perf_counter() - began > FIRST_SECONDS_MAX:
                raise RuntimeError("bin/demo did not come up")
            time.sleep(0.05)
        return time.perf_counter() - began
    finally:
        demo.terminate()
        demo.wait()
