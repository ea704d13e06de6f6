"""The waiting list: freed times go to those who wait, one after another."""

from datetime import date, time, timedelta

import pytest

from booking.codes import AppointmentStatus, CancelReason, WaitlistOfferStatus, WaitlistStatus
from booking.errors import HoldExpired, NotYours, OfferedInstead
from booking.models import Appointment, Hold, WaitlistEntry
from booking.services import book, cancel, confirm, hold, reject
from booking.services.waiting import (
    OFFERED_FOR,
    accept_offer,
    decline_offer,
    join_waitlist,
    leave_waitlist,
    offer_free_times,
)
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db
MONDAY = date(2030, 1, 14)


def person():
    return make.make_patient(user=make.make_user())


def waiting(clinic, patient, *, now=NOW, **wishes):
    wishes = {"earliest_date": MONDAY, "latest_date": MONDAY} | wishes
    return join_waitlist(
        access=make.access_of(patient), patient=patient, service=clinic.service, now=now, **wishes
    )


def taken(clinic, offer, patient=None):
    patient = patient or person()
    kept = hold(offer_token=offer.token, patient=patient, now=NOW)
    return book(access=make.access_of(patient), hold=kept, patient=patient, now=NOW)


@pytest.fixture
def full_day(clinic):
    """Every time of the day has its patient."""
    clinic.visits = [taken(clinic, offer) for offer in clinic.offers()]
    return clinic


def free(clinic, at):
    visit = clinic.visits[at]
    desk = make.access_of(make.make_user(is_staff=True))
    cancel(access=desk, appointment=visit, reason=CancelReason.PATIENT_ASKED, now=NOW)
    return visit


def test_freed_time_is_offered_to_the_one_who_waits_longest(full_day):
    second = waiting(full_day, person(), now=NOW)
    first = waiting(full_day, person(), now=NOW - timedelta(minutes=1))
    assert offer_free_times(now=NOW) == []

    visit = free(full_day, 5)
    (offer,) = offer_free_times(now=NOW)

    assert (offer.entry, offer.start) == (first, visit.start)
    assert full_day.offers() == []
    second.refresh_from_db()
    assert second.status == WaitlistStatus.WAITING


@pytest.mark.parametrize("answer", ["declined", "expired"])
def test_time_that_one_does_not_take_goes_to_the_next(full_day, answer):
    first, second = (waiting(full_day, person(), now=NOW + timedelta(seconds=at)) for at in range(2))
    free(full_day, 8)
    (offer,) = offer_free_times(now=NOW)
    later = NOW
    if answer == "declined":
        decline_offer(access=make.access_of(first.patient), offer=offer, now=NOW)
    else:
        later += OFFERED_FOR

    (next_offer,) = offer_free_times(now=later)

    assert (next_offer.entry, next_offer.start) == (second, offer.start)
    offer.refresh_from_db()
    first.refresh_from_db()
    assert (offer.status, first.status) == (answer, WaitlistStatus.WAITING)


def test_accepted_time_is_booked_once(full_day):
    entry = waiting(full_day, person())
    free(full_day, 5)
    (offer,) = offer_free_times(now=NOW)
    access = make.access_of(entry.patient)

    visit = accept_offer(access=access, offer=offer, now=NOW)
    again = accept_offer(access=access, offer=offer, now=NOW)

    assert visit == again
    assert (visit.patient, visit.start) == (entry.patient, offer.start)
    offer.refresh_from_db()
    assert offer.status == WaitlistOfferStatus.ACCEPTED
    assert not Hold.objects.live(NOW).exists()


def test_accepting_an_earlier_time_moves_the_visit(full_day):
    own = full_day.visits[-1]
    entry = waiting(full_day, own.patient, appointment=own)
    freed = free(full_day, 5)
    (offer,) = offer_free_times(now=NOW)

    moved = accept_offer(access=make.access_of(own.patient), offer=offer, now=NOW)

    assert (moved.pk, moved.start) == (own.pk, freed.start)
    assert moved.status == AppointmentStatus.BOOKED
    entry.refresh_from_db()
    assert entry.status == WaitlistStatus.ACCEPTED
    assert [offer.start for offer in full_day.offers()] == [own.start]


