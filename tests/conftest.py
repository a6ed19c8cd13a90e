import gc
import os
from collections.abc import Iterator

import pytest
from django.test import override_settings
from hypothesis import settings

pytest_plugins = ["tests.databases", "tests.town"]

# No deadline: a property that fails because the machine was busy says nothing. bin/check --deep looks for longer.
settings.register_profile("quick", max_examples=50, deadline=None)
settings.register_profile("deep", max_examples=1000, deadline=None)
settings.load_profile("deep" if os.environ.get("CAREERRELAY_DEEP") else "quick")


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: looking through it again and again for garbage was a tenth of all."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords(django_test_environment: None) -> Iterator[None]:
    """A real hash takes a third of a second on purpose, and hundreds of tests make somebody who signs in."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
