from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.utils import timezone

from booking.search import TimeQuery
from booking.services import book, find_times, hold
from cms import models as cms
from people.services import publish_consent_text
from tests import factories as make
from tests.cms.clinic import add, trees


@pytest.fixture(autouse=True)
def _quiet_house(settings):
    """Rooms above booking answer its events in their own tests; menus and counters start empty."""
    settings.OUTBOX_SUBSCRIBERS = {}
    cache.clear()


@pytest.fixture
def mounted(db):
    """The two pages that mount the patient's pages, in both languages, and the texts people agree to."""
    homes = trees()
    add(homes, cms.BookingPage, ("Запись", "Booking"))
    add(homes, cms.CabinetPage, ("Кабинет", "Cabinet"))
    for kind in ("registration", "appointment"):
        for language in ("ru", "en"):
            publish_consent_text(
                kind=kind,
                language=language,
                title=f"Consent {kind} {language}",
                body="Words.",
                valid_from=timezone.now() - timedelta(days=1),
            )


class House:
    """One branch, one doctor every day from nine to five Moscow time, one service, one signed-in patient."""

    def __init__(self, **location):
        self.location = make.make_location(**location)
        self.speciality = make.make_speciality()
        self.service = make.make_service(speciality=self.speciality, name_ru="Приём терапевта")
        make.make_price(self.service, "2000")
        self.doctor = make.make_doctor(self.service, location=self.location)
        self.speciality.consultation = self.service
        self.speciality.save()
        self.user = make.make_user(is_staff=False)
        self.patient = make.make_patient(user=self.user, family="Примерова", given="Анна")

    def offers(self, *, days=2, service=None, **query):
        """From tomorrow on, so that no test depends on the hour at which it runs."""
        now = timezone.now()
        start = datetime.combine(timezone.localdate() + timedelta(days=1), datetime.min.time(), tzinfo=UTC)
        query = TimeQuery(
            start=start, end=start + timedelta(days=days), service_id=(service or self.service).pk, **query
        )
        return find_times(query, now=now).offers

    def booked(self, offer=None, *, patient=None):
        patient = patient or self.patient
        now = timezone.now()
        kept = hold(offer_token=(offer or self.offers()[0]).token, patient=patient, now=now)
        return book(access=make.access_of(patient), hold=kept, patient=patient, now=now)


@pytest.fixture
def house(mounted):
    return House()


@pytest.fixture
def mis_house(mounted):
    """The branch's information system confirms; nobody answers until the test does."""
    return House(mis_system="test")


@pytest.fixture
def signed_in(house, client):
    client.force_login(house.user)
    return client


@pytest.fixture
def stranger(db):
    """Another account with a patient of its own."""
    user = make.make_user(is_staff=False)
    return SimpleNamespace(user=user, patient=make.make_patient(user=user))
