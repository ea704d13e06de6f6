"""Patients sign in by phone and code."""

import pytest
from django.urls import reverse

from people.models import Patient, User
from tests.people.doubles import code_box

PHONE = "+79160000002"
pytestmark = pytest.mark.django_db


def ask_for_code(client, phone=PHONE, **query):
    return client.post(reverse("account_login", query=query), {"phone": phone})


def enter_code(client, code, **query):
    return client.post(reverse("account_confirm_login_code", query=query), {"code": code})


def test_unknown_number_becomes_an_account_when_the_code_is_confirmed(client):
    response = ask_for_code(client)
    assert (response.status_code, response.url) == (302, reverse("account_confirm_login_code"))
    assert not User.objects.exists()

    response = enter_code(client, code_box.sent[0].code)

    assert (response.status_code, response.url) == (302, reverse("account_person"))
    user = User.objects.get()
    assert (user.is_staff, user.has_usable_password(), user.phone_verified_at is not None) == (False, False, True)
    assert client.session["_auth_user_id"] == str(user.pk)


def test_pages_render(client, registration_text):
    assert client.get(reverse("account_login")).status_code == 200
    ask_for_code(client)
    page = client.get(reverse("account_confirm_login_code"))
    assert page.status_code == 200
    enter_code(client, code_box.sent[0].code)
    assert client.get(reverse("account_person")).status_code == 200
    assert client.get(reverse("account_sessions")).status_code == 200
    assert client.get(reverse("account_logout")).status_code == 200
