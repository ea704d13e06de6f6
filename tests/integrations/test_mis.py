"""A booking's way to the information system of its branch and back, through every misfortune."""

from datetime import timedelta

import pytest
from django.utils import timezone

from booking.codes import AppointmentStatus, CancelReason
from booking.models import Identifier
from booking.services import cancel, reschedule
from outbox.codes import DeliveryState
from outbox.models import Circuit, Delivery
from people.models import AccessEvent
from tests import factories as make
from tests.simulators.clinic import appointment as foreign_visit

pytestmark = pytest.mark.django_db

AN_HOUR = timedelta(hours=1)


def mis_delivery():
    return Delivery.objects.filter(system="mis:north").latest("id")


def status(appointment):
    appointment.refresh_from_db()
    return appointment.status


def move(branch, appointment, offer):
    return reschedule(
        access=make.access_of(branch.patient),
        appointment=appointment,
        offer_token=offer.token,
        now=timezone.now(),
    )


def give_up(branch, appointment):
    return cancel(
        access=make.access_of(branch.patient),
        appointment=appointment,
        reason=CancelReason.PATIENT_PORTAL,
        now=timezone.now(),
    )


def test_booking_is_confirmed_when_the_system_has_accepted(branch, deliver):
    appointment = branch.book()
    assert appointment.status == AppointmentStatus.PENDING

    deliver()

    (visit,) = branch.visits()
    assert status(appointment) == AppointmentStatus.BOOKED
    assert appointment.external_id == visit["id"]
    assert visit["identifier"] == [{"system": "urn:clinic-portal:appointment", "value": str(appointment.pk)}]
    assert [p["actor"]["reference"] for p in visit["participant"][1:]] == [
        "Practitioner/first",
        "Location/river",
        "HealthcareService/visit",
    ]


def test_patient_is_introduced_once_and_the_opening_is_recorded(branch, deliver):
    branch.book(branch.offers()[0])
    branch.book(branch.offers()[3])

    deliver()

    (patient,) = branch.server.store.matching("Patient", [])
    assert patient["identifier"][0]["value"] == str(branch.patient.pk)
    assert patient["birthDate"] == "1990-05-17"
    openings = AccessEvent.objects.filter(channel="mis:north")
    assert [event.patient_id for event in openings] == [branch.patient.pk]


def test_operator_sees_the_exchange_without_any_name(branch, deliver):
    appointment = branch.book()

    deliver()

    delivery = mis_delivery()
    assert delivery.last_request.startswith("POST /fhir/Appointment\n")
    assert str(appointment.pk) in delivery.last_request
    assert delivery.last_answer.startswith("201\n")
    assert "Пациентов" not in delivery.last_request + delivery.last_answer


def test_booking_waits_while_the_system_is_down_and_confirms_by_itself(branch, deliver):
    appointment = branch.book()
    branch.fault("down")
    deliver()
    deliver(AN_HOUR)
    assert status(appointment) == AppointmentStatus.PENDING
    assert mis_delivery().last_error == "Answered 503"

    branch.mend("down")
    deliver(2 * AN_HOUR)

    assert status(appointment) == AppointmentStatus.BOOKED
    assert len(branch.visits()) == 1


def test_lost_answers_delay_and_double_nothing(branch, deliver):
    """The first writing request introduces the patient, the second books."""
    appointment = branch.book()
    branch.fault("lose-answer", "2")

    deliver()
    assert status(appointment) == AppointmentStatus.PENDING
    assert mis_delivery().last_error.startswith("Sent and not answered")
    deliver(AN_HOUR)

    assert status(appointment) == AppointmentStatus.BOOKED
    assert len(branch.visits()) == 1
    assert len(branch.server.store.matching("Patient", [])) == 1


def test_lost_answer_to_a_booking_is_found_by_our_number(branch, deliver):
    branch.book(branch.offers()[5])
    deliver()
    appointment = branch.book()
    branch.fault("lose-answer", "1")

    deliver()

    assert status(appointment) == AppointmentStatus.BOOKED
    assert len(branch.visits()) == 2


def test_hanging_system_delays_and_doubles_nothing(branch, deliver):
    appointment = branch.book()
    branch.fault("hang")
    deliver()
    assert status(appointment) == AppointmentStatus.PENDING

    branch.mend("hang")
    deliver(AN_HOUR)

    assert status(appointment) == AppointmentStatus.BOOKED
    assert len(branch.visits()) == 1


def test_unreadable_answer_to_a_booking_is_looked_up(branch, deliver):
    branch.book(branch.offers()[5])
    deliver()
    appointment = branch.book()
    branch.fault("garbage", "20")
    deliver()
    assert status(appointment) == AppointmentStatus.PENDING

    branch.mend("garbage")
    delivery = mis_delivery()
    assert delivery.state == DeliveryState.PARKED
    assert delivery.last_error.startswith("ProtocolError")


def test_throttling_system_is_left_alone_as_long_as_it_asks(branch, deliver):
    branch.book()
    branch.fault("throttle", "1")

    deliver()

    delivery = mis_delivery()
    assert delivery.last_error == "Answered 429: too many requests"
    assert delivery.next_attempt_at > timezone.now() + timedelta(minutes=4)


