import os
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections

from config.database import databases


class Command(BaseCommand):
    help = "Serve the pages and the API."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        # Granian's workers are processes of their own. Where they are spawned they read this; where they are forked
        # (Linux) they go on with the settings that this process has read already, without a pool.
        os.environ["CAREERRELAY_POOL"] = "1"
        connections.settings["default"].update(databases(pool=True)["default"])
        from granian.constants import Interfaces
        from granian.log import LogLevels
        from granian.server import Server

        Server(
            "config.wsgi:application",
            address=options["host"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=options["workers"],
            blocking_threads=2,
            websockets=False,
            log_level=LogLevels.warning,
        ).serve()
