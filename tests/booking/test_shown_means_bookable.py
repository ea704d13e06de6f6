"""Over random clinics: every time that is shown, taken alone, books; and nothing books that was not shown."""

import itertools
from datetime import timedelta

import pytest
from django.db import transaction

from booking.errors import BookingError
from booking.models import Commitment, HealthcareService, PractitionerRole
from booking.offers import OfferKey
from booking.search import TimeQuery
from booking.services import book, find_times, hold
from booking.timeline import minute_of
from tests import factories as make
from tests.booking.random_clinic import NOW, RandomClinic

pytestmark = pytest.mark.django_db
DAYS = 3
SEEDS = range(12)


def shown(service, patient=None, **query):
    end = NOW + timedelta(days=DAYS)
    patient_id = patient.pk if patient else None
    asked = TimeQuery(start=NOW, end=end, service_id=service.pk, patient_id=patient_id, **query)
    return find_times(asked, now=NOW).offers


class Undone(Exception):
    """Ends a transaction whose effect was only looked at."""


def undone(action):
    """Run the action, keep its result, undo its effect."""
    result = []
    try:
        with transaction.atomic():
            result.append(action())
            raise Undone
    except Undone:
        return result[0]


def take(clinic, token):
    kept = hold(offer_token=token, patient=clinic.patient, now=NOW)
    return book(
        access=make.access_of(clinic.patient),
        hold=kept,
        patient=clinic.patient,
        now=NOW,
        preparation_acknowledged=True,
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_every_offer_taken_alone_books_as_shown(seed):
    clinic = RandomClinic(seed)

    for service in clinic.services:
        offers = shown(service, clinic.patient)
        for offer in clinic.chance.sample(offers, min(len(offers), 12)):
            appointment = undone(lambda offer=offer: take(clinic, offer.token))

            assert (appointment.start, appointment.end, appointment.price) == (
                offer.start,
                offer.end,
                offer.price,
            )
            assert (appointment.visit_type, appointment.modality) == (offer.visit_type, offer.modality)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_stranger_was_shown_books_for_whoever_signs_in(seed):
    """The visit may turn out to be a repeat one, with a length and a grid of its own."""
    clinic = RandomClinic(seed)

    for service in clinic.services:
        offers = shown(service)
        for offer in clinic.chance.sample(offers, min(len(offers), 8)):
            appointment = undone(lambda offer=offer: sign_in_and_take(clinic, offer.token))

            assert (appointment.start, appointment.practitioner_id) == (offer.start, offer.practitioner_id)
            assert appointment.price <= offer.price


def sign_in_and_take(clinic, token):
    kept = hold(offer_token=token, session_key="browser", now=NOW)
    return book(
        access=make.access_of(clinic.patient),
        hold=kept,
        patient=clinic.patient,
        now=NOW,
        session_key="browser",
        preparation_acknowledged=True,
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_books_that_was_not_shown(seed):
    clinic = RandomClinic(seed)
    service = clinic.services[0]
    offers = shown(service, clinic.patient)
    to_others = [*shown(service), *shown(service, visit_type="first"), *shown(service, visit_type="repeat")]
    offered = {(offer.practitioner_id, offer.location_id, offer.start) for offer in [*offers, *to_others]}
    posts = PractitionerRole.objects.filter(services=service)
    minutes = clinic.chance.sample(range(minute_of(NOW), minute_of(NOW) + DAYS * 24 * 60, 3), 15)
    near = {minute_of(offer.start) + shift for offer in offers[:8] for shift in (-5, 5)}

    for post in posts:
        for minute in {*minutes, *near}:
            key = OfferKey(
                service_id=service.pk,
                practitioner_id=post.practitioner_id,
                location_id=post.location_id,
                start_minute=minute,
                duration_minutes=30,
                price=None,
                currency="RUB",
                modality="virtual" if service.modality == "virtual" else "in-person",
                visit_type="first",
                audience="patient",
                visit_type_chosen=False,
                override=False,
            )
            if (post.practitioner_id, post.location_id, key.start) not in offered:
                with pytest.raises(BookingError):
                    hold(offer_token=key.signed(), patient=clinic.patient, now=NOW)

    assert not Commitment.objects.live(NOW).filter(kind="hold").exists()


@pytest.mark.parametrize("seed", SEEDS)
def test_booking_offer_after_offer_ends_with_every_time_taken_and_no_overlap(seed):
    clinic = RandomClinic(seed)
    taken = 0

    while taken < 25:
        offers = [offer for service in HealthcareService.objects.all() for offer in shown(service)]
        if not offers:
            break
        offer = clinic.chance.choice(offers)
        patient = make.make_patient()
        browser = f"browser-{taken}"
        kept = hold(offer_token=offer.token, session_key=browser, now=NOW)
        book(
            access=make.access_of(patient),
            hold=kept,
            patient=patient,
            now=NOW,
            session_key=browser,
            preparation_acknowledged=True,
        )
        taken += 1

    assert_no_overlap()


def assert_no_overlap():
    rows = sorted(Commitment.objects.values_list("resource_id", "start", "end"))
    for (resource, _, end), (following, start, _) in itertools.pairwise(rows):
        assert resource != following or end <= start