def test_time_taken_in_the_system_rejects_the_booking_and_frees_the_time(branch, deliver, http):
    offer = branch.offers()[0]
    appointment = branch.book(offer)
    http.post("/Appointment", json=foreign_visit("walk-in", offer.start, patient="p9"))

    deliver()

    assert (status(appointment), appointment.reject_code) == (AppointmentStatus.CANCELLED, "slot-taken")
    branch.mirror()
    assert offer.start not in {o.start for o in branch.offers()}


def test_patient_busy_in_the_system_rejects_the_booking(branch, deliver, http):
    first = branch.book()
    deliver()
    mis_patient = branch.server.store.matching("Patient", [])[0]["id"]
    offer = branch.offers()[8]
    http.post("/Appointment", json=foreign_visit("desk", offer.start, doctor="second", patient=mis_patient))
    appointment = branch.book(offer)

    deliver()

    assert status(first) == AppointmentStatus.BOOKED
    assert (status(appointment), appointment.reject_code) == (AppointmentStatus.CANCELLED, "patient-busy")


def test_unmatched_doctor_is_an_operators_task_and_the_patient_keeps_the_time(branch, deliver):
    appointment = branch.book()
    Identifier.objects.filter(resource_type="Practitioner").delete()

    deliver()

    assert status(appointment) == AppointmentStatus.PENDING
    assert (mis_delivery().state, mis_delivery().last_error[:12]) == (DeliveryState.PARKED, "Unsupported:")


def test_cancelled_visit_is_cancelled_in_the_system(branch, deliver):
    appointment = branch.book()
    deliver()

    give_up(branch, appointment)
    deliver()

    assert branch.visits() == []
    (visit,) = branch.server.store.matching("Appointment", [])
    assert visit["cancelationReason"]["coding"][0]["code"] == CancelReason.PATIENT_PORTAL


def test_booking_cancelled_before_it_was_sent_never_reaches_the_system(branch, deliver):
    appointment = branch.book()
    give_up(branch, appointment)

    deliver()

    assert branch.server.store.matching("Appointment", []) == []
    assert not Delivery.objects.undelivered().filter(system="mis:north").exists()


def test_cancellation_of_a_booking_with_lost_answer_leaves_nothing_behind(branch, deliver):
    branch.book(branch.offers()[5])
    deliver()
    appointment = branch.book()
    branch.fault("lose-answer", "1")
    deliver()

    give_up(branch, appointment)
    deliver()

    assert len(branch.visits()) == 1


def test_moved_visit_keeps_its_identity_in_the_system(branch, deliver):
    appointment = branch.book()
    deliver()
    before = branch.visits()[0]
    target = branch.offers()[4]

    move(branch, appointment, target)
    assert status(appointment) == AppointmentStatus.PENDING
    deliver()

    (visit,) = branch.visits()
    assert status(appointment) == AppointmentStatus.BOOKED
    assert appointment.start == target.start
    assert (visit["id"], visit["start"]) == (before["id"], target.start.strftime("%Y-%m-%dT%H:%M:%SZ"))


def test_move_to_another_doctor_at_the_same_time_is_carried_out(branch, deliver):
    appointment = branch.book()
    deliver()
    branch.fault("lose-answer", "1")
    same_time = next(o for o in branch.offers(doctor=1) if o.start == appointment.start)

    move(branch, appointment, same_time)
    deliver()

    (visit,) = branch.visits()
    assert status(appointment) == AppointmentStatus.BOOKED
    assert visit["participant"][1]["actor"]["reference"] == "Practitioner/second"


def test_refused_move_keeps_the_earlier_time(branch, deliver, http):
    appointment = branch.book()
    deliver()
    start, target = appointment.start, branch.offers()[4]
    http.post("/Appointment", json=foreign_visit("walk-in", target.start, patient="p9"))

    move(branch, appointment, target)
    deliver()

    assert status(appointment) == AppointmentStatus.BOOKED
    assert appointment.start == start


def test_two_bookings_of_one_outage_are_released_together(branch, deliver):
    branch.fault("down")
    appointments = [branch.book(branch.offers()[n]) for n in (0, 3, 6)]
    deliver()
    assert Circuit.objects.get(system="mis:north").is_open

    branch.mend("down")
    branch.mirror()
    deliver(timedelta(seconds=2))

    assert {status(appointment) for appointment in appointments} == {AppointmentStatus.BOOKED}
    assert len(branch.visits()) == 3


def test_patient_hears_of_the_confirmation_once(branch, deliver, sms):
    branch.book()

    deliver()
    deliver(timedelta(minutes=5))

    assert [message.purpose for message in sms.sent] == ["confirmed"]


def test_patient_who_waits_long_hears_that_it_is_being_processed(branch, deliver, sms):
    branch.fault("down")
    branch.book()

    deliver(timedelta(minutes=3))
    branch.mend("down")
    deliver(AN_HOUR)

    assert [message.purpose for message in sms.sent] == ["requested", "confirmed"]
