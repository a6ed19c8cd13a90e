"""An import whose worker was killed is read by the next one, once, and not for ever."""

import pytest
from django.core.management import call_command
from django.db import connection

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.importing import receive_file, start_import
from careerrelay.candidates.models import Candidate, Import
from careerrelay.core.background import wake
from tests.make import NOW, TESTER, make_network

FILE = "応募ID,氏名,メールアドレス,ステータス\n1,三浦 葵,aoi@example.jp,お見送り\n".encode()


def left_by_a_killed_worker(network, *, attempts: int) -> None:
    with acting_for(network.company.id):
        received = receive_file(
            organization_id=network.company.id, filename="a.csv", content=FILE, actor=TESTER, at=NOW
        )
        start_import(received, encoding=received.encoding, rejected_are_untold=True, actor=TESTER, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = %s", [attempts])


def resume() -> None:
    """One worker puts the import back into the queue; the next one that is idle for a moment reads it."""
    wake("candidates:resume_imports")
    call_command("worker", until_idle=True)
    call_command("worker", until_idle=True)


@pytest.mark.promise("P13")
def test_an_import_of_a_killed_worker_is_finished_by_the_next(own_database) -> None:
    network = make_network()
    left_by_a_killed_worker(network, attempts=0)
    resume()
    with acting_for(network.company.id):
        assert Import.objects.get().state == "done"
        assert Candidate.objects.get().name == "三浦 葵"


def test_a_file_that_kills_every_worker_is_left_alone(own_database) -> None:
    network = make_network()
    left_by_a_killed_worker(network, attempts=3)
    resume()
    with acting_for(network.company.id):
        assert Import.objects.get().state == "running"
