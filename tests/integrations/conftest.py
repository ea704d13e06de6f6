from datetime import timedelta

import pytest
from django.utils import timezone

from booking.models import Appointment, Identifier
from booking.search import TimeQuery
from booking.services import book, find_times, hold
from integrations.connections import disconnect
from integrations.mirror import FAR, refresh_location
from outbox.services import deliver_due
from tests import factories as make
from tests.notifications.doubles import sms_box
from tests.simulators.conftest import http, mis  # noqa: F401  # fixtures of the simulated MIS


class Branch:
    """A branch that runs on the simulated MIS: two doctors from nine to one, one service of thirty minutes."""

    def __init__(self, server, *, connection="north"):
        self.server = server
        self.connection = connection
        self.location = make.make_location(
            mis_system=connection,
            hours_source="mis",
            time_zone="Asia/Yekaterinburg",
            street_en="1 Test Street",
        )
        self.service = make.make_service()
        make.make_price(self.service, "2000")
        self.doctors = [self.make_doctor(name) for name in ("first", "second")]
        self.identify(self.location, "river")
        self.identify(self.service, "visit")
        self.patient = make.make_patient(
            user=make.make_user(), email="patient@example.org", preferred_language="en"
        )

    def make_doctor(self, name):
        doctor = make.make_practitioner()
        make.make_role(doctor, self.location, self.service, hours_source="mis")
        self.identify(doctor, name)
        return doctor

    def identify(self, thing, value):
        Identifier.objects.create(
            resource_type=type(thing).__name__,
            resource_id=thing.pk,
            system=f"urn:mis:{self.connection}",
            value=value,
        )

    def mirror(self):
        return refresh_location(self.location, FAR, now=timezone.now())

    def offers(self, doctor=0):
        now = timezone.now()
        query = TimeQuery(
            start=now + timedelta(days=1),
            end=now + timedelta(days=4),
            service_id=self.service.pk,
            practitioner_ids=frozenset({self.doctors[doctor].pk}),
        )
        return find_times(query, now=now).offers

    def book(self, offer=None, patient=None) -> Appointment:
        offer, patient = offer or self.offers()[0], patient or self.patient
        now = timezone.now()
        kept = hold(offer_token=offer.token, patient=patient, now=now)
        return book(access=make.access_of(patient), hold=kept, patient=patient, now=now)

    def visits(self, **parameters):
        """What the MIS holds."""
        store = self.server.store
        return [
            v for v in store.matching("Appointment", list(parameters.items())) if v["status"] != "cancelled"
        ]

    def fault(self, name, text=""):
        (self.server.faults.directory / name).write_text(text)

    def mend(self, name):
        (self.server.faults.directory / name).unlink()


@pytest.fixture(autouse=True)
def sms():
    sms_box.clear()
    return sms_box


@pytest.fixture
def branch(db, mis, settings):  # noqa: F811
    settings.MIS_CONNECTIONS = {
        "north": {
            "adapter": "integrations.fhir.scheduling.FhirScheduling",
            "base_url": mis.base_url,
            "timeout_seconds": 1,
        }
    }
    settings.NOTIFICATION_CHANNELS = {"sms": "tests.notifications.doubles.RecordingGateway"}
    settings.PORTS = {**settings.PORTS, "notifications.PatientUrl": "tests.notifications.doubles.patient_url"}
    branch = Branch(mis)
    branch.mirror()
    yield branch
    disconnect()


@pytest.fixture
def deliver():
    """Deliver what is due `later` from now, until nothing is."""

    def deliver_everything(later=timedelta(0)):
        total = 0
        while attempted := deliver_due(now=timezone.now() + later):
            total += attempted
        return total

    return deliver_everything
