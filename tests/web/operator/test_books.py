"""The books on the operator's page: whether they hold, and what does not."""

import pytest
from django.db import connection

from careerrelay.accounts.tenancy import acting_for
from tests.web.agency.relayed import words
from tests.web.operator.introduced import introduce

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day_after")]


def test_books_that_hold_say_so(network, operator):
    introduce(network, number=1)
    assert "帳簿に食い違いはありません。" in words(operator.get("/ops/books/"))


@pytest.mark.promise("P47")
def test_a_balance_that_somebody_changed_is_named(network, operator):
    introduce(network, number=1)
    with acting_for(network.operator.id), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_ledgeraccount SET balance = 7 WHERE owner_id = %s AND kind = 'introductions'",
            [network.company.id],
        )
        assert cursor.rowcount == 1
    japanese, english = (words(operator.get(f"/ops/books/?lang={language}")) for language in ("ja", "en"))
    assert "帳簿に食い違いがあります(2件)" in japanese
    assert "残高が仕訳の合計と合いません" in japanese
    assert "a balance is not the sum of its entries" in english
