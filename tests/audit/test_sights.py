"""The log of who saw whom: a list is one row, and whatever is changed in it is found out."""

import psycopg
import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.sights import record_sights
from careerrelay.core.ids import new_id
from careerrelay.core.postgres.server import SUPERUSER
from tests.make import NOW, TESTER, make_company, make_operator

TAMPERING = {
    "UPDATE audit_sight SET object_ids = object_ids[2:3] || object_ids[1:1]": "sight changed",
    "UPDATE audit_sight SET at = at - interval '1 day'": "sight changed",
    "DELETE FROM audit_sight": "sight removed",
    "DELETE FROM audit_auditentry WHERE deed = 'see_list'": "sight without entry",
}


@pytest.mark.promise("P35")
def test_whatever_is_changed_in_a_list_of_whom_somebody_saw_is_found_out(own_database):
    company = make_company(make_operator())
    with acting_for(company.id):
        for deed, count in (("see_list", 3), ("see_list", 0), ("see_record", 1)):
            ids = [new_id() for _one in range(count)]
            record_sights(deed, object_kind="candidate", object_ids=ids, actor=TESTER, at=NOW)
    for tampering, fault in {"SELECT 1": "", **TAMPERING}.items():
        with psycopg.connect(own_database.conninfo(user=SUPERUSER)) as eye:
            for table in ("audit_sight", "audit_auditentry"):
                eye.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            assert eye.execute(tampering).rowcount == 1, tampering
            found = {row[0] for row in eye.execute("SELECT fault FROM audit_sight_faults()").fetchall()}
            assert found == ({fault} if fault else set()), tampering
            eye.rollback()
