"""From offer to hold to appointment, and every way back."""

from datetime import UTC, datetime, timedelta

import pytest

from booking.codes import AppointmentStatus, CancelReason
from booking.errors import (
    ChangeNoticeTooShort,
    HoldExpired,
    HoldExtendedAlready,
    IllegalTransition,
    NoticeTooShort,
    NotYours,
    OfferInvalid,
    SlotTaken,
    TooManyHolds,
)
from booking.models import Appointment, Commitment, Hold
from booking.services import (
    book,
    cancel,
    check_in,
    claim_hold,
    complete,
    confirm,
    extend_hold,
    hold,
    live_hold,
    reject,
    release_expired,
    release_hold,
    reschedule,
)
from people.models import AuditEvent
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def booked(clinic, offer, *, patient=None, now=NOW):
    patient = patient or clinic.patient
    kept = hold(offer_token=offer.token, patient=patient, now=now)
    return book(access=make.access_of(patient), hold=kept, patient=patient, now=now)


def test_offers_fill_the_hours_on_the_grid_after_the_notice(clinic):
    offers = clinic.offers()

    assert offers[0].start == datetime(2030, 1, 14, 7, tzinfo=UTC)
    assert len(offers) == 14
    assert {(offer.end - offer.start) for offer in offers} == {timedelta(minutes=30)}
    assert offers[0].price == 2000
    assert offers[0].practitioner_id == clinic.doctor.pk


def test_held_time_is_no_longer_offered_and_released_time_is(clinic):
    first, second, *_ = clinic.offers()

    kept = hold(offer_token=first.token, session_key="browser", now=NOW)

    assert clinic.offers()[0] == second
    release_hold(hold=kept)
    assert clinic.offers()[0] == first


def test_hold_of_a_taken_time_offers_the_three_nearest(clinic):
    offers = clinic.offers()
    hold(offer_token=offers[3].token, session_key="one", now=NOW)

    with pytest.raises(SlotTaken) as refused:
        hold(offer_token=offers[3].token, session_key="two", now=NOW)

    assert {other.start for other in refused.value.alternatives} == {
        offers[1].start,
        offers[2].start,
        offers[4].start,
    } or {other.start for other in refused.value.alternatives} == {
        offers[2].start,
        offers[4].start,
        offers[5].start,
    }


def test_same_hold_twice_is_one_hold(clinic):
    offer = clinic.offers()[0]

    first = hold(offer_token=offer.token, session_key="browser", now=NOW)
    second = hold(offer_token=offer.token, session_key="browser", now=NOW)

    assert first.pk == second.pk
    assert Hold.objects.count() == 1


def test_expired_hold_blocks_nobody(clinic):
    offer = clinic.offers()[4]
    hold(offer_token=offer.token, session_key="one", now=NOW)
    later = NOW + timedelta(minutes=11)

    kept = hold(offer_token=offer.token, session_key="two", now=later)

    assert list(Hold.objects.all()) == [kept]


def test_forged_token_is_refused(clinic):
    token = clinic.offers()[0].token

    for forged in (token[:-2] + "AA", token[:10] + "A" + token[11:], "", "x", "ю"):
        with pytest.raises(OfferInvalid):
            hold(offer_token=forged, session_key="browser", now=NOW)


def test_session_keeps_at_most_two_times(clinic):
    offers = clinic.offers()
    for offer in offers[:2]:
        hold(offer_token=offer.token, session_key="browser", now=NOW)

    with pytest.raises(TooManyHolds):
        hold(offer_token=offers[2].token, session_key="browser", now=NOW)


def test_choosing_another_time_replaces_the_hold(clinic):
    first, second, *_ = clinic.offers()
    kept = hold(offer_token=first.token, session_key="browser", now=NOW)

    hold(offer_token=second.token, session_key="browser", now=NOW, replacing=kept)

    assert first in clinic.offers()
    assert second not in clinic.offers()


def test_hold_is_extended_once(clinic):
    kept = hold(offer_token=clinic.offers()[0].token, session_key="browser", now=NOW)

    extended = extend_hold(hold=kept, now=NOW + timedelta(minutes=9))

    assert extended.expires_at == NOW + timedelta(minutes=15)
    assert set(Commitment.objects.values_list("expires_at", flat=True)) == {extended.expires_at}
    with pytest.raises(HoldExtendedAlready):
        extend_hold(hold=kept, now=NOW + timedelta(minutes=10))


