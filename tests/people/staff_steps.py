"""The steps of the staff's sign-in, as a browser takes them."""

import time
from binascii import unhexlify

from django.urls import reverse
from django_otp.oath import TOTP

from tests.people.conftest import PASSWORD, SEED


def code_now(seed=SEED, *, steps_later=0):
    totp = TOTP(unhexlify(seed))
    totp.time = time.time() + 30 * steps_later
    return f"{totp.token():06}"


def give_password(client, username="doctor", password=PASSWORD, **query):
    return client.post(
        reverse("two_factor:login", query=query),
        {"staff_sign_in_view-current_step": "auth", "auth-username": username, "auth-password": password},
    )


def give_code(client, code, **query):
    return client.post(
        reverse("two_factor:login", query=query),
        {"staff_sign_in_view-current_step": "token", "token-otp_token": code},
    )


def sign_in(client, **kwargs):
    give_password(client, **kwargs)
    return give_code(client, code_now())
