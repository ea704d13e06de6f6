from datetime import UTC, datetime

import pytest

from booking.codes import AppointmentStatus
from booking.models import Appointment
from tests import factories as make
from tests.notifications.doubles import sms_box

#: 09:30 in Yekaterinburg.
START = datetime(2030, 12, 3, 4, 30, tzinfo=UTC)
NOW = datetime(2030, 12, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def channels(settings):
    sms_box.clear()
    settings.NOTIFICATION_CHANNELS = {
        "sms": "tests.notifications.doubles.RecordingGateway",
        "email": "notifications.mail.DjangoMailer",
    }
    settings.PORTS = {**settings.PORTS, "notifications.PatientUrl": "tests.notifications.doubles.patient_url"}
    settings.PUBLIC_URL = "https://clinic.example"
    settings.DEFAULT_FROM_EMAIL = "Test clinic <visits@clinic.example>"


@pytest.fixture
def sms():
    return sms_box


@pytest.fixture
def visit(db):
    """A confirmed visit to a doctor at a branch in Yekaterinburg."""
    location = make.make_location(
        name_ru="Филиал у реки",
        name_en="River branch",
        city_ru="Екатеринбург",
        street_ru="Примерная, 1",
        city_en="Yekaterinburg",
        street_en="1 Example Street",
        time_zone="Asia/Yekaterinburg",
        latitude="56.838000",
        longitude="60.605000",
        phone="+7 343 000-00-00",
    )
    service = make.make_service(name_ru="Приём онколога", name_en="Oncologist's visit")
    patient = make.make_patient(
        family="Тайнова", given="Мария", email="patient@example.org", preferred_language="en"
    )
    return Appointment.objects.create(
        patient=patient,
        practitioner=make.make_doctor(service, location=location, family_en="Secretov", family_ru="Секретов"),
        service=service,
        location=location,
        start=START,
        end=START.replace(hour=5, minute=0),
        status=AppointmentStatus.BOOKED,
        version=2,
        created_at=NOW,
        updated_at=NOW,
    )
