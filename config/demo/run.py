"""`bin/demo`: a working network on this machine, from nothing to a first page, and cleanly down again.

This process holds the mail catcher; PostgreSQL, web and worker are its children and die with it, even by
`kill -9`. They stop in the order web, worker, database, so that nobody loses the ground while working.
"""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from careerrelay.core.postgres import ChildServer, erase, run_as_child
from careerrelay.core.postgres.roles import drop_embedded_database, ensure_embedded_database
from careerrelay.core.refusal import Refusal
from config import environment
from config.demo.catcher import Catcher

COOLING_SECONDS = "60"
READY_SECONDS_MAX = 60
STOP_SECONDS_MAX = 10
PR_SET_PDEATHSIG = 1


class DemoNotStarted(Refusal):
    pass


def run_demo(arguments: Sequence[str]) -> int:
    """Raises: DemoNotStarted, PortTaken, and as `run_as_child`."""
    options = _options(arguments)
    _refuse_taken_port(options.port)
    _set_environment(options.port)
    home = environment.home()
    if options.fresh:
        erase(home)
        _forget_mails(home)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with run_as_child(home) as server, Catcher(home / "mail", port=options.mail_port) as catcher:
            os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{catcher.port}?from=relay@careerrelay.example.jp"
            _prepare_world(server)
            _run_children(options.port)
    except KeyboardInterrupt:
        print(
            "\n終わりました。もう一度 bin/demo で、続きから始まります。\nStopped. bin/demo goes on from here."
        )
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/demo", description="A working network in the browser.")
    parser.add_argument("--port", type=int, default=8000, help="of the pages (default 8000)")
    parser.add_argument(
        "--mail-port", type=int, default=0, help="of the mail catcher (default: any free one)"
    )
    parser.add_argument("--fresh", action="store_true", help="forget everything and begin with a new world")
    return parser.parse_args(arguments)


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as taken:
            raise DemoNotStarted(
                ja=f"ポート {port} は使われています。bin/demo --port 8010 のように、別のポートを選んでください。",
                en=f"Port {port} is in use. Choose another one: bin/demo --port 8010.",
            ) from taken


def _set_environment(port: int) -> None:
    """The demo is itself alone: a server or mail service meant for real work must not get its made-up people."""
    for variable in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        if os.environ.pop(variable, None):
            print(f"{variable} は使わず、組み込みのデータベースで動かします。 / {variable} is left aside.")
    os.environ["CAREERRELAY_DEMO"] = "1"
    os.environ.setdefault("CAREERRELAY_DEMO_COOLING_SECONDS", COOLING_SECONDS)
    os.environ["PUBLIC_URL"] = f"http://127.0.0.1:{port}"


def _forget_mails(home: Path) -> None:
    for mail in (home / "mail").glob("*.eml"):
        mail.unlink()


def _prepare_world(server: ChildServer) -> None:
    ensure_embedded_database(server.address)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    print("データベースの表をそろえています… / Bringing the database up to date …", flush=True)
    call_command("migrate", verbosity=0)
    from careerrelay.core import clock
    from config.demo.world import is_begun, is_whole, make_world

    if is_whole():
        return
    if is_begun():
        print("途中で終わった見本を作り直します。 / The world that was cut off is made anew.", flush=True)
        connections.close_all()
        drop_embedded_database(server.address)
        ensure_embedded_database(server.address)
        call_command("migrate", verbosity=0)
    print("見本の会社と応募者を用意しています… / Making a small world …", flush=True)
    make_world(at=clock.now())


def _run_children(port: int) -> None:
    command = [sys.executable, "-P", "-c", "from config.cli import main; raise SystemExit(main())"]
    quiet = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    web = _child([*command, "serve", "--port", str(port)], quiet)
    worker = _child([*command, "worker"], quiet)
    try:
        _wait_until_ready(port, [web, worker])
        _tell(port)
        while web.poll() is None and worker.poll() is None:
            time.sleep(0.5)
        raise DemoNotStarted(
            ja="サーバーが止まりました。上の表示を確かめてください。",
            en="A server stopped; see above for why.",
        )
    finally:
        for process in (web, worker):
            _stop(process)


def _child(command: list[str], variables: dict[str, str]) -> "subprocess.Popen[bytes]":
    """In a session of its own, so that Ctrl-C reaches it through us, in our order."""
    before = _dies_with_parent()
    # The catcher's thread runs already; what `before` calls after the fork is one prctl and takes no lock.
    return subprocess.Popen(command, env=variables, start_new_session=True, preexec_fn=before)  # noqa: PLW1509


def _dies_with_parent() -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(port: int, children: list["subprocess.Popen[bytes]"]) -> None:
    started = time.monotonic()
    while time.monotonic() - started < READY_SECONDS_MAX:
        if any(child.poll() is not None for child in children):
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise DemoNotStarted(
        ja="サーバーが始まりませんでした。上の表示を確かめてください。",
        en="The server did not start; see above for why.",
    )


def _tell(port: int) -> None:
    from config.demo.world import PASSWORD, SIGN_INS, start_code

    base = f"http://127.0.0.1:{port}"
    lines = [
        "",
        f"  キャリアリレー  {base}/",
        f"  届いたメール / mails  {base}/demo/mail/",
        f"  応募者の入口 / a candidate's way in  {base}/r/{start_code()}",
        "",
        "  サインイン / sign in",
        *[f"    {email:<34} {who}" for email, who in SIGN_INS],
        f"    パスワード / password: {PASSWORD}",
        "",
        "  Ctrl-C で終わります / stops it.",
        "",
    ]
    print("\n".join(lines), flush=True)
