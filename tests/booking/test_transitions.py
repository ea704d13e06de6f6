"""One table of states: services, database and documentation agree with it."""

from datetime import timedelta
from importlib import import_module
from itertools import product
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from booking.codes import AppointmentStatus, CancelReason
from booking.errors import IllegalTransition
from booking.management.commands.appointment_states import document
from booking.models import Appointment
from booking.transitions import can_become, check_transition, ways
from tests.factories import NOW

GUARD = import_module("booking.migrations.0003_refuse_illegal_transitions")
DOCUMENT = Path(__file__).parents[2] / "docs" / "appointment-states.md"


def make_appointment(clinic, status):
    return Appointment.objects.create(
        patient=clinic.patient,
        practitioner=clinic.doctor,
        service=clinic.service,
        location=clinic.location,
        start=NOW,
        end=NOW + timedelta(minutes=30),
        status=status,
        created_at=NOW,
        updated_at=NOW,
    )


def test_every_state_of_fhir_has_its_ways():
    assert {state for state, _ in ways()} == set(AppointmentStatus.values) - {"entered-in-error"}


def test_the_databases_guard_is_the_table():
    assert set(GUARD.WAYS) == {f"{state}>{target}" for state, target in ways()}


@pytest.mark.parametrize("target", AppointmentStatus.values)
def test_a_mistake_leads_nowhere(target):
    with pytest.raises(IllegalTransition):
        check_transition("entered-in-error", target)


@pytest.mark.django_db
@pytest.mark.parametrize("state", AppointmentStatus.values)
def test_illegal_transition_is_refused_by_the_database(clinic, state):
    appointment = make_appointment(clinic, state)

    for target in AppointmentStatus.values:
        change = Appointment.objects.filter(pk=appointment.pk)
        if target != state and not can_become(state, target):
            with pytest.raises(IntegrityError, match="booking_appointment_way"), transaction.atomic():
                change.update(status=target)


@pytest.mark.django_db
def test_every_way_of_the_table_is_open_in_the_database(clinic):
    for state, target in ways():
        appointment = make_appointment(clinic, state)

        assert Appointment.objects.filter(pk=appointment.pk).update(status=target) == 1


@pytest.mark.django_db
def test_cancel_reason_belongs_to_what_was_cancelled(clinic):
    appointment = make_appointment(clinic, "booked")

    with pytest.raises(IntegrityError, match="booking_appointment_cancel_reason"), transaction.atomic():
        Appointment.objects.filter(pk=appointment.pk).update(cancel_reason=CancelReason.OTHER)


def test_document_is_what_the_command_prints():
    assert DOCUMENT.read_text().strip() == document().strip()


def test_can_become_answers_as_check_transition_raises():
    for state, target in product(AppointmentStatus.values, repeat=2):
        try:
            check_transition(state, target)
            allowed = True
        except IllegalTransition:
            allowed = False
        assert can_become(state, target) is allowed
