"""Changing hours lists the appointments it would orphan, and keeps what was done with each."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from booking.codes import AppointmentStatus, HoursSource, OrphanAction
from booking.errors import IllegalTransition, OverrideReasonRequired
from booking.models import Appointment, HoursChange, HoursException, HoursRule, PractitionerRole
from booking.search import TimeQuery
from booking.services import (
    WeeklyHours,
    add_extra_hours,
    book,
    cancel,
    close_days,
    confirm,
    explain,
    hold,
    preview,
    reject,
    remove_exception,
    reschedule,
    set_weekly_hours,
    settle_orphan,
    ways_out,
)
from people.models import AuditEvent
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TUESDAY = date(2030, 1, 15)


@pytest.fixture
def desk():
    return make.access_of(make.make_user(is_staff=True))


def booked(clinic, *, day, hour):
    start = datetime(2030, 1, day, hour - 3, tzinfo=UTC)
    (offer,) = [offer for offer in clinic.offers(days=5) if offer.start == start]
    patient = make.make_patient()
    kept = hold(offer_token=offer.token, patient=patient, now=NOW)
    return book(access=make.access_of(patient), hold=kept, patient=patient, now=NOW)


def shorter(clinic, desk):
    return set_weekly_hours(
        access=desk,
        practitioner=clinic.doctor,
        location=clinic.location,
        hours=[WeeklyHours(weekday=day, start_time=time(9), end_time=time(12)) for day in range(5)],
        valid_from=TUESDAY,
        reason="Teaching in the afternoon",
        now=NOW,
    )


def test_new_weekly_hours_list_the_appointments_they_orphan(clinic, desk):
    booked(clinic, day=14, hour=15)
    booked(clinic, day=15, hour=10)
    lost = booked(clinic, day=15, hour=15)

    change = shorter(clinic, desk)

    assert [orphan.appointment for orphan in change.orphans.all()] == [lost]
    assert AuditEvent.objects.get(action="schedule.changed").detail["orphans"] == 1
    free = {offer.start.hour + 3 for offer in clinic.offers(start=NOW + timedelta(hours=20))}
    assert max(free) == 11


def test_preview_of_a_change_changes_nothing(clinic, desk):
    lost = booked(clinic, day=15, hour=15)

    seen = preview(lambda: shorter(clinic, desk))

    assert seen.orphans == [lost]
    assert not HoursChange.objects.exists()
    assert not HoursRule.objects.filter(end_time=time(12)).exists()
    assert max(offer.start.hour + 3 for offer in clinic.offers()) == 16


def test_closed_day_orphans_and_extra_hours_do_not(clinic, desk):
    lost = booked(clinic, day=15, hour=10)
    add_extra_hours(
        access=desk,
        practitioner=clinic.doctor,
        location=clinic.location,
        start_date=TUESDAY,
        end_date=TUESDAY,
        hours=WeeklyHours(weekday=1, start_time=time(18), end_time=time(20)),
        reason_ru="Много записей",
        now=NOW,
    )
    assert datetime(2030, 1, 15, 15, tzinfo=UTC) in {offer.start for offer in clinic.offers(days=2)}

    change = close_days(
        access=desk,
        practitioner=clinic.doctor,
        start_date=TUESDAY,
        end_date=TUESDAY,
        reason_ru="Болезнь",
        now=NOW,
    )

    assert [orphan.appointment for orphan in change.orphans.all()] == [lost]
    assert not [offer for offer in clinic.offers(days=3) if offer.start.date() == TUESDAY]


def test_withdrawn_closure_opens_the_day_again(clinic, desk):
    change = close_days(
        access=desk,
        location=clinic.location,
        start_date=TUESDAY,
        end_date=TUESDAY,
        reason_ru="Ремонт",
        now=NOW,
    )
    assert not change.orphans.exists()

    remove_exception(access=desk, exception=HoursException.objects.get(), reason="Ремонт перенесён", now=NOW)

    assert [offer for offer in clinic.offers(days=2) if offer.start.date() == TUESDAY]


def test_change_without_reason_is_refused_whole(clinic, desk):
    with pytest.raises(OverrideReasonRequired):
        close_days(
            access=desk,
            location=clinic.location,
            start_date=TUESDAY,
            end_date=TUESDAY,
            reason_ru=" ",
            now=NOW,
        )

    assert not HoursException.objects.exists()


def test_orphans_are_kept_cancelled_or_offered_a_move(clinic, desk):
    for hour in (10, 11, 12):
        booked(clinic, day=15, hour=hour)
    change = close_days(
        access=desk,
        practitioner=clinic.doctor,
        start_date=TUESDAY,
        end_date=TUESDAY,
        reason_ru="Болезнь",
        now=NOW,
    )
    kept, cancelled, offered = change.orphans.order_by("appointment__start")

    kept = settle_orphan(access=desk, orphan=kept, action=OrphanAction.KEPT, now=NOW)
    settle_orphan(access=desk, orphan=cancelled, action=OrphanAction.CANCELLED, now=NOW)
    settle_orphan(access=desk, orphan=offered, action=OrphanAction.MOVE_OFFERED, now=NOW)

    statuses = Appointment.objects.order_by("start").values_list("status", flat=True)
    assert list(statuses) == [AppointmentStatus.BOOKED, AppointmentStatus.CANCELLED, AppointmentStatus.BOOKED]
    assert kept.settled_by_id == desk.actor.pk


def test_moving_an_orphan_settles_it(clinic, desk):
    appointment = booked(clinic, day=15, hour=10)
    change = close_days(
        access=desk,
        practitioner=clinic.doctor,
        start_date=TUESDAY,
        end_date=TUESDAY,
        reason_ru="Болезнь",
        now=NOW,
    )

    target = clinic.offers(start=NOW + timedelta(days=2))[0]
    reschedule(access=desk, appointment=appointment, offer_token=target.token, now=NOW)

    assert change.orphans.get().action == OrphanAction.MOVED


def closed_tuesday(clinic, desk):
    return close_days(
        access=desk,
        practitioner=clinic.doctor,
        start_date=TUESDAY,
        end_date=TUESDAY,
        reason_ru="Болезнь",
        now=NOW,
    )


def test_cancelling_an_orphan_settles_it(clinic, desk):
    appointment = booked(clinic, day=15, hour=10)
    change = closed_tuesday(clinic, desk)

    cancel(access=make.access_of(appointment.patient), appointment=appointment, reason="pat-fb", now=NOW)

    orphan = change.orphans.get()
    assert orphan.action == OrphanAction.CANCELLED
    with pytest.raises(IllegalTransition):
        settle_orphan(access=desk, orphan=orphan, action=OrphanAction.KEPT, now=NOW)


@pytest.mark.parametrize("action", [OrphanAction.MOVED, OrphanAction.WAITING])
def test_nobody_says_that_an_orphan_was_moved(clinic, desk, action):
    booked(clinic, day=15, hour=10)
    orphan = closed_tuesday(clinic, desk).orphans.get()

    with pytest.raises(ValueError, match="not a decision"):
        settle_orphan(access=desk, orphan=orphan, action=action, now=NOW)


def test_orphan_whose_move_is_refused_waits_for_a_decision_again(mis_clinic, desk):
    appointment = booked(mis_clinic, day=15, hour=10)
    confirm(access=desk, appointment=appointment, external_id="A-1", now=NOW)
    change = closed_tuesday(mis_clinic, desk)
    target = mis_clinic.offers(start=NOW + timedelta(days=2))[0]
    reschedule(access=desk, appointment=appointment, offer_token=target.token, now=NOW)
    assert change.orphans.get().action == OrphanAction.MOVED

    reject(access=desk, appointment=appointment, reason_code="slot-taken", now=NOW)

    orphan = change.orphans.get()
    assert (orphan.action, orphan.settled_at) == (OrphanAction.WAITING, None)


def test_hours_change_where_a_visit_is_left_at_a_branch_that_is_no_more(clinic, desk):
    booked(clinic, day=15, hour=10)
    clinic.location.active = False
    clinic.location.save()

    assert not closed_tuesday(clinic, desk).orphans.exists()


def test_information_systems_own_hours_orphan_nothing_but_a_closure_does(mis_clinic, desk):
    appointment = booked(mis_clinic, day=15, hour=10)
    PractitionerRole.objects.update(hours_source=HoursSource.MIS)
    set_weekly_hours(
        access=desk,
        practitioner=mis_clinic.doctor,
        location=mis_clinic.location,
        hours=[],
        valid_from=TUESDAY,
        reason="Test",
        now=NOW,
    )
    assert not HoursChange.objects.get().orphans.exists()

    change = close_days(
        access=desk,
        location=mis_clinic.location,
        start_date=TUESDAY,
        end_date=TUESDAY,
        reason_ru="Ремонт",
        now=NOW,
    )

    assert change.orphans.get().appointment_id == appointment.pk


# --- Why is nothing free? ---------------------------------------------------------------------------------


def query(clinic, **fields):
    return TimeQuery(
        **{"start": NOW, "end": NOW + timedelta(days=3), "service_id": clinic.service.pk, **fields}
    )


def test_staff_read_per_day_what_took_the_times_away(clinic, desk):
    booked(clinic, day=14, hour=15)
    close_days(
        access=desk,
        location=clinic.location,
        start_date=TUESDAY,
        end_date=TUESDAY,
        reason_ru="Ремонт",
        now=NOW,
    )

    monday, tuesday, wednesday, thursday = explain(query(clinic), now=NOW)

    assert (monday.starts, monday.offered, monday.removed) == (
        16,
        13,
        {"notice-too-short": 2, "slot-taken": 1},
    )
    assert (tuesday.starts, tuesday.reason) == (0, "branch-closed")
    assert (wednesday.offered, wednesday.reason) == (16, "")
    assert (thursday.date, thursday.offered) == (date(2030, 1, 17), 0)


def test_patient_who_finds_nothing_is_told_where_there_is_something(clinic, desk):
    elsewhere = make.make_location()
    other = make.make_doctor(clinic.service, location=elsewhere)
    close_days(
        access=desk,
        practitioner=clinic.doctor,
        start_date=date(2030, 1, 14),
        end_date=date(2030, 1, 20),
        reason_ru="Отпуск",
        now=NOW,
    )
    asked = query(
        clinic, practitioner_ids=frozenset([clinic.doctor.pk]), location_ids=frozenset([clinic.location.pk])
    )

    ways = ways_out(asked, now=NOW)

    assert ways.same_doctor_later.start == datetime(2030, 1, 21, 6, tzinfo=UTC)
    assert ways.other_doctors is None
    assert (ways.other_branches.practitioner_id, ways.other_branches.location_id) == (other.pk, elsewhere.pk)
    assert ways.by_video is None
    assert ways.can_wait