def test_hold_of_a_session_becomes_the_patients(clinic):
    kept = hold(offer_token=clinic.offers()[0].token, session_key="browser", now=NOW)

    claimed = claim_hold(hold=kept, patient=clinic.patient, now=NOW, session_key="browser")

    assert claimed.patient_id == clinic.patient.pk
    assert Commitment.objects.filter(resource_id=clinic.patient.pk).exists()
    with pytest.raises(NotYours):
        live_hold(kept.pk, now=NOW, session_key="browser", patient=make.make_patient())


def test_booking_at_a_portal_owned_branch_is_confirmed_at_once(clinic):
    appointment = booked(clinic, clinic.offers()[0])

    assert appointment.status == AppointmentStatus.BOOKED
    assert not Hold.objects.live(NOW).exists()
    assert {row.resource_type for row in Commitment.objects.all()} == {"practitioner", "patient"}
    assert (
        AuditEvent.objects.filter(action="appointment.confirmed", patient_id=clinic.patient.pk).count() == 1
    )


def test_booking_the_same_hold_twice_is_one_appointment(clinic):
    kept = hold(offer_token=clinic.offers()[0].token, patient=clinic.patient, now=NOW)

    first = book(access=clinic.access, hold=kept, patient=clinic.patient, now=NOW)
    second = book(access=clinic.access, hold=kept, patient=clinic.patient, now=NOW)

    assert first.pk == second.pk
    assert Appointment.objects.count() == 1


def test_booking_an_expired_hold_is_refused_with_other_times(clinic):
    kept = hold(offer_token=clinic.offers()[3].token, patient=clinic.patient, now=NOW)

    with pytest.raises(HoldExpired) as refused:
        book(access=clinic.access, hold=kept, patient=clinic.patient, now=NOW + timedelta(minutes=10))

    assert len(refused.value.alternatives) == 3
    assert not Appointment.objects.exists()


def test_someone_elses_hold_is_refused(clinic):
    kept = hold(offer_token=clinic.offers()[0].token, patient=clinic.patient, now=NOW)
    other = make.make_patient()

    with pytest.raises(NotYours):
        book(access=make.access_of(other), hold=kept, patient=other, now=NOW)


def test_branch_with_an_information_system_confirms_later(mis_clinic):
    appointment = booked(mis_clinic, mis_clinic.offers()[0])
    assert appointment.status == AppointmentStatus.PENDING

    confirm(access=mis_clinic.access, appointment=appointment, external_id="A-1", now=NOW)
    again = confirm(access=mis_clinic.access, appointment=appointment, external_id="A-1", now=NOW)

    assert again.status == AppointmentStatus.BOOKED
    assert (again.external_system, again.external_id) == ("test", "A-1")
    assert AuditEvent.objects.filter(action="appointment.confirmed").count() == 1


def test_rejected_booking_frees_its_time(mis_clinic):
    offer = mis_clinic.offers()[0]
    appointment = booked(mis_clinic, offer)

    rejected = reject(access=mis_clinic.access, appointment=appointment, reason_code="slot-taken", now=NOW)

    assert (rejected.status, rejected.reject_code) == (AppointmentStatus.CANCELLED, "slot-taken")
    assert mis_clinic.offers()[0] == offer


def test_late_confirmation_of_a_cancelled_booking_keeps_it_cancelled(mis_clinic):
    appointment = booked(mis_clinic, mis_clinic.offers()[-1])
    cancel(access=mis_clinic.access, appointment=appointment, reason=CancelReason.PATIENT_PORTAL, now=NOW)

    late = confirm(access=mis_clinic.access, appointment=appointment, external_id="A-1", now=NOW)

    assert (late.status, late.external_id) == (AppointmentStatus.CANCELLED, "A-1")


def test_move_takes_the_new_time_and_frees_the_old(clinic):
    offers = clinic.offers()
    appointment = booked(clinic, offers[-1])
    own = {"patient_id": clinic.patient.pk, "ignore_appointment_id": appointment.pk}

    moved = reschedule(
        access=clinic.access, appointment=appointment, offer_token=clinic.offers(**own)[2].token, now=NOW
    )

    assert moved.pk == appointment.pk
    assert moved.start == offers[2].start
    assert (moved.status, moved.version) == (AppointmentStatus.BOOKED, 2)
    free = [offer.start for offer in clinic.offers()]
    assert offers[-1].start in free
    assert offers[2].start not in free


