"""The least that the server can do: one WSGI application that answers the same bytes, served as `serve` serves ours."""

import sys
from collections.abc import Callable, Iterable
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

BODY = b"<p>" + b"x" * 6000


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response(
        "200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))]
    )
    return [BODY]


def serve_trivially(port: int) -> None:
    # As in config.management.commands.serve.
    Server(
        "bench.trivial:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=2,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    serve_trivially(int(sys.argv[1]))
