"""Two presses at the same moment close a month once, and at the ratio at which the books count."""

import threading
from datetime import date

from django.db import connection

from careerrelay.accounts.tenancy import acting_for
from careerrelay.core.calendar import closing_moment
from careerrelay.relay.actions.closing import close_month
from careerrelay.relay.models import Agreement, Closing
from tests.make import NOW, TESTER, make_network
from tests.relay.test_closing import NOVEMBER, close, introduce


def test_a_double_click_closes_once_and_both_get_the_same_answer(own_database) -> None:
    network = make_network()
    introduce(network, number=10)
    answers: list[object] = []
    start = threading.Barrier(2)

    def press() -> None:
        start.wait()
        try:
            closing = close(network)
            answers.append(closing and closing.id)
        except Exception as error:  # noqa: BLE001 - a thread's error is the answer that is looked at
            answers.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with acting_for(network.operator.id):
        assert set(answers) == {Closing.objects.get().id}


def test_a_month_is_closed_at_the_ratio_of_the_books_when_the_agreements_are_over(own_database) -> None:
    network = make_network()
    with acting_for(network.operator.id):
        Agreement.objects.update(ratio=5)
    introduce(network, number=5)
    with acting_for(network.operator.id):
        Agreement.objects.update(ends_on=date(2026, 11, 30))
    closed = close_month(
        operator_id=network.operator.id,
        company_id=network.company.id,
        month=NOVEMBER,
        actor=TESTER,
        at=closing_moment(NOVEMBER),
    )
    assert closed is not None
    assert (closed.introductions, closed.credits) == (5, 1)
    assert closed.closed_at > NOW
