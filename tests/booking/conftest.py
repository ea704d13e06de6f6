from datetime import timedelta

import pytest

from booking.models import Location
from booking.search import TimeQuery
from booking.services import find_times
from tests import factories as make


class Clinic:
    """One branch, one doctor from nine to five, one service of thirty minutes for 2,000 roubles."""

    def __init__(self, **location):
        self.location = make.make_location(**location)
        self.service = make.make_service()
        make.make_price(self.service, "2000")
        self.doctor = make.make_doctor(self.service, location=self.location)
        self.patient = make.make_patient(user=make.make_user())
        self.access = make.access_of(self.patient)

    def times(self, *, now=make.NOW, days=1, start=None, service=None, **query):
        start = start or now
        return find_times(
            TimeQuery(
                start=start,
                end=start + timedelta(days=days),
                service_id=None if "speciality_id" in query else (service or self.service).pk,
                **query,
            ),
            now=now,
        )

    def offers(self, **query):
        return self.times(**query).offers


@pytest.fixture
def clinic(db):
    assert not Location.objects.exists()
    return Clinic()


@pytest.fixture
def mis_clinic(db):
    """A branch whose appointments an information system confirms; the portal owns the hours."""
    return Clinic(mis_system="test")


@pytest.fixture(autouse=True)
def _nobody_listens(settings):
    """Rooms above booking answer its events in their own tests."""
    settings.OUTBOX_SUBSCRIBERS = {}
