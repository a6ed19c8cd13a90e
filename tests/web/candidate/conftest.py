from collections.abc import Iterator
from typing import Any

import pytest

from careerrelay.core import clock
from tests.make import NOW, Network, make_network
from tests.web.candidate.reader import Reader


@pytest.fixture(autouse=True)
def at_the_usual_moment() -> Iterator[None]:
    with clock.moved_to(NOW):
        yield


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def network(db: Any) -> Network:
    return make_network()
