"""The trails and the consent texts, attacked around the services."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from people import audit
from people.access import Access
from people.models import AccessEvent, AuditEvent, ConsentText
from people.services import publish_consent_text

ACCESS = Access.system("tests", purpose="treatment")


@pytest.fixture
def rows(db):
    now = timezone.now()
    audit.record(ACCESS, "patient.registered", None)
    AccessEvent.objects.create(
        at=now, actor_role="system", action="view", purpose="treatment", channel="tests"
    )
    publish_consent_text(kind="marketing", language="en", title="News", body="I agree.", valid_from=now)
    return [AccessEvent, AuditEvent, ConsentText]


@pytest.mark.parametrize("index", [0, 1, 2])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_append_only_row_refuses_change_by_sql(rows, index, statement):
    model = rows[index]

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(model._meta.db_table))

    assert model.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_append_only_table_refuses_truncate():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE people_accessevent")


@pytest.mark.django_db(transaction=True)
def test_emptying_between_tests_puts_the_triggers_back():
    audit.record(ACCESS, "patient.registered", None)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.all().delete()
