"""What every test leans on."""

import pytest
from django.db import connection
from django.test import TransactionTestCase

from people import append_only


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
