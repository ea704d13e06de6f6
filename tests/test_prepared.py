"""Prepared statements say what the same query says when Django builds it anew."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.db.models import F, Q

from booking.models import Hold
from database.prepared import Given, PreparedQuery, PreparedUpdate, insert
from tests.factories import NOW, make_patient

pytestmark = pytest.mark.django_db

LIVE = Hold.objects.live(Given.moment("now"))
OF_OWNER = LIVE.filter(Q(patient=Given.key("patient")) | Q(session_key=Given.text("session")))


def a_hold(**fields):
    return Hold(
        **{"audience": "patient", "created_at": NOW, "expires_at": NOW + timedelta(minutes=10), **fields}
    )


def written(*holds):
    insert(holds)
    return holds


def test_rows_and_instances_come_with_the_types_of_their_fields():
    patient = make_patient()
    (kept,) = written(a_hold(patient=patient))

    rows = PreparedQuery(OF_OWNER.values_list("pk", "patient", "expires_at"))
    assert rows.rows(patient=patient.pk, session=None, now=NOW) == [(kept.pk, patient.pk, kept.expires_at)]
    (found,) = PreparedQuery(OF_OWNER).instances(patient=patient.pk, session=None, now=NOW)
    assert found == kept
    assert {name: getattr(found, name) for name in vars(kept) if not name.startswith("_")} == {
        name: value for name, value in vars(kept).items() if not name.startswith("_")
    }


def test_instances_bring_what_is_selected_along_and_nothing_else(django_assert_num_queries):
    patient = make_patient()
    (kept,) = written(a_hold(patient=patient))
    query = OF_OWNER.select_related("patient").only("expires_at", "patient__gender").annotate(twice=F("pk"))
    prepared = PreparedQuery(query)

    with django_assert_num_queries(1):
        (found,) = prepared.instances(patient=patient.pk, session=None, now=NOW)
        assert (found.expires_at, found.patient.gender, found.twice) == (
            kept.expires_at,
            patient.gender,
            kept.pk,
        )
    assert "created_at" in found.get_deferred_fields()


def test_a_query_prepared_in_one_thread_runs_in_another(transactional_db):
    written(a_hold(session_key="one"))
    query = PreparedQuery(OF_OWNER)
    asked = {"patient": None, "session": "one", "now": NOW}
    here = query.instances(**asked)

    with ThreadPoolExecutor(1) as pool:
        there, is_shared = pool.submit(_elsewhere, query, asked).result()

    assert there == here
    assert not is_shared


def _elsewhere(query, asked):
    try:
        return query.instances(**asked), query._statement.compiler.connection is connections["default"]
    finally:
        connections.close_all()


def test_runs_with_other_values_each_time():
    first, second = written(a_hold(session_key="one"), a_hold(session_key="two"))
    query = PreparedQuery(OF_OWNER.values_list("pk", flat=True))

    assert query.rows(patient=None, session="one", now=NOW) == [(first.pk,)]
    assert query.rows(patient=None, session="two", now=NOW) == [(second.pk,)]
    assert query.rows(patient=None, session="two", now=second.expires_at) == []


def test_nobody_is_not_everybody():
    written(a_hold(session_key=""), a_hold(session_key="one"))

    assert PreparedQuery(OF_OWNER).instances(patient=None, session=None, now=NOW) == []


def test_an_update_changes_what_it_names_and_tells_how_many():
    kept, other = written(a_hold(session_key="one"), a_hold(session_key="two"))
    mark = PreparedUpdate(
        Hold.objects.filter(pk=Given.key("hold")), booked_at=Given.moment("now"), session_key=""
    )

    assert mark(hold=kept.pk, now=NOW) == 1
    assert mark(hold=uuid4(), now=NOW) == 0
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.booked_at, kept.session_key) == (NOW, "")
    assert (other.booked_at, other.session_key) == (None, "two")


def test_inserted_rows_are_saved_like_any_other():
    (kept,) = written(a_hold(session_key="one"))
    kept.session_key = "two"
    kept.save()

    assert list(Hold.objects.values_list("pk", "session_key")) == [(kept.pk, "two")]


def test_nothing_to_insert_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert([])
