"""Wagtail's user management sees staff and nobody else."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from people.models import Authenticator, User
from tests.people.staff_steps import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client, enrolled_doctor):
    enrolled_doctor.is_superuser = True
    enrolled_doctor.save()
    sign_in(client)
    return client


@pytest.fixture
def patient_account(db):
    return User.objects.create_for_phone("+79160000001", verified_at=timezone.now(), preferred_language="ru")


def test_list_shows_staff_only(administrator, patient_account):
    page = administrator.get(reverse("wagtailusers_users:index")).content.decode()

    assert "doctor" in page
    assert patient_account.username not in page


@pytest.mark.parametrize("view", ["edit", "delete", "history"])
def test_patients_account_is_not_found(administrator, patient_account, enrolled_doctor, view):
    assert (
        administrator.get(reverse(f"wagtailusers_users:{view}", args=[patient_account.pk])).status_code == 404
    )
    assert administrator.get(
        reverse(f"wagtailusers_users:{view}", args=[enrolled_doctor.pk])
    ).status_code in (200, 302)


def test_account_made_in_wagtail_is_staff(administrator):
    administrator.post(
        reverse("wagtailusers_users:add"),
        {
            "username": "editor",
            "email": "editor@example.org",
            "first_name": "E",
            "last_name": "E",
            "password1": "correct horse battery",
            "password2": "correct horse battery",
        },
    )

    assert User.objects.get(username="editor").is_staff


def test_second_factor_is_reset_by_command(enrolled_doctor, capsys):
    call_command("second_factor", "reset", "doctor")

    assert not Authenticator.objects.exists()
    assert "enrols again" in capsys.readouterr().out


def test_reset_names_who_is_not_there(patient_account):
    with pytest.raises(CommandError, match="No member of staff"):
        call_command("second_factor", "reset", patient_account.username)
