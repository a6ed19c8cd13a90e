import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_signed_in_before() -> None:
    """Attempts are counted in the cache, which outlives a test: thirty a minute from one address."""
    cache.clear()
