"""First and repeat visits, referrals, preparation, ages, limits: what narrows the times a patient is offered."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.codes import AppointmentStatus, Audience, HoursSource, ReferralStatus, RepeatScope, VisitType
from booking.errors import (
    OverrideReasonRequired,
    PreparationNotAcknowledged,
    ReferralRequired,
    ReferralUnusable,
    TooManyBookings,
    TooOld,
    TooYoung,
)
from booking.models import Appointment, FreeSpan, PractitionerRole, ServiceRequest
from booking.rules import (
    PATIENT_LIMITS,
    Place,
    age_on,
    check_age,
    check_change,
    days_of_age,
    distance_km,
    repeat_until,
    travel_minutes,
)
from booking.services import book, cancel, hold, mark_noshow, nearest_times
from tests import factories as make
from tests.factories import NOW


@pytest.fixture(autouse=True)
def _database(db):
    pass


def took_place(clinic, *, days_ago, doctor=None, service=None):
    start = NOW - timedelta(days=days_ago)
    return Appointment.objects.create(
        patient=clinic.patient,
        practitioner=doctor or clinic.doctor,
        service=service or clinic.service,
        location=clinic.location,
        start=start,
        end=start + timedelta(minutes=30),
        status=AppointmentStatus.FULFILLED,
        created_at=start,
        updated_at=start,
    )


def book_first(clinic, *, patient=None, **arguments):
    patient = patient or clinic.patient
    (offer, *_) = clinic.offers(patient_id=patient.pk)
    kept = hold(offer_token=offer.token, patient=patient, now=NOW)
    return book(access=make.access_of(patient), hold=kept, patient=patient, now=NOW, **arguments)


# --- First and repeat -------------------------------------------------------------------------------------


@pytest.fixture
def repeating(clinic):
    speciality = make.make_speciality(repeat_interval_days=30)
    clinic.service.speciality = speciality
    clinic.service.save()
    make.make_price(clinic.service, "1200", visit_type=VisitType.REPEAT, duration_minutes=20)
    return clinic


def test_newcomer_is_offered_a_first_visit(repeating):
    offer = repeating.offers(patient_id=repeating.patient.pk)[0]

    assert (offer.visit_type, offer.price, offer.duration_minutes) == (VisitType.FIRST, Decimal(2000), 30)


def test_patient_of_the_speciality_is_offered_a_repeat_visit_until_the_interval_ends(repeating):
    other = make.make_doctor(repeating.service, location=repeating.location)
    took_place(repeating, days_ago=29, doctor=other)

    today = repeating.offers(
        patient_id=repeating.patient.pk, practitioner_ids=frozenset([repeating.doctor.pk])
    )
    in_two_days = repeating.offers(patient_id=repeating.patient.pk, start=NOW + timedelta(days=2))

    assert {(offer.visit_type, offer.price, offer.duration_minutes) for offer in today} == {
        (VisitType.REPEAT, Decimal(1200), 20)
    }
    assert {offer.visit_type for offer in in_two_days} == {VisitType.FIRST}


def test_repeat_may_ask_for_the_same_doctor(repeating):
    repeating.service.repeat_scope = RepeatScope.PRACTITIONER
    repeating.service.save()
    other = make.make_doctor(repeating.service, location=repeating.location)
    took_place(repeating, days_ago=5, doctor=other)

    types = {
        offer.practitioner_id: offer.visit_type for offer in repeating.offers(patient_id=repeating.patient.pk)
    }

    assert types == {repeating.doctor.pk: VisitType.FIRST, other.pk: VisitType.REPEAT}


def test_hold_of_a_stranger_becomes_a_repeat_visit_when_the_patient_signs_in(repeating):
    took_place(repeating, days_ago=5)
    kept = hold(offer_token=repeating.offers()[0].token, session_key="browser", now=NOW)

    appointment = book(
        access=repeating.access, hold=kept, patient=repeating.patient, session_key="browser", now=NOW
    )

    assert (appointment.visit_type, appointment.price, appointment.end - appointment.start) == (
        VisitType.REPEAT,
        Decimal(1200),
        timedelta(minutes=20),
    )


def test_staff_may_choose_the_visit_type(repeating):
    took_place(repeating, days_ago=5)

    offers = repeating.offers(
        patient_id=repeating.patient.pk, audience=Audience.STAFF, visit_type=VisitType.FIRST
    )
    kept = hold(offer_token=offers[0].token, patient=repeating.patient, audience=Audience.STAFF, now=NOW)
    desk = make.access_of(make.make_user(is_staff=True))
    appointment = book(access=desk, hold=kept, patient=repeating.patient, now=NOW)

    assert (appointment.visit_type, appointment.price) == (VisitType.FIRST, Decimal(2000))


def test_price_of_doctor_and_branch_overrides_the_general_one(clinic):
    other = make.make_doctor(clinic.service, location=clinic.location)
    make.make_price(clinic.service, "2500", location=clinic.location)
    make.make_price(clinic.service, "3000", practitioner=other)
    make.make_price(clinic.service, "9999", valid_until=date(2029, 12, 31), practitioner=other)

    prices = {offer.practitioner_id: offer.price for offer in clinic.offers()}

    assert prices == {clinic.doctor.pk: 2500, other.pk: 3000}


def test_price_changes_on_its_day(clinic):
    make.make_price(clinic.service, "2600", valid_from=date(2030, 1, 15))

    assert [
        offers[0].price for offers in (clinic.offers(), clinic.offers(start=NOW + timedelta(hours=20)))
    ] == [2000, 2600]


# --- Referrals --------------------------------------------------------------------------------------------


@pytest.fixture
def referred(clinic):
    clinic.service.referral_required = True
    clinic.service.save()
    return clinic


def make_referral(clinic, **fields):
    fields.setdefault("service", clinic.service)
    return ServiceRequest.objects.create(patient=clinic.patient, authored_on=date(2030, 1, 10), **fields)


def test_service_with_referral_is_offered_to_nobody_without_one(referred):
    assert referred.times().refusal.code == "referral-required"
    assert referred.times(patient_id=referred.patient.pk).refusal.code == "referral-required"


def test_referral_limits_the_days_and_is_used_up(referred):
    referral = make_referral(referred, valid_until=date(2030, 1, 15))

    offers = referred.offers(patient_id=referred.patient.pk, days=10)
    assert {offer.start.date() for offer in offers} == {date(2030, 1, 14), date(2030, 1, 15)}
    appointment = book_first(referred)

    referral.refresh_from_db()
    assert appointment.referral_id == referral.pk
    assert (referral.status, referral.visits_used) == (ReferralStatus.COMPLETED, 1)
    assert not referred.offers(patient_id=referred.patient.pk)


def test_cancelling_and_not_coming_give_the_referral_back(referred):
    desk = make.access_of(make.make_user(is_staff=True))
    referral = make_referral(referred)

    cancel(access=desk, appointment=book_first(referred), reason="other", now=NOW)
    mark_noshow(access=desk, appointment=book_first(referred), now=NOW)

    referral.refresh_from_db()
    assert (referral.status, referral.visits_used) == (ReferralStatus.ACTIVE, 0)


def test_speciality_referral_covers_its_services(referred):
    referred.service.speciality = make.make_speciality()
    referred.service.save()
    make_referral(referred, service=None, speciality=referred.service.speciality, visits_allowed=2)

    assert book_first(referred).referral_id
    assert referred.offers(patient_id=referred.patient.pk)


def test_foreign_or_unfit_referral_is_refused(referred):
    mine = make_referral(referred)
    other = make.make_patient()
    foreign = ServiceRequest.objects.create(
        patient=other, service=referred.service, authored_on=date(2030, 1, 10)
    )
    kept = hold(
        offer_token=referred.offers(patient_id=referred.patient.pk)[0].token,
        patient=referred.patient,
        now=NOW,
    )

    with pytest.raises(ReferralUnusable):
        book(access=referred.access, hold=kept, patient=referred.patient, now=NOW, referral=foreign)

    assert (
        book(access=referred.access, hold=kept, patient=referred.patient, now=NOW, referral=mine).referral_id
        == mine.pk
    )


def test_staff_override_needs_a_reason_and_uses_no_referral(referred):
    (offer, *_) = referred.offers(patient_id=referred.patient.pk, audience=Audience.STAFF, override=True)
    kept = hold(offer_token=offer.token, patient=referred.patient, audience=Audience.STAFF, now=NOW)
    desk = make.access_of(make.make_user(is_staff=True))

    with pytest.raises(OverrideReasonRequired):
        book(access=desk, hold=kept, patient=referred.patient, now=NOW)
    appointment = book(
        access=desk, hold=kept, patient=referred.patient, now=NOW, override_reason="Head doctor's word"
    )

    assert (appointment.referral_id, appointment.override_reason) == (None, "Head doctor's word")


def test_last_visit_of_a_referral_is_not_taken_twice(referred):
    make_referral(referred)
    first, second, *_ = referred.offers(patient_id=referred.patient.pk)
    one, two = (hold(offer_token=offer.token, patient=referred.patient, now=NOW) for offer in (first, second))
    book(access=referred.access, hold=one, patient=referred.patient, now=NOW)

    with pytest.raises(ReferralRequired):
        book(access=referred.access, hold=two, patient=referred.patient, now=NOW)


# --- Preparation ------------------------------------------------------------------------------------------


def test_fasting_means_morning(clinic):
    clinic.service.fasting = True
    clinic.service.save()

    offers = clinic.offers(days=3)

    assert {offer.start.astimezone(clinic.location.zone).time() for offer in offers} <= {
        time(hour, minute) for hour in (9, 10, 11) for minute in (0, 30)
    } - {time(11, 30)}
    assert any(offer.start.astimezone(clinic.location.zone).time() == time(11) for offer in offers)


def test_staff_override_opens_the_afternoon(clinic):
    clinic.service.fasting = True
    clinic.service.save()

    usual, overridden = (
        clinic.offers(audience=Audience.STAFF, override=override) for override in (False, True)
    )

    assert (usual[-1].start.hour, overridden[-1].start.hour) == (8, 13)


def test_preparation_is_read_before_booking(clinic):
    clinic.service.preparation_ru = "Не есть восемь часов."
    clinic.service.save()
    kept = hold(offer_token=clinic.offers()[0].token, patient=clinic.patient, now=NOW)

    with pytest.raises(PreparationNotAcknowledged):
        book(access=clinic.access, hold=kept, patient=clinic.patient, now=NOW)
    appointment = book(
        access=clinic.access, hold=kept, patient=clinic.patient, now=NOW, preparation_acknowledged=True
    )

    assert appointment.preparation_acknowledged_at == NOW


# --- Ages and limits --------------------------------------------------------------------------------------


def test_childrens_doctor_is_not_offered_to_a_grown_up(clinic):
    PractitionerRole.objects.update(max_age=17)

    assert clinic.times(birth_date=date(2000, 1, 1)).refusal.code == "too-old"
    assert clinic.offers(birth_date=date(2013, 1, 1))


def test_childrens_doctor_is_offered_until_the_birthday_and_not_after(clinic):
    """The day of the visit decides, not the day on which one looks."""
    PractitionerRole.objects.update(max_age=17)
    birthday = NOW.date() + timedelta(days=3)
    born = birthday.replace(year=birthday.year - 18)

    shown = clinic.offers(days=7, birth_date=born)

    assert {offer.start.date() for offer in shown} == {NOW.date() + timedelta(days=n) for n in range(3)}
    patient = make.make_patient(birth_date=born)
    late = next(offer for offer in clinic.offers(days=7) if offer.start.date() == birthday)
    with pytest.raises(TooOld):
        hold(offer_token=late.token, patient=patient, birth_date=born, now=NOW)
    (on_birthday,) = [
        one for one in clinic.times(days=7, birth_date=born, explain=True).days if one.date == birthday
    ]
    assert on_birthday.reason == "age-limits"


def test_seats_of_a_group_are_for_the_age_too(clinic):
    clinic.service.seats, clinic.service.min_age = 3, 18
    clinic.service.save()
    grown_up = NOW.date() + timedelta(days=2)
    born = grown_up.replace(year=grown_up.year - 18)
    (first, *_) = clinic.offers(days=4)
    hold(offer_token=first.token, patient=make.make_patient(), now=NOW)

    assert min(offer.start.date() for offer in clinic.offers(days=4, birth_date=born)) == grown_up


@pytest.mark.parametrize(("born", "error"), [(date(2020, 1, 1), TooYoung), (date(1960, 1, 1), TooOld)])
def test_age_is_checked_against_the_birth_date_when_booking(clinic, born, error):
    clinic.service.min_age, clinic.service.max_age = 18, 65
    clinic.service.save()
    patient = make.make_patient(birth_date=born)
    kept = hold(offer_token=clinic.offers()[0].token, patient=patient, now=NOW)

    with pytest.raises(error):
        book(access=make.access_of(patient), hold=kept, patient=patient, now=NOW)


def test_patient_has_at_most_ten_open_bookings(clinic):
    for _ in range(PATIENT_LIMITS.open_bookings):
        book_first(clinic)

    assert clinic.times(patient_id=clinic.patient.pk).refusal.code == "too-many-bookings"
    with pytest.raises(TooManyBookings, match="не больше 10 записей"):
        hold(offer_token=clinic.offers()[0].token, patient=clinic.patient, now=NOW)


def test_service_has_its_own_notice_and_horizon(clinic):
    clinic.service.notice_minutes, clinic.service.horizon_days = 24 * 60, 2
    clinic.service.save()

    offers = clinic.offers(days=10)

    assert offers[0].start == NOW + timedelta(days=1)
    assert offers[-1].start < NOW + timedelta(days=2)


@pytest.mark.parametrize(
    ("on", "age"),
    [(date(2030, 2, 28), 17), (date(2030, 3, 1), 18), (date(2032, 2, 28), 19), (date(2032, 2, 29), 20)],
)
def test_age_of_somebody_born_on_29_february(on, age):
    assert age_on(on, date(2012, 2, 29)) == age


def test_unknown_age_is_not_refused():
    assert check_age(None, NOW.date(), NOW.date(), min_age=18, max_age=None) is None


@given(
    born=st.dates(date(1900, 1, 1), date(2030, 1, 1)),
    on=st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    limits=st.tuples(st.none() | st.integers(0, 120), st.none() | st.integers(0, 120)),
)
def test_days_of_an_age_are_those_on_which_somebody_is_of_it(born, on, limits):
    first, last = days_of_age(born, min_age=limits[0], max_age=limits[1])

    refused = check_age(born, on, on, min_age=limits[0], max_age=limits[1])
    assert (first <= on <= last) == (refused is None)


def test_visit_that_has_begun_cannot_be_changed():
    refusal = check_change(NOW, now=NOW, notice=timedelta(hours=3))

    assert refusal.code == "visit-has-begun"


def test_repeat_without_interval_is_never():
    assert repeat_until(NOW, None) is None


def test_travel_grows_with_distance_and_unknown_places_are_an_hour_apart():
    centre, airport = Place(55.75, 37.62), Place(55.41, 37.90)

    assert round(distance_km(centre, airport)) == 42
    assert travel_minutes(centre, centre) == 15
    assert travel_minutes(centre, airport) == 155
    assert travel_minutes(centre, Place(None, None)) == 60


# --- The information system's hours -----------------------------------------------------------------------


@pytest.fixture
def mirrored(mis_clinic):
    mis_clinic.doctor.hours_rules.all().delete()
    PractitionerRole.objects.update(hours_source=HoursSource.MIS)
    return mis_clinic


def make_free(clinic, start, minutes=12, *, as_of=NOW, token="t"):
    return FreeSpan.objects.create(
        practitioner=clinic.doctor,
        location=clinic.location,
        start=start,
        end=start + timedelta(minutes=minutes),
        booking_token=token,
        as_of=as_of,
    )


def test_twelve_minute_slots_of_a_system_stay_exact(mirrored):
    mirrored.service.duration_minutes = 12
    mirrored.service.save()
    ten = datetime(2030, 1, 14, 7, tzinfo=UTC)
    for number in (0, 1, 3):
        make_free(mirrored, ten + timedelta(minutes=12 * number), token=f"slot-{number}")

    offers = mirrored.offers()

    assert [(offer.start - ten, offer.booking_token) for offer in offers] == [
        (timedelta(0), "slot-0"),
        (timedelta(minutes=12), "slot-1"),
        (timedelta(minutes=36), "slot-3"),
    ]
    assert offers[0].as_of == NOW


def test_longer_visit_joins_neighbouring_slots(mirrored):
    ten = datetime(2030, 1, 14, 7, tzinfo=UTC)
    for number in range(3):
        make_free(mirrored, ten + timedelta(minutes=15 * number), 15)

    assert [offer.start - ten for offer in mirrored.offers()] == [timedelta(0), timedelta(minutes=15)]


def test_old_mirror_is_not_sold_from(mirrored):
    make_free(mirrored, datetime(2030, 1, 14, 7, tzinfo=UTC), 30, as_of=NOW - timedelta(hours=25))

    assert not mirrored.offers()


# --- Nearest times ----------------------------------------------------------------------------------------


def test_nearest_times_of_many_doctors(clinic):
    busy = make.make_doctor(clinic.service, location=clinic.location, hours=False)
    make.make_hours(busy, clinic.location, start=time(15))
    idle = make.make_practitioner()

    nearest = nearest_times(practitioner_ids=[clinic.doctor.pk, busy.pk, idle.pk], now=NOW)

    assert nearest[clinic.doctor.pk].start == datetime(2030, 1, 14, 7, tzinfo=UTC)
    assert nearest[busy.pk].start == datetime(2030, 1, 14, 12, tzinfo=UTC)
    assert nearest[idle.pk] is None


def test_speciality_means_its_usual_visit(clinic):
    speciality = make.make_speciality(consultation=clinic.service)

    offers = clinic.times(service=None, speciality_id=speciality.pk).offers

    assert {offer.service_id for offer in offers} == {clinic.service.pk}