def test_move_to_an_overlapping_time_of_the_same_doctor(clinic):
    clinic.service.step_minutes = 10
    clinic.service.save()
    offers = clinic.offers()
    appointment = booked(clinic, offers[20])

    moved = reschedule(access=clinic.access, appointment=appointment, offer_token=offers[21].token, now=NOW)

    assert moved.start == offers[20].start + timedelta(minutes=10)


@pytest.mark.parametrize("answer", ["confirmed", "refused"])
def test_move_at_an_information_systems_branch_keeps_the_old_time_until_answered(mis_clinic, answer):
    offers = mis_clinic.offers()
    appointment = booked(mis_clinic, offers[10])
    confirm(access=mis_clinic.access, appointment=appointment, external_id="A-1", now=NOW)

    moved = reschedule(
        access=mis_clinic.access, appointment=appointment, offer_token=offers[12].token, now=NOW
    )

    assert (moved.status, moved.start) == (AppointmentStatus.PENDING, offers[12].start)
    free = {offer.start for offer in mis_clinic.offers()}
    assert not free & {offers[10].start, offers[12].start}
    if answer == "confirmed":
        settled = confirm(access=mis_clinic.access, appointment=appointment, external_id="A-1", now=NOW)
        taken, freed = offers[12], offers[10]
    else:
        settled = reject(access=mis_clinic.access, appointment=appointment, reason_code="slot-taken", now=NOW)
        taken, freed = offers[10], offers[12]
    assert (settled.status, settled.start) == (AppointmentStatus.BOOKED, taken.start)
    settled.refresh_from_db()
    assert settled.start == taken.start
    free = {offer.start for offer in mis_clinic.offers()}
    assert freed.start in free
    assert taken.start not in free


def test_cancel_frees_the_time_once(clinic):
    offer = clinic.offers()[-1]
    appointment = booked(clinic, offer)

    cancel(access=clinic.access, appointment=appointment, reason=CancelReason.FEELING_BETTER, now=NOW)
    again = cancel(access=clinic.access, appointment=appointment, reason=CancelReason.OTHER, now=NOW)

    assert (again.status, again.cancel_reason) == (AppointmentStatus.CANCELLED, CancelReason.FEELING_BETTER)
    assert offer in clinic.offers()
    assert not Commitment.objects.exists()


def test_patient_cancels_too_late_and_staff_may_still(clinic):
    appointment = booked(clinic, clinic.offers()[0])

    with pytest.raises(ChangeNoticeTooShort, match="за 3 часа"):
        cancel(access=clinic.access, appointment=appointment, reason=CancelReason.OTHER, now=NOW)

    desk = make.access_of(make.make_user(is_staff=True))
    assert (
        cancel(access=desk, appointment=appointment, reason=CancelReason.PATIENT_ASKED, now=NOW).ended_at
        == NOW
    )


def test_visit_is_checked_in_and_completed_and_then_final(clinic):
    desk = make.access_of(make.make_user(is_staff=True))
    appointment = booked(clinic, clinic.offers()[0])

    check_in(access=desk, appointment=appointment, now=NOW)
    done = complete(access=desk, appointment=appointment, now=NOW)

    assert done.status == AppointmentStatus.FULFILLED
    with pytest.raises(IllegalTransition):
        cancel(access=desk, appointment=appointment, reason=CancelReason.OTHER, now=NOW)


def test_time_within_the_notice_is_refused_for_patients(clinic):
    token = clinic.offers()[0].token

    with pytest.raises(NoticeTooShort):
        hold(offer_token=token, session_key="browser", now=NOW + timedelta(minutes=1))


def test_sweeper_removes_only_expired_holds(clinic):
    first, second, *_ = clinic.offers()
    hold(offer_token=first.token, session_key="one", now=NOW - timedelta(minutes=20))
    kept = hold(offer_token=second.token, session_key="two", now=NOW)

    assert release_expired(now=NOW) == 1
    assert list(Hold.objects.all()) == [kept]
