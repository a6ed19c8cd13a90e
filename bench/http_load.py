"""Keep-alive connections that ask for one page again and again: wrk where it is installed, else a process of our own."""

import asyncio
import json
import math
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from bench.measuring import percentile
from bench.scratch import ROOT

CONNECTIONS = 16
_LENGTH = re.compile(rb"^content-length: *(\d+)\r?$", re.IGNORECASE | re.MULTILINE)
# What wrk says of the latencies stops at 90, 99; microseconds come in, a line of our own goes out.
_SCRIPT = """
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("FOUND %d %d %d %d %d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(95), e.status + e.connect + e.read + e.write + e.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What the clients saw. Every answer that is not 200 is an error."""

    requests_per_second: float
    p50_ms: float
    p95_ms: float
    errors: int
    client: str


def load(url: str, *, seconds: float) -> Load:
    """Raises: RuntimeError if a request failed: a page that breaks under load has no figure."""
    wrk = shutil.which("wrk")
    found = _by_wrk(wrk, url, seconds=seconds) if wrk else _by_our_own(url, seconds=seconds)
    if found.errors:
        raise RuntimeError(f"{found.errors} requests of {url} failed")
    return found


def _by_wrk(wrk: str, url: str, *, seconds: float) -> Load:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "found.lua"
        script.write_text(_SCRIPT)
        options = ["-t1", f"-c{CONNECTIONS}", f"-d{math.ceil(seconds)}s", "-s", str(script)]
        said = subprocess.run([wrk, *options, url], capture_output=True, text=True, check=True).stdout  # noqa: S603 - found on the path
    numbers = re.search(r"^FOUND (\d+) (\d+) (\d+) (\d+) (\d+)$", said, re.MULTILINE)
    assert numbers is not None, said
    requests, duration, p50, p95, errors = map(int, numbers.groups())
    return Load(requests / duration * 1e6, p50 / 1000, p95 / 1000, errors, "wrk")


def _by_our_own(url: str, *, seconds: float) -> Load:
    command = [sys.executable, "-m", "bench.http_load", url, str(seconds)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout  # noqa: S603 - ourselves
    return Load(**json.loads(said))


class Asker(asyncio.Protocol):
    """One connection: the next request as soon as the answer is there, until time is up."""

    def __init__(self, request: bytes, *, until: float, latencies: list[float]) -> None:
        self.request, self.until, self.latencies = request, until, latencies
        self.errors = 0
        self.unread = b""
        self.is_done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._ask()

    def _ask(self) -> None:
        self.asked_at = time.perf_counter()
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.unread += data
        head, found, body = self.unread.partition(b"\r\n\r\n")
        length = _LENGTH.search(head) if found else None
        if not found or (length and len(body) < int(length[1])):
            return
        answered_at = time.perf_counter()
        self.latencies.append(answered_at - self.asked_at)
        self.errors += length is None or not head.startswith(b"HTTP/1.1 200 ")
        self.unread = b""
        if answered_at < self.until and not self.errors:
            self._ask()
        else:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.errors += exc is not None
        if not self.is_done.done():
            self.is_done.set_result(None)


def _itself(asker: Asker) -> Asker:
    return asker


async def _ask_in_parallel(url: str, *, seconds: float) -> Load:
    parts = urlsplit(url)
    assert parts.hostname is not None
    assert parts.port is not None
    request = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
    latencies: list[float] = []
    began = time.perf_counter()
    askers, loop = [], asyncio.get_running_loop()
    for _ in range(CONNECTIONS):
        asker = Asker(request, until=began + seconds, latencies=latencies)
        await loop.create_connection(partial(_itself, asker), parts.hostname, parts.port)
        askers.append(asker)
    await asyncio.gather(*(asker.is_done for asker in askers))
    taken = time.perf_counter() - began
    latencies.sort()
    p50, p95 = (1000 * percentile(latencies, share) for share in (0.5, 0.95))
    return Load(len(latencies) / taken, p50, p95, sum(asker.errors for asker in askers), "bench.http_load")


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(_ask_in_parallel(sys.argv[1], seconds=float(sys.argv[2]))))))
