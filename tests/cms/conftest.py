import pytest
from django.core.cache import cache

from tests.cms import clinic


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def site(db):
    return clinic.full_site()
