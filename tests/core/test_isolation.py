"""One bad row does not stop a batch, and nobody loses sight of it."""

import pytest

from careerrelay.core.isolation import do_each


def test_the_others_are_done_and_every_failure_rises() -> None:
    done: list[int] = []

    def half(number: int) -> None:
        done.append(100 // number)

    with pytest.raises(ExceptionGroup) as failed:
        do_each([1, 0, 2, 0], half)
    assert done == [100, 50]
    assert [type(one) for one in failed.value.exceptions] == [ZeroDivisionError, ZeroDivisionError]


def test_a_batch_without_failures_says_nothing() -> None:
    done: list[int] = []
    do_each([1, 2], done.append)
    assert done == [1, 2]
