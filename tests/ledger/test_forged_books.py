"""A check that never fails proves nothing: the owner of the database forges, `verify` finds it."""

import pytest
from django.db import connections

from careerrelay.core.ids import new_id
from careerrelay.ledger.queries import Discrepancy, Rule
from tests.databases import OwnDatabase
from tests.ledger.books import AT, COMPANY, OPERATOR, Books, discrepancies


@pytest.mark.promise("P47")
def test_an_entry_without_its_other_side_is_found(own_database: OwnDatabase):
    Books().introduce(1)
    account_id, posting_id = new_id(), new_id()
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER entries_balance")
        cursor.execute("SELECT set_config('app.organization_id', %s, false)", [str(OPERATOR)])
        cursor.execute(
            "INSERT INTO ledger_ledgeraccount (id, operator_id, owner_id, kind, unit, balance)"
            " VALUES (%s, %s, %s, 'credits_usable', 'credits', 1)",
            [account_id, OPERATOR, COMPANY],
        )
        cursor.execute(
            "INSERT INTO ledger_posting (id, operator_id, key, deed, cause_kind, cause_id, body_hash, at)"
            " VALUES (%s, %s, 'forged', 'credits_released', 'closing', %s, '', %s)",
            [posting_id, OPERATOR, COMPANY, AT],
        )
        cursor.execute(
            "INSERT INTO ledger_entry (id, operator_id, posting_id, account_id, amount, balance_after)"
            " VALUES (%s, %s, %s, %s, 1, 1)",
            [new_id(), OPERATOR, posting_id, account_id],
        )
    assert discrepancies() == [
        Discrepancy(Rule.ALL_IS_ZERO, "credits", 1, 0),
        Discrepancy(Rule.POSTING_IS_ZERO, str(posting_id), 1, 0),
        Discrepancy(Rule.CREDITS_ARE_EARNED, str(COMPANY), 1, 0),
    ]
