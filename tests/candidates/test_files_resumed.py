"""A file whose worker was killed is read by the next one; nothing waits for ever."""

import pytest
from django.core.management import call_command
from django.db import connection

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.files import keep_file
from careerrelay.candidates.models import CandidateFile, FileState
from careerrelay.core.background import wake
from tests.corpus.documents import docx
from tests.make import NOW, TESTER, make_candidate, make_network


@pytest.mark.promise("P13")
@pytest.mark.parametrize(("attempts", "state"), [(0, FileState.READ), (3, FileState.UNREADABLE)])
def test_a_file_of_a_killed_worker_is_read_by_the_next_or_given_up(own_database, attempts, state) -> None:
    candidate = make_candidate(make_network().company)
    with acting_for(candidate.organization_id):
        file = keep_file(candidate, filename="職務経歴書", content=docx(), actor=TESTER, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = %s", [attempts])
    wake("candidates:resume_files")
    call_command("worker", until_idle=True)
    call_command("worker", until_idle=True)
    with acting_for(candidate.organization_id):
        assert CandidateFile.objects.get(id=file.id).state == state
