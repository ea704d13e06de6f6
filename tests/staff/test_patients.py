"""Finding a patient at the desk, and how they come into their cabinet."""

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import AccessEvent, AuditEvent, User
from tests import factories as make


@pytest.fixture
def patient(branch):
    return make.make_patient(family="Лютикова", given="Анна", phone="+79160000001")


def contacts(patient):
    return reverse("staff:contacts", args=["lanes", patient.pk])


@pytest.mark.parametrize("term", ["лютикова", " Лютикова ", "8 916 000-00-01", "+7 (916) 000-00-01"])
def test_patient_is_found_by_surname_and_by_phone(desk, patient, term):
    answer = desk.post(reverse("staff:find_patient", args=["lanes"]), {"term": term})

    assert answer.url.partition("?")[0] == reverse("staff:book", args=["lanes", patient.pk])
    assert AccessEvent.objects.filter(patient_id=patient.pk, action="search").count() == 1


@pytest.mark.parametrize("term", ["Лютиков", "+79160000009", "---", "Лютикова 8 916 000-00-01"])
def test_nobody_is_found_by_anything_else(desk, patient, term):
    page = desk.post(reverse("staff:find_patient", args=["lanes"]), {"term": term})

    assert page.context["found"] == []


def test_search_is_no_address_that_logs_would_keep(desk, patient):
    page = desk.get(reverse("staff:find_patient", args=["lanes"]), {"term": "Лютикова"})

    assert page.context["found"] is None


def test_search_keeps_the_time_that_was_clicked_on_the_board(desk, patient):
    address = reverse("staff:find_patient", args=["lanes"], query={"start": "1900000000"})

    answer = desk.post(address, {"term": "Лютикова"})

    assert answer.url == reverse("staff:book", args=["lanes", patient.pk]) + "?start=1900000000"


def test_contacts_page_says_how_somebody_without_an_account_comes_in(desk, patient):
    text = desk.get(contacts(patient)).content.decode()

    assert "«Лютикова Анна»" in text


def test_desk_corrects_the_number_the_patient_will_sign_in_with(desk, patient):
    answer = desk.post(contacts(patient), {"phone": "8 916 000-00-07", "email": "anna@example.org"})

    assert answer.url == contacts(patient)
    page = desk.get(contacts(patient))
    assert page.context["form"].initial == {"phone": "+79160000007", "email": "anna@example.org"}
    event = AuditEvent.objects.get(action="patient.contacts-changed")
    assert (event.patient_id, event.actor_role, event.channel) == (patient.pk, "staff", "desk")


def test_number_that_cannot_receive_a_code_is_refused_and_one_that_was_sent_so_is_kept(desk, branch):
    patient = make.make_patient(family="Purdy", given="Emery", phone="+15557807280")

    refused = desk.post(contacts(patient), {"phone": "+15557807281", "email": ""})
    kept = desk.post(contacts(patient), {"phone": "+15557807280", "email": "emery@example.org"})

    assert (refused.status_code, list(refused.context["form"].errors)) == (200, ["phone"])
    assert kept.status_code == 302


def test_contacts_page_masks_the_number_of_an_account(desk, patient):
    patient.user = User.objects.create_for_phone(
        "+79160000005", verified_at=timezone.now(), preferred_language="ru"
    )
    patient.save()

    page = desk.get(contacts(patient))

    assert page.context["signs_in_with"] == "+7 9•• •••-••-05"
    assert "+79160000005" not in page.content.decode()


def test_only_the_desk_sees_contacts(doctors_client, patient):
    assert doctors_client.get(contacts(patient)).status_code == 404
