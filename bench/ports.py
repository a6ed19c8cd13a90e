"""A port that nobody has yet, and whether somebody answers there."""

import socket
from http.client import HTTPConnection


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers_at(port: int, *, path: str) -> bool:
    """Whether the page is there, with a 200."""
    asking = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        asking.request("GET", path)
        return asking.getresponse().status == 200
    except OSError:
        return False
    finally:
        asking.close()
