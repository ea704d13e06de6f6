"""What every test leans on."""

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from people import append_only
from tests import migrated_database


@pytest.fixture(autouse=True)
def _language_of_no_request():
    """A request leaves its language active in the thread, which the next test would inherit."""
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _append_only_tables_can_be_emptied():
    """Tests that commit are cleaned up by emptying all tables, which the trails refuse to everybody else."""
    empty_tables = TransactionTestCase._fixture_teardown

    def empty_tables_without_triggers(self):
        append_only.remove(connection)
        try:
            empty_tables(self)
        finally:
            append_only.install(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_tables_without_triggers)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_use_migrations, django_db_blocker):
    """Runs around the creation of the test database (see `tests.migrated_database`)."""
    if not django_db_use_migrations:
        yield
        return
    copying = migrated_database.start_from_copy()
    with django_db_blocker.unblock():
        next(copying)
    yield copying


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_modify_db_settings, django_db_blocker):
    if django_db_modify_db_settings is not None:
        with django_db_blocker.unblock():
            next(django_db_modify_db_settings, None)
