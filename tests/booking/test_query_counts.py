"""What a search or an act asks of the database does not grow with doctors, days or appointments."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking.codes import HoursSource
from booking.models import FreeSpan, PractitionerRole
from booking.queries import TimeQuery
from booking.services import book, cancel, explain, find_times, hold, nearest_times, reschedule
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def counted(act):
    act()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        act()
    return len(queries)


def month(clinic, **fields):
    return TimeQuery(start=NOW, end=NOW + timedelta(days=31), service_id=clinic.service.pk, **fields)


def more_doctors(clinic):
    for _ in range(4):
        make.make_doctor(clinic.service, location=clinic.location)
    elsewhere = make.make_location()
    mirrored = make.make_doctor(clinic.service, location=elsewhere, hours=False)
    PractitionerRole.objects.filter(practitioner=mirrored).update(hours_source=HoursSource.MIS)
    for hour in range(5):
        FreeSpan.objects.create(
            practitioner=mirrored,
            location=elsewhere,
            start=NOW + timedelta(hours=hour),
            end=NOW + timedelta(hours=hour + 1),
            as_of=NOW,
        )


def booked(clinic, patient, number=0):
    offer = find_times(month(clinic, patient_id=patient.pk), now=NOW).offers[number]
    kept = hold(offer_token=offer.token, patient=patient, now=NOW)
    return book(access=make.access_of(patient), hold=kept, patient=patient, now=NOW)


def test_month_of_one_doctor_is_two_queries(clinic):
    assert counted(lambda: find_times(month(clinic), now=NOW)) == 2


def test_month_of_many_doctors_and_mirrors_is_three(clinic):
    more_doctors(clinic)
    for _ in range(3):
        booked(clinic, make.make_patient())

    assert counted(lambda: find_times(month(clinic), now=NOW)) == 3


def test_known_patient_costs_one_more(clinic):
    booked(clinic, clinic.patient)

    assert counted(lambda: find_times(month(clinic, patient_id=clinic.patient.pk), now=NOW)) == 3


def test_explanation_costs_nothing_more(clinic):
    assert counted(lambda: explain(month(clinic), now=NOW)) == 2


def test_nearest_times_of_all_doctors_are_three_queries(clinic):
    more_doctors(clinic)
    doctors = list(PractitionerRole.objects.values_list("practitioner_id", flat=True))

    assert counted(lambda: nearest_times(practitioner_ids=doctors, now=NOW)) == 3


def test_holding_and_booking_do_not_grow_with_what_is_booked(clinic):
    def queries_of_a_booking():
        patient = make.make_patient()
        offer = find_times(month(clinic, patient_id=patient.pk), now=NOW).offers[0]
        with CaptureQueriesContext(connection) as queries:
            kept = hold(offer_token=offer.token, patient=patient, now=NOW)
            book(access=make.access_of(patient), hold=kept, patient=patient, now=NOW)
        return len(queries)

    first = queries_of_a_booking()
    for _ in range(5):
        booked(clinic, make.make_patient())

    assert queries_of_a_booking() == first


def test_moving_and_cancelling_do_not_grow_with_what_is_booked(clinic):
    desk = make.access_of(make.make_user(is_staff=True))

    def queries_of_a_move_and_a_cancellation():
        visit = booked(clinic, make.make_patient(), number=20)
        offer = find_times(month(clinic), now=NOW).offers[30]
        with CaptureQueriesContext(connection) as queries:
            reschedule(access=desk, appointment=visit, offer_token=offer.token, now=NOW)
            cancel(access=desk, appointment=visit, reason="other", now=NOW)
        return len(queries)

    first = queries_of_a_move_and_a_cancellation()
    for _ in range(5):
        booked(clinic, make.make_patient())

    assert queries_of_a_move_and_a_cancellation() == first
