"""Somebody says yes while a file with their address is being read: the yes is kept, and they are one candidate."""

import threading

import pytest
from django.db import connection

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Candidate
from careerrelay.consent.queries import granted_candidate_ids
from careerrelay.consent.rules.purposes import Purpose
from tests.make import NOW, answer, make_candidate, make_link, make_network


@pytest.mark.promise("P13")
def test_a_yes_during_an_import_is_not_lost(own_database) -> None:
    network = make_network()
    link = make_link(network.company)
    is_written = threading.Event()
    waits = threading.Event()

    def read_a_file() -> None:
        with acting_for(network.company.id):
            make_candidate(network.company)
            is_written.set()
            waits.wait(0.5)
        connection.close()

    reading = threading.Thread(target=read_a_file)
    reading.start()
    is_written.wait()
    answer(link, pool=True)
    reading.join()
    with acting_for(network.company.id):
        candidate = Candidate.objects.get()
        assert granted_candidate_ids(Purpose.POOL, organization_id=network.company.id, at=NOW) == {
            candidate.id
        }
