"""Requests a second for the pages that a candidate meets: by the start link, by a mailed link, and after an answer.

They come from `careerrelay serve` as it is run for real. The limit is the same server with an application that
does nothing. The figure is the slowest of the pages.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime

from bench.http_load import CONNECTIONS, Load, load
from bench.measuring import Measured, measured
from bench.ports import answers_at, free_port
from bench.scratch import ROOT
from bench.world import World, address_of, make_bench_world
from careerrelay.consent.actions import Chosen
from careerrelay.consent.queries import new_nonce
from careerrelay.core import clock
from careerrelay.people.actions import ProfileFacts, WantedLink, issue_links
from careerrelay.people.models import LinkKind
from careerrelay.people.queries import OpenLink, open_link
from careerrelay.relay.actions.answering import answer_consent, save_profile
from careerrelay.relay.queries import current_text, offer_of

READY_SECONDS_MAX = 60
WARM_SECONDS = 1.0
WEB = ["-P", "-c", "from config.cli import main; raise SystemExit(main())", "serve"]


def run(
    *, size: float, variables: Mapping[str, str] = os.environ, warm_seconds: float = WARM_SECONDS
) -> Measured:
    """`size` is how many seconds each page is asked for. `variables` lead the server to the database."""
    at = clock.now()
    world = make_bench_world(at=at)
    paths = {
        "start_page": f"/r/{world.start_code}",
        "consent_page": f"/c/{_token(world, 0, at=at)}",
        "own_page": f"/c/{_token_of_somebody_who_answered(world, at=at)}",
    }
    environment = {**variables, "PYTHONPATH": str(ROOT)}
    with _server([*WEB, "--port"], path="/readyz", variables=environment) as base:
        found = {name: _load(base + path, size, warm_seconds) for name, path in paths.items()}
    with _server(["-m", "bench.trivial"], path="/", variables=environment) as base:
        trivial = _load(f"{base}/", size, warm_seconds)
    slowest = min(found.values(), key=lambda page: page.requests_per_second)
    return measured(
        "relay_page",
        figure=slowest.requests_per_second,
        unit="requests/s",
        limit=trivial.requests_per_second,
        limit_is="the same server with an application that does nothing",
        p50_ms=round(slowest.p50_ms, 2),
        p95_ms=round(slowest.p95_ms, 2),
        pages={name: _rounded(page) for name, page in found.items()},
        connections=CONNECTIONS,
        client=slowest.client,
        seconds_each=size,
    )


def _load(url: str, seconds: float, warm_seconds: float) -> Load:
    load(url, seconds=warm_seconds)
    return load(url, seconds=seconds)


def _rounded(page: Load) -> dict[str, float]:
    return {name: round(value, 2) for name, value in asdict(page).items() if isinstance(value, float)}


def _token(world: World, index: int, *, at: datetime) -> str:
    wanted = WantedLink(LinkKind.PERSONAL, address_of(world, index), world.company.id, None, "ja")
    return issue_links([wanted], at=at)[0]


def _token_of_somebody_who_answered(world: World, *, at: datetime) -> str:
    """Yes to all three purposes, and a confirmed profile."""
    token = _token(world, 1, at=at)
    chosen = Chosen(pool=True, news=True, agency_ids=(world.agency.id,), is_sixteen=True)
    answer_consent(_opened(token, at=at), chosen=chosen, nonce=_nonce(token, at=at), at=at)
    facts = ProfileFacts(
        name="三浦 葵",
        kana="みうら あおい",
        phone="090-1234-5678",
        occupation="組込みソフト開発",
        experience="計測器の組込みソフトを6年2か月。",
        skills=("C++", "RTOS"),
        regions=("神奈川", "東京"),
        wishes="在宅と併用できること",
    )
    save_profile(_opened(token, at=at), facts=facts, nonce=_nonce(token, at=at), at=at)
    return token


def _opened(token: str, *, at: datetime) -> OpenLink:
    link = open_link(token, at=at)
    assert link is not None
    return link


def _nonce(token: str, *, at: datetime) -> str:
    link = _opened(token, at=at)
    text = current_text(offer_of(company_id=link.company_id, at=at), language="ja", at=at)
    return new_nonce(text_hash=text.hash, language="ja", link_hash=link.token_hash, at=at)


@contextmanager
def _server(command: list[str], *, path: str, variables: Mapping[str, str]) -> Iterator[str]:
    port = free_port()
    line = [sys.executable, *command, str(port)]
    process = subprocess.Popen(line, env=dict(variables), cwd=ROOT)  # noqa: S603 - our own programs
    try:
        _wait_until_ready(port, path=path, process=process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait_until_ready(port: int, *, path: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + READY_SECONDS_MAX
    while process.poll() is None and time.monotonic() < deadline:
        if answers_at(port, path=path):
            return
        time.sleep(0.05)
    raise RuntimeError("the server did not start")
