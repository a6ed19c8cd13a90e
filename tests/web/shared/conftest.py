from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """A real hash takes a third of a second on purpose, and nearly every test here signs somebody in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def nobody_signed_in_before() -> None:
    """Attempts are counted in the cache, which outlives a test: thirty a minute from one address."""
    cache.clear()
