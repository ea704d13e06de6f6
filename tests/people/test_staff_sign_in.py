"""Staff sign in by password and a second factor; nothing of the second factor is readable in the database."""

from base64 import b32decode, b32encode
from binascii import hexlify, unhexlify

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from people import second_factor
from people.errors import ValueAltered
from people.models import AuditEvent, Authenticator, User
from people.services import enrol_totp
from tests.people.conftest import SEED, SYSTEM
from tests.people.staff_steps import code_now, give_code, give_password, sign_in

pytestmark = pytest.mark.django_db


def stored_bytes():
    """Everything in the database as one string of bytes, session contents decoded."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                found += [
                    bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    for value in row
                ]
    found += [repr(session.get_decoded()).encode() for session in Session.objects.all()]
    return b"\n".join(found)


def assert_unreadable(seed):
    raw = unhexlify(seed)
    content = stored_bytes()
    for spelling in (seed.encode(), seed.upper().encode(), raw, b32encode(raw)):
        assert spelling not in content


def test_password_and_code_sign_in(client, enrolled_doctor):
    response = give_password(client)
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session

    response = give_code(client, code_now())

    assert (response.status_code, response.url) == (302, "/staff/")
    assert client.session["_auth_user_id"] == str(enrolled_doctor.pk)
    assert client.session["otp_device_id"].startswith("people.authenticator/")
    assert AuditEvent.objects.filter(action="account.signed-in", object_id=enrolled_doctor.pk).exists()


def test_code_is_accepted_once(client, enrolled_doctor):
    sign_in(client)
    client.post(reverse("two_factor:logout"))
    Authenticator.objects.update(throttling_failure_count=0)

    give_password(client)
    response = give_code(client, code_now())

    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_failures_make_the_next_try_wait(client, enrolled_doctor):
    give_password(client)
    for _ in range(3):
        give_code(client, "000000")

    response = give_code(client, code_now())

    assert response.status_code == 200
    assert Authenticator.objects.get().throttling_failure_count >= 1


def test_next_is_followed_only_on_our_own_host(client, enrolled_doctor):
    give_password(client, next="/staff/day/")
    assert give_code(client, code_now(), next="/staff/day/").url == "/staff/day/"

    client.post(reverse("two_factor:logout"))
    give_password(client, next="https://evil.example/")
    assert give_code(client, code_now(steps_later=1), next="https://evil.example/").url == "/staff/"


def test_account_without_second_factor_is_led_to_enrolment_and_enrols(client, doctor):
    response = give_password(client)
    assert response.url == reverse("two_factor:setup")

    client.post(response.url, {"staff_setup_view-current_step": "welcome"})
    page = client.get(response.url)
    page = client.post(response.url, {"staff_setup_view-current_step": "welcome"})
    secret = page.context["secret_key"]
    seed = hexlify(b32decode(secret)).decode()
    assert page.context["qr_code"].startswith("data:image/svg+xml;base64,")
    assert_unreadable(seed)

    done = client.post(
        response.url, {"staff_setup_view-current_step": "generator", "generator-token": code_now(seed)}
    )

    assert (done.status_code, done.url) == (302, reverse("two_factor:backup_tokens"))
    assert client.get(done.url).status_code == 200
    assert_unreadable(seed)
    assert not TOTPDevice.objects.exists()


def test_password_only_session_cannot_add_a_device_beside_the_owners(client, doctor):
    give_password(client)
    enrol_totp(doctor, now=timezone.now(), seed=SEED)

    response = client.post(reverse("two_factor:setup"), {"staff_setup_view-current_step": "welcome"})

    assert response.status_code == 302
    assert Authenticator.objects.count() == 1


def test_backup_codes_work_once_and_are_stored_unreadably(client, enrolled_doctor):
    sign_in(client)
    page = client.post(reverse("two_factor:backup_tokens"))
    codes = page.context["codes"]
    assert len(set(codes)) == 10
    content = stored_bytes()
    assert not [code for code in codes if code.encode() in content]
    assert not StaticToken.objects.exists()

    client.post(reverse("two_factor:logout"))
    page = give_password(client)
    assert page.context["backup_codes_left"] == 10
    client.post(reverse("two_factor:login"), {"wizard_goto_step": "backup"})
    response = client.post(
        reverse("two_factor:login"),
        {"staff_sign_in_view-current_step": "backup", "backup-otp_token": codes[0].upper()},
    )
    assert response.status_code == 302
    assert second_factor.backup_codes_left(enrolled_doctor) == 9

    client.post(reverse("two_factor:logout"))
    give_password(client)
    client.post(reverse("two_factor:login"), {"wizard_goto_step": "backup"})
    response = client.post(
        reverse("two_factor:login"),
        {"staff_sign_in_view-current_step": "backup", "backup-otp_token": codes[0]},
    )
    assert response.status_code == 200


def test_seed_is_unreadable_in_the_raw_tables(enrolled_doctor):
    assert_unreadable(SEED)


def test_seed_moved_to_another_account_does_not_verify(enrolled_doctor):
    thief = User.objects.create_user("thief")
    device = Authenticator.objects.create(user=thief, name="stolen", seed="ff" * 20)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_authenticator SET seed = (SELECT seed FROM people_authenticator WHERE name = 'default') "
            "WHERE name = 'stolen'"
        )

    with pytest.raises(ValueAltered):
        device.verify_token(code_now())


def test_reset_after_a_loss_ends_sessions_and_leads_to_enrolment(client, enrolled_doctor):
    sign_in(client)

    second_factor.reset(enrolled_doctor, access=SYSTEM)

    assert client.get(reverse("two_factor:backup_tokens")).url.startswith(reverse("two_factor:login"))
    assert give_password(client).url == reverse("two_factor:setup")


def test_too_many_passwords_lock_the_name_for_a_while(client, enrolled_doctor):
    for _ in range(10):
        give_password(client, password="wrong")

    response = give_password(client)

    assert response.status_code == 200
    assert response.context["wizard"]["steps"].current == "auth"
    assert AuditEvent.objects.filter(action="account.sign-in-refused").count() == 11


def test_account_made_by_any_form_is_staff():
    assert User().is_staff
    assert User.objects.create_user("somebody").is_staff


def test_staff_account_cannot_have_a_phone_to_sign_in_with(doctor):
    doctor.phone = "+79160000009"

    with pytest.raises(IntegrityError), transaction.atomic():
        doctor.save()
