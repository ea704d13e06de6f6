from datetime import date

import pytest

from people.access import Access, open_one
from people.errors import ValueAltered
from people.models import AccessEvent, Patient
from people.services import register_patient

ACCESS = Access.system("tests", purpose="treatment")


@pytest.fixture
def patient(db):
    return register_patient(
        access=ACCESS, family="Примерова", given="Анна", patronymic="", birth_date=date(1990, 2, 3), phone="8 916 000-00-01", gender="female"
    )


def test_sealed_value_opens_to_what_was_assigned(patient):
    loaded = Patient.objects.get(pk=patient.pk)

    opened = open_one(ACCESS, loaded, "family", "birth_date", "patronymic")

    assert (opened.family, opened.birth_date, opened.patronymic) == ("Примерова", date(1990, 2, 3), "")
    event = AccessEvent.objects.get()
    assert (event.patient_id, event.fields) == (patient.pk, ["family", "birth_date", "patronymic"])


def test_patient_is_found_by_any_spelling_of_the_phone(patient):
    assert Patient.objects.get(phone_index="+7 (916) 0000001") == patient


def test_value_moved_to_another_column_does_not_open(patient):
    loaded = Patient.objects.get(pk=patient.pk)
    loaded.given = loaded.family

    with pytest.raises(ValueAltered):
        open_one(ACCESS, loaded, "given")
