"""From offer to hold to appointment, and every way back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from booking.codes import AppointmentStatus, CancelReason
from booking.errors import (
    ChangeNoticeTooShort,
    HoldExpired,
    HoldExtendedAlready,
    IdempotencyConflict,
    IllegalTransition,
    NoticeTooShort,
    NotYours,
    OfferInvalid,
    OverrideReasonRequired,
    SlotTaken,
    TooManyHolds,
    TooOld,
    VisitHasBegun,
)
from booking.models import Appointment, Commitment, Hold
from booking.services import (
    book,
    cancel,
    check_in,
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
from booking.services.booking import _Idempotency
from booking.services.holding import hold_all
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

    assert list(Hold.objects.live(later)) == [kept]
    assert Commitment.objects.get().leg.hold == kept


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


def test_hold_of_a_session_is_the_patients_who_signs_in_there(clinic):
    kept = hold(offer_token=clinic.offers()[0].token, session_key="browser", now=NOW)
    with pytest.raises(NotYours):
        live_hold(kept.pk, now=NOW, session_key="another browser", patient=clinic.patient)

    appointment = book(
        access=make.access_of(clinic.patient),
        hold=kept,
        patient=clinic.patient,
        session_key="browser",
        now=NOW,
    )

    assert appointment.patient == clinic.patient
    assert Commitment.objects.filter(resource_id=clinic.patient.pk, appointment=appointment).exists()


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


def test_patient_gives_a_patients_reason(clinic):
    appointment = booked(clinic, clinic.offers()[-1])

    with pytest.raises(ValueError, match="not for patients"):
        cancel(access=clinic.access, appointment=appointment, reason=CancelReason.PROVIDER, now=NOW)


def test_staff_come_too_late_a_day_after_the_visit_unless_they_say_why(clinic):
    desk = make.access_of(make.make_user(is_staff=True))
    appointment = booked(clinic, clinic.offers()[0])
    late = {"appointment": appointment, "reason": "other", "now": appointment.start + timedelta(hours=25)}

    with pytest.raises(VisitHasBegun):
        cancel(access=desk, **late)
    cancelled = cancel(access=desk, override_reason="Doctor forgot to close it", **late)

    assert cancelled.override_reason == "Doctor forgot to close it"
    event = AuditEvent.objects.get(action="appointment.cancelled")
    assert event.detail == {"reason": "other", "override": True}


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


def test_time_kept_within_the_notice_is_booked_while_it_is_kept(clinic):
    kept = hold(offer_token=clinic.offers()[0].token, session_key="browser", now=NOW)

    appointment = book(
        access=make.access_of(clinic.patient),
        hold=kept,
        patient=clinic.patient,
        session_key="browser",
        now=NOW + timedelta(minutes=9),
    )

    assert appointment.start - NOW == timedelta(hours=1)


def test_visit_moves_to_a_time_kept_within_the_notice(clinic):
    first, *_, last = clinic.offers()
    appointment = booked(clinic, last)
    kept = hold(offer_token=first.token, patient=clinic.patient, now=NOW)

    moved = reschedule(
        access=make.access_of(clinic.patient),
        appointment=appointment,
        hold=kept,
        now=NOW + timedelta(minutes=9),
    )

    assert moved.start == first.start


def test_sweeper_frees_only_what_expired_holds_keep(clinic):
    first, second, *_ = clinic.offers()
    hold(offer_token=first.token, session_key="one", now=NOW - timedelta(minutes=20))
    kept = hold(offer_token=second.token, session_key="two", now=NOW)

    assert [release_expired(now=NOW), release_expired(now=NOW)] == [1, 0]
    assert Commitment.objects.get().leg.hold == kept


def test_lost_hold_offers_the_three_nearest_after_the_sweeper_came(clinic):
    offers = clinic.offers()
    lost = hold(offer_token=offers[8].token, session_key="browser", now=NOW)
    later = NOW + timedelta(minutes=30)
    release_expired(now=later)
    hold(offer_token=offers[8].token, session_key="faster", now=later)

    with pytest.raises(HoldExpired) as refused:
        live_hold(lost.pk, now=later, session_key="browser")

    assert {other.start for other in refused.value.alternatives} <= {offers[at].start for at in (6, 7, 9, 10)}
    assert len(refused.value.alternatives) == 3


def test_lost_and_booked_holds_are_forgotten(clinic):
    offers = clinic.offers()
    hold(offer_token=offers[8].token, session_key="browser", now=NOW)
    booked(clinic, offers[9])
    later = NOW + timedelta(minutes=30)

    release_expired(now=later)
    assert [kept.booked_at for kept in Hold.objects.all()] == [None]
    release_expired(now=later + timedelta(days=1))

    assert not Hold.objects.exists()


def test_expired_hold_whose_buffer_reaches_over_blocks_nobody(clinic):
    clinic.service.buffer_after_minutes = 10
    clinic.service.save()
    offers = clinic.offers()
    hold(offer_token=offers[4].token, session_key="one", now=NOW)

    kept = hold(offer_token=offers[3].token, session_key="two", now=NOW + timedelta(minutes=11))

    assert kept.legs.get().start == offers[3].start


def test_patients_own_expired_hold_does_not_stand_in_the_way_of_signing_in(clinic):
    other = make.make_doctor(clinic.service, location=clinic.location)
    at_noon = [offer for offer in clinic.offers() if offer.start.hour == 9]
    first, second = at_noon[0], next(offer for offer in at_noon if offer.practitioner_id == other.pk)
    hold(offer_token=first.token, patient=clinic.patient, now=NOW)
    later = NOW + timedelta(minutes=11)
    kept = hold(offer_token=second.token, session_key="browser", now=later)

    appointment = book(
        access=make.access_of(clinic.patient),
        hold=kept,
        patient=clinic.patient,
        session_key="browser",
        now=later,
    )

    assert appointment.start == second.start


def test_patient_is_not_given_what_the_desk_keeps_for_them(clinic):
    own, desks = (clinic.offers(audience=audience)[-1] for audience in ("patient", "staff"))
    assert own.start == desks.start
    hold(offer_token=desks.token, patient=clinic.patient, audience="staff", now=NOW)

    with pytest.raises(SlotTaken):
        hold(offer_token=own.token, patient=clinic.patient, now=NOW)


def test_same_time_by_video_is_another_hold(clinic):
    clinic.service.modality = "both"
    clinic.service.save()
    meeting, video = (clinic.offers(modality=kind)[0] for kind in ("in-person", "virtual"))
    assert meeting.start == video.start
    hold(offer_token=meeting.token, session_key="browser", now=NOW)

    with pytest.raises(SlotTaken):
        hold(offer_token=video.token, session_key="browser", now=NOW)


def test_patient_keeps_at_most_two_times_in_all_browsers(clinic):
    offers = clinic.offers()
    for at in range(2):
        hold(offer_token=offers[at].token, session_key=f"{at}", patient=clinic.patient, now=NOW)

    with pytest.raises(TooManyHolds):
        hold(offer_token=offers[2].token, session_key="third", patient=clinic.patient, now=NOW)


def test_hold_of_several_visits_is_not_booked_as_one(clinic):
    keys = [offer.key for offer in clinic.offers()[2:4]]
    kept = hold_all(keys=keys, patient=clinic.patient, now=NOW)

    with pytest.raises(NotYours):
        book(access=clinic.access, hold=kept, patient=clinic.patient, now=NOW)

    assert not Appointment.objects.exists()


def test_key_sent_with_two_holds_at_once_books_one(clinic, monkeypatch):
    """The second request has looked for the key and found none, when the first one writes it."""
    one, two = (
        hold(offer_token=offer.token, patient=clinic.patient, now=NOW) for offer in clinic.offers()[2:4]
    )
    asked = {"access": clinic.access, "patient": clinic.patient, "now": NOW, "idempotency_key": "k"}
    book(hold=one, **asked)
    answers = [lambda _record: [], _Idempotency.earlier]
    monkeypatch.setattr(_Idempotency, "earlier", lambda record: answers.pop(0)(record))

    with pytest.raises(IdempotencyConflict):
        book(hold=two, **asked)

    assert Appointment.objects.count() == 1


def test_move_to_the_same_time_by_video(clinic):
    clinic.service.modality = "both"
    clinic.service.save()
    appointment = booked(clinic, clinic.offers(modality="in-person")[-1])
    (video,) = [
        offer
        for offer in clinic.offers(
            modality="virtual", patient_id=clinic.patient.pk, ignore_appointment_id=appointment.pk
        )
        if offer.start == appointment.start
    ]

    moved = reschedule(access=clinic.access, appointment=appointment, offer_token=video.token, now=NOW)

    assert (moved.modality, moved.start) == ("virtual", appointment.start)


def test_nobody_moves_a_visit_with_somebody_elses_hold(clinic):
    appointment = booked(clinic, clinic.offers()[-1])
    kept = hold(offer_token=clinic.offers()[3].token, patient=make.make_patient(), now=NOW)

    with pytest.raises(NotYours):
        reschedule(access=clinic.access, appointment=appointment, hold=kept, now=NOW)


def test_move_against_the_rules_needs_a_reason(clinic):
    desk = make.access_of(make.make_user(is_staff=True))
    appointment = booked(clinic, clinic.offers()[-1])
    token = clinic.offers(audience="staff", override=True)[3].token

    with pytest.raises(OverrideReasonRequired):
        reschedule(access=desk, appointment=appointment, offer_token=token, now=NOW)

    moved = reschedule(
        access=desk, appointment=appointment, offer_token=token, now=NOW, override_reason="Asked by phone"
    )
    assert moved.override_reason == "Asked by phone"


def test_move_to_a_doctor_who_does_not_see_this_age_is_refused(clinic):
    adult = make.make_patient(birth_date=date(1990, 1, 1))
    appointment = booked(clinic, clinic.offers()[-1], patient=adult)
    children = make.make_doctor(clinic.service, location=clinic.location)
    children.roles.update(max_age=17)
    token = clinic.offers(practitioner_ids=frozenset([children.pk]))[3].token

    with pytest.raises(TooOld):
        reschedule(access=make.access_of(adult), appointment=appointment, offer_token=token, now=NOW)
