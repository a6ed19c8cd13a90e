from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

CONCURRENCY = 4
POLL_SECONDS = 5.0


class Command(BaseCommand):
    help = "Do the background work: send mails, hand profiles over, read imports, close months."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--until-idle", action="store_true", help="end as soon as nothing is left to do")

    def handle(self, *args: Any, **options: Any) -> None:
        assert isinstance(app.connector, DjangoConnector)
        with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
            worker_app.run_worker(
                concurrency=CONCURRENCY,
                wait=not options["until_idle"],
                fetch_job_polling_interval=POLL_SECONDS,
                delete_jobs="successful",
            )
