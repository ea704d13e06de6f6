"""What cannot be booked is refused with a code for programs and a sentence for people."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from booking import errors
from booking.codes import ExceptionKind
from booking.models import HoursException
from booking.offers import OfferKey
from booking.search import TimeQuery
from booking.services import hold, moment_named, offer_at
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db
SEVEN = datetime(2030, 1, 14, 7, tzinfo=UTC)  # ten o'clock in Moscow


def at(clinic, start, **query):
    query = {
        "service_id": clinic.service.pk,
        "practitioner_ids": frozenset([clinic.doctor.pk]),
        "location_ids": frozenset([clinic.location.pk]),
    } | query
    return offer_at(TimeQuery(start=start, end=start, **query), now=NOW)


def test_deep_link_finds_the_offer(clinic):
    assert at(clinic, SEVEN).start == SEVEN


@pytest.mark.parametrize(
    ("start", "error"),
    [
        (SEVEN - timedelta(days=1), errors.InThePast),
        (SEVEN + timedelta(minutes=7), errors.OffGrid),
        (NOW + timedelta(minutes=30), errors.NoticeTooShort),
        (SEVEN + timedelta(days=200), errors.BeyondHorizon),
        (datetime(1, 1, 1, tzinfo=UTC), errors.InThePast),
        (datetime(9999, 12, 31, 23, 59, tzinfo=UTC), errors.BeyondHorizon),
        (SEVEN + timedelta(hours=15), errors.DoctorAway),
        (SEVEN + timedelta(hours=6, minutes=45), errors.OffGrid),
    ],
    ids=[
        "past",
        "off-grid",
        "before-notice",
        "beyond-horizon",
        "first-day",
        "last-day",
        "no-hours",
        "after-the-last",
    ],
)
def test_unbookable_time_says_why_and_offers_others(clinic, start, error):
    with pytest.raises(error) as refused:
        at(clinic, start)

    assert len(refused.value.alternatives) == 3


def test_visit_too_long_for_the_hours(clinic):
    clinic.service.duration_minutes, clinic.service.step_minutes = 60, 30
    clinic.service.save()

    with pytest.raises(errors.TooLongForHours):
        at(clinic, SEVEN + timedelta(hours=6, minutes=30))


def test_closed_branch(clinic):
    HoursException.objects.create(
        kind=ExceptionKind.CLOSED,
        location=clinic.location,
        start_date=date(2030, 1, 14),
        end_date=date(2030, 1, 14),
        reason_ru="Санитарный день",
    )

    with pytest.raises(errors.BranchClosed):
        at(clinic, SEVEN)


def test_branch_that_is_no_more(clinic):
    clinic.location.active = False
    clinic.location.save()

    with pytest.raises(errors.BranchClosed):
        at(clinic, SEVEN)


def test_service_that_the_doctor_does_not_give(clinic):
    with pytest.raises(errors.ServiceNotGiven):
        at(clinic, SEVEN, service_id=make.make_service().pk)


def test_service_that_patients_do_not_book(clinic):
    clinic.service.online_booking = False
    clinic.service.save()

    with pytest.raises(errors.ServiceUnavailable):
        at(clinic, SEVEN)


def test_preparation_closes_the_afternoon(clinic):
    clinic.service.latest_start = time(12)
    clinic.service.save()

    with pytest.raises(errors.NotInTheMorning):
        at(clinic, SEVEN + timedelta(hours=3))


def test_stale_offer_is_refused_when_the_price_rose(clinic):
    token = clinic.offers()[0].token
    make.make_price(clinic.service, "2100", location=clinic.location)

    with pytest.raises(errors.OfferStale):
        hold(offer_token=token, session_key="browser", now=NOW)


def test_stale_offer_is_refused_when_the_hours_changed(clinic):
    token = clinic.offers()[0].token
    clinic.doctor.hours_rules.all().delete()
    make.make_hours(clinic.doctor, clinic.location, start=time(12))

    with pytest.raises(errors.DoctorAway):
        hold(offer_token=token, session_key="browser", now=NOW)


def test_forged_price_is_refused(clinic):
    key = clinic.offers()[0].key
    cheap = replace(key, price=Decimal(1))

    with pytest.raises(errors.OfferStale):
        hold(offer_token=cheap.signed(), session_key="browser", now=NOW)
    with pytest.raises(errors.OfferInvalid):
        OfferKey.read(cheap.signed()[:-22] + key.signed()[-22:])


def test_staff_offer_is_not_for_patients(clinic):
    (offer, *_) = clinic.offers(audience="staff")

    with pytest.raises(errors.OfferInvalid):
        hold(offer_token=offer.token, session_key="browser", now=NOW)


def test_moment_with_an_offset_is_that_moment():
    assert moment_named("2030-01-14T10:00:00+03:00", zone_name="Europe/Berlin") == SEVEN


def test_moment_without_an_offset_is_the_branchs_wall_clock():
    assert moment_named("2030-01-14T10:00", zone_name="Europe/Moscow") == SEVEN


@pytest.mark.parametrize(
    ("text", "zone", "error"),
    [
        ("2030-01-14T10:00", "Europe/Atlantis", errors.UnknownZone),
        ("2030-01-14T10:00", "../../etc/passwd", errors.UnknownZone),
        ("2030-10-27T02:30", "Europe/Berlin", errors.AmbiguousTime),
        ("2030-03-31T02:30", "Europe/Berlin", errors.NonexistentTime),
        ("tomorrow", "Europe/Moscow", errors.MomentUnreadable),
        ("2030-02-30T10:00", "Europe/Moscow", errors.MomentUnreadable),
        ("0001-01-01T00:00", "Europe/Moscow", errors.MomentUnreadable),
        ("9999-12-31T23:59-12:00", "Europe/Moscow", errors.MomentUnreadable),
    ],
)
def test_moment_that_is_none_is_refused(text, zone, error):
    with pytest.raises(error):
        moment_named(text, zone_name=zone)


def test_every_refusal_has_a_sentence_in_both_languages():
    values = {
        "age": 18,
        "limit": 2,
        "notice": timedelta(hours=3),
        "zone": "X",
        "service": "X",
        "location": "X",
    }

    for code, error in errors.BY_CODE.items():
        with override("en"):
            english = str(error(**values))
        with override("ru"):
            russian = str(error(**values))

        assert english.endswith((".", "?")), code
        assert russian != english, code
        assert any("а" <= letter <= "я" for letter in russian.lower()), code
