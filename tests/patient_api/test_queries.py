"""Reads of the API: at most eight queries, whatever the number of rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking.models import Appointment, Course, Review
from records.models import DiagnosticReport, Observation
from records.received import Code, ExternalRef, ReceivedDocument, ReceivedPrescription
from records.services import store_records
from tests.patient_api.conftest import ACCESS
from tests.records.conftest import NOW, SYSTEM, observation, report

MOST = 8


def store(*records):
    return tuple(answer.object_id for answer in store_records(access=ACCESS, records=records, now=NOW))


def fill(patient, number):
    about = {"patient_id": patient.pk}
    values = store(observation(patient, f"a{number}"), observation(patient, f"b{number}"))
    store(report(patient, f"r{number}", results=values))
    store(
        ReceivedPrescription(
            ref=ExternalRef(SYSTEM, f"m{number}"),
            status="active",
            intent="order",
            medication=Code(text="X"),
            **about,
        )
    )
    store(
        ReceivedDocument(
            ref=ExternalRef(SYSTEM, f"d{number}"),
            status="current",
            kind=Code(text="X"),
            content=b"x",
            **about,
        )
    )

    for visit in Appointment.objects.filter(review=None, course=None):
        given = {"practitioner": visit.practitioner, "service": visit.service, "location": visit.location}
        Review.objects.create(appointment=visit, patient=patient, asked_at=NOW, **given)
        visit.course = Course.objects.create(
            patient=patient, visits=1, first_day=NOW.date(), time=NOW.time(), created_at=NOW, **given
        )
        visit.course.skips.create(date=NOW.date(), reason_code="branch-closed")
        visit.save()


@pytest.mark.parametrize(
    "path",
    [
        lambda: "me/",
        lambda: "family/",
        lambda: "appointments/",
        lambda: "referrals/",
        lambda: "waitlist/",
        lambda: "courses/",
        lambda: "reviews/",
        lambda: "programs/",
        lambda: "program-bookings/",
        lambda: "results/",
        lambda: "results/latest/",
        lambda: f"results/{DiagnosticReport.objects.order_by('created_at').first().pk}/",
        lambda: f"results/course/{Observation.objects.order_by('created_at').first().pk}/",
        lambda: "prescriptions/",
        lambda: "documents/",
    ],
    ids=["me", "family", "appointments", "referrals", "waitlist", "courses", "reviews", "programs", "program-bookings", "results", "latest", "result", "course", "prescriptions", "documents"],
)  # fmt: skip
def test_queries_do_not_grow_with_rows(api, patient, booked, path):
    def count():
        address = path()
        with CaptureQueriesContext(connection) as queries:
            assert api.get(address).status_code == 200
        return len(queries)

    booked()
    fill(patient, 1)
    with_one = count()
    booked(1)
    fill(patient, 2)
    fill(patient, 3)

    assert count() == with_one
    assert with_one <= MOST


def test_offers_take_as_many_queries_for_many_times_as_for_one(api, clinic):
    def count(limit):
        with CaptureQueriesContext(connection) as queries:
            api.get("offers/", service=clinic.service.pk, limit=limit)
        return len(queries)

    count(1)  # loads the shared copy of the clinic
    assert count(1) == count(500) <= MOST
