import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from people import staff_session
from tests.cms import clinic, search_site


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def site(db):
    return _settled(clinic.full_site())


@pytest.fixture
def small_site(db):
    """Home pages, one doctor and what they need; most tests ask no more."""
    return _settled(clinic.small_site())


def _settled(made):
    """What is to happen after the commit has happened: only what a test does itself is waiting when it begins."""
    connection.run_on_commit.clear()
    return made


@pytest.fixture
def staff_client(db):
    """Signs in a member of a group with a proven second factor."""

    def sign_in(group=None, *, superuser=False):
        user = get_user_model().objects.create_user(
            username=f"staff-{group or 'root'}".lower().replace(" ", "-"),
            email="somebody@clinic.example",
            is_staff=True,
            is_superuser=superuser,
        )
        if group:
            user.groups.add(Group.objects.get(name=group))
        device = TOTPDevice.objects.create(user=user, name="default", confirmed=True)
        client = Client()
        client.force_login(user)
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        staff_session.begin(session)
        session.save()
        client.user = user
        return client

    return sign_in


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
