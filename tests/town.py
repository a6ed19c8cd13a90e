"""A whole town: web server, mail server, worker and clock in one process, so that a month passes in a second."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from procrastinate.contrib.django import app as background
from procrastinate.contrib.django.django_connector import DjangoConnector

from careerrelay.accounts.rules import Role
from careerrelay.core import clock
from careerrelay.outreach.tasks import send_due_letters
from careerrelay.relay.tasks import close_last_month, provide_due_relays
from config.demo.catcher import Catcher, CaughtMail, caught_mails
from config.wsgi import application
from tests.browsers import Browsing
from tests.journeys.visitors import BrowserVisitor, HttpVisitor, Visitor
from tests.make import NOW, PASSWORD, Network, make_member, make_network

PHONE: dict[str, Any] = {"viewport": {"width": 375, "height": 740}}


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


@dataclass
class Town:
    base: str
    network: Network
    mail_folder: Path
    passing: ExitStack
    visit: Callable[[], Visitor]

    def pass_time_until(self, moment: datetime) -> None:
        """The clock of all: pages, worker and mails. Then the worker does what has become due."""
        self.passing.close()
        self.passing.enter_context(clock.moved_to(moment))
        self.work()

    def pass_time(self, time: timedelta) -> None:
        self.pass_time_until(clock.now() + time)

    def work(self) -> None:
        """What the worker process does: the tasks that were asked for, and those that the clock asks for."""
        assert isinstance(background.connector, DjangoConnector)
        with background.replace_connector(background.connector.get_worker_connector()) as worker:
            worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
        provide_due_relays()
        close_last_month()
        send_due_letters()

    def mails_to(self, address: str) -> list[CaughtMail]:
        """Newest first."""
        return caught_mails(self.mail_folder, recipient=address)

    def link_in_newest_mail_to(self, address: str) -> str:
        [newest, *_] = self.mails_to(address)
        found = re.search(rf"{re.escape(self.base)}/c/\S+", newest.text)
        assert found, newest.text
        return found.group()

    def sign_in(self, email: str) -> HttpVisitor:
        staff = HttpVisitor(self.base)
        staff.open("/sign-in/")
        staff.fill("login", email)
        staff.fill("password", PASSWORD)
        staff.press("ログインする")
        assert staff.status == 200, staff.text
        return staff


@pytest.fixture(params=["http", pytest.param("browser", marks=pytest.mark.browser)])
def candidates_come_by(request) -> str:
    """Whether candidates come over plain HTTP or in a real browser on a phone, scripts switched off."""
    return request.param


@pytest.fixture
def town(own_database, tmp_path: Path, settings) -> Iterator[Town]:
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    server.set_app(application)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    base = f"http://127.0.0.1:{server.server_port}"
    folder = tmp_path / "mail"
    with Catcher(folder) as catcher, ExitStack() as passing:
        settings.PUBLIC_URL = base
        settings.EMAIL_URL = f"smtp://127.0.0.1:{catcher.port}?from=relay@careerrelay.example.jp"
        network = make_network()
        make_member(network.company, email="alice@shiomi.example.jp", role=Role.RECRUITER)
        make_member(network.operator, email="olivia@kyokai.example.jp", role=Role.OPERATOR)
        for agency in network.agencies:
            make_member(agency, email=f"consultant@{agency.slug}.example.jp", role=Role.CONSULTANT)
        thread.start()
        town = Town(base, network, folder, passing, lambda: HttpVisitor(base))
        passing.enter_context(clock.moved_to(NOW))
        try:
            yield town
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@pytest.fixture
def phone(
    town: Town, candidates_come_by: str, request: pytest.FixtureRequest
) -> Iterator[Callable[[], Visitor]]:
    """Each call is another person with a device of their own."""
    if candidates_come_by == "http":
        yield lambda: HttpVisitor(town.base)
        return
    browsing: Browsing = request.getfixturevalue("browsing")
    devices: list[Any] = []

    def take_one(browser: Any) -> Any:
        devices.append(browser.new_context(**PHONE, locale="ja-JP", java_script_enabled=False))
        return devices[-1].new_page()

    def put_away(_: Any) -> None:
        for device in devices:
            device.close()

    yield lambda: BrowserVisitor(browsing.do(take_one), town.base, browser_thread=browsing.thread)
    browsing.do(put_away)
