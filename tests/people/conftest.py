from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from people.access import Access
from people.models import User
from people.services import enrol_totp, publish_consent_text, register_patient
from tests.people.doubles import code_box

SYSTEM = Access.system("tests", purpose="treatment")
SEED = "00112233445566778899aabbccddeeff00112233"
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()
    code_box.clear()
    yield
    cache.clear()


@pytest.fixture
def patient(db):
    return register_patient(
        access=SYSTEM,
        family="Примерова",
        given="Анна",
        birth_date=date(1990, 2, 3),
        phone="8 916 000-00-01",
        email="anna@example.org",
        gender="female",
    )


@pytest.fixture
def registration_text(db):
    yesterday = timezone.now() - timedelta(days=1)
    return [
        publish_consent_text(
            kind="registration",
            language=language,
            title=f"Consent {language}",
            body="Words.",
            valid_from=yesterday,
        )
        for language in ("ru", "en")
    ]


@pytest.fixture
def doctor(db):
    """A member of staff without a second factor."""
    return User.objects.create_user("doctor", password=PASSWORD)


@pytest.fixture
def enrolled_doctor(doctor):
    enrol_totp(doctor, now=timezone.now(), seed=SEED)
    return doctor