def test_offered_time_that_is_booked_on_an_ordinary_page_fulfils_the_wish(full_day):
    entry = waiting(full_day, person())
    free(full_day, 5)
    (offer,) = offer_free_times(now=NOW)

    visit = book(access=make.access_of(entry.patient), hold=offer.hold_id, patient=entry.patient, now=NOW)

    entry.refresh_from_db()
    offer.refresh_from_db()
    assert (entry.status, entry.appointment) == (WaitlistStatus.ACCEPTED, visit)
    assert offer.status == WaitlistOfferStatus.ACCEPTED
    assert accept_offer(access=make.access_of(entry.patient), offer=offer, now=NOW) == visit


def test_offered_earlier_time_is_no_second_visit(full_day):
    visit = full_day.visits[9]
    entry = waiting(full_day, visit.patient, appointment=visit)
    free(full_day, 3)
    (offer,) = offer_free_times(now=NOW)

    with pytest.raises(OfferedInstead):
        book(access=make.access_of(visit.patient), hold=offer.hold_id, patient=visit.patient, now=NOW)

    assert list(entry.patient.appointments.all()) == [visit]


def test_wish_for_an_earlier_time_outlives_the_branchs_silence(mis_clinic):
    visit = taken(mis_clinic, mis_clinic.offers()[-1])
    waiting(mis_clinic, visit.patient, appointment=visit)

    assert offer_free_times(now=NOW) == []
    confirm(access=mis_clinic.access, appointment=visit, external_id="A-1", now=NOW)

    assert len(offer_free_times(now=NOW)) == 1


@pytest.mark.parametrize("has_visit", [True, False])
def test_who_accepted_a_time_that_the_branch_refuses_waits_again(mis_clinic, has_visit):
    visit = taken(mis_clinic, mis_clinic.offers()[-1])
    confirm(access=mis_clinic.access, appointment=visit, external_id="A-1", now=NOW)
    patient = visit.patient if has_visit else person()
    entry = waiting(mis_clinic, patient, appointment=visit if has_visit else None)
    (offer,) = offer_free_times(now=NOW)
    asked = accept_offer(access=make.access_of(patient), offer=offer, now=NOW)
    assert asked.status == AppointmentStatus.PENDING

    reject(access=mis_clinic.access, appointment=asked, reason_code="slot-taken", now=NOW)

    entry.refresh_from_db()
    assert (entry.status, entry.appointment) == (WaitlistStatus.WAITING, visit if has_visit else None)
    (other,) = offer_free_times(now=NOW)
    assert other.start != offer.start


def test_later_time_is_not_offered_instead_of_a_visit(full_day):
    own = full_day.visits[7]
    waiting(full_day, own.patient, appointment=own)
    free(full_day, 9)

    assert offer_free_times(now=NOW) == []


def test_answer_that_comes_too_late_books_nothing(full_day):
    entry = waiting(full_day, person())
    free(full_day, 8)
    (offer,) = offer_free_times(now=NOW)

    with pytest.raises(HoldExpired):
        accept_offer(access=make.access_of(entry.patient), offer=offer, now=NOW + OFFERED_FOR)

    assert not Appointment.objects.filter(patient=entry.patient).exists()


def test_only_wanted_hours_are_offered(full_day):
    waiting(full_day, person(), earliest_time=time(14), latest_time=time(15))
    free(full_day, 5)
    assert offer_free_times(now=NOW) == []

    afternoon = next(at for at, visit in enumerate(full_day.visits) if visit.start.hour == 11)
    free(full_day, afternoon)

    assert len(offer_free_times(now=NOW)) == 1


def test_leaving_gives_an_offered_time_back(full_day):
    entry = waiting(full_day, person())
    free(full_day, 5)
    offer_free_times(now=NOW)

    for _ in range(2):
        left = leave_waitlist(access=make.access_of(entry.patient), entry=entry, now=NOW)

    assert left.status == WaitlistStatus.WITHDRAWN
    assert len(full_day.offers()) == 1
    assert offer_free_times(now=NOW) == []


def test_waiting_twice_is_one_wish(full_day):
    patient = person()
    waiting(full_day, patient)
    waiting(full_day, patient, latest_date=MONDAY + timedelta(days=2))

    assert WaitlistEntry.objects.get().latest_date == MONDAY + timedelta(days=2)


def test_wish_ends_with_its_dates(full_day):
    entry = waiting(full_day, person())

    offer_free_times(now=NOW + timedelta(days=3))

    entry.refresh_from_db()
    assert entry.status == WaitlistStatus.EXPIRED


def test_nobody_waits_in_place_of_somebody_elses_visit(full_day):
    with pytest.raises(NotYours):
        waiting(full_day, person(), appointment=full_day.visits[0])
