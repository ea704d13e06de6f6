import pytest
from django.core.cache import cache
from django.db import transaction

from tests.cms import clinic, search_site


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def site(db):
    return clinic.full_site()


def _standing(make, blocker):
    """A site built once for a module. Each test works in a transaction of its own within this one, and is undone."""
    with blocker.unblock(), transaction.atomic():
        yield make()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def _standing_site(django_db_setup, django_db_blocker):
    yield from _standing(clinic.full_site, django_db_blocker)


@pytest.fixture(scope="module")
def _complete_site(django_db_setup, django_db_blocker):
    yield from _standing(search_site.complete_site, django_db_blocker)


@pytest.fixture
def standing_site(db, _standing_site):
    """The site, for modules whose tests have no use for another one."""
    return _standing_site


@pytest.fixture
def complete_site(db, _complete_site):
    """The site with everything filled in; for modules whose tests have no use for another one."""
    return _complete_site
