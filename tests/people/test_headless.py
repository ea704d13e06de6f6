"""The same sign-in as JSON."""

import pytest
from django.core.cache import cache
from django.test import Client

from people.models import User
from tests.people.doubles import code_box

pytestmark = pytest.mark.django_db
API = "/_allauth/browser/v1"


def post(client, path, **body):
    return client.post(f"{API}/{path}", body, content_type="application/json")


def test_code_signs_in(client):
    response = post(client, "auth/code/request", phone="+79160000002")
    assert response.status_code == 401
    assert {"id": "login_by_code", "is_pending": True} in response.json()["data"]["flows"]

    response = post(client, "auth/code/confirm", code=code_box.sent[0].code)

    assert (response.status_code, response.json()["meta"]["is_authenticated"]) == (200, True)
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)
    assert "9160000002" not in response.content.decode()
    assert client.get(f"{API}/auth/session").status_code == 200
    assert len(client.get(f"{API}/auth/sessions").json()["data"]) == 1

    assert client.delete(f"{API}/auth/session").status_code == 401
    assert "_auth_user_id" not in client.session


def test_known_and_unknown_numbers_get_the_same_answer(client):
    post(client, "auth/code/request", phone="+79160000002")
    post(client, "auth/code/confirm", code=code_box.sent[0].code)
    cache.clear()

    known = post(Client(), "auth/code/request", phone="+79160000002")
    unknown = post(Client(), "auth/code/request", phone="+79160000005")

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


def test_three_wrong_codes_end_the_attempt(client):
    post(client, "auth/code/request", phone="+79160000002")
    code = code_box.sent[0].code
    wrong = f"{(int(code) + 1) % 1_000_000:06}"

    statuses = [post(client, "auth/code/confirm", code=wrong).status_code for _ in range(4)]

    assert statuses == [400, 400, 400, 409]
    assert post(client, "auth/code/confirm", code=code).status_code == 409


def test_too_many_codes_and_a_silent_gateway_have_their_own_answers(client):
    post(client, "auth/code/request", phone="+79160000002")
    assert post(client, "auth/code/request", phone="+79160000002").status_code == 429

    code_box.broken = True
    assert post(client, "auth/code/request", phone="+79160000006").status_code == 503


@pytest.mark.parametrize("phone", ["", "+77010000000", "nonsense"])
def test_number_that_cannot_receive_a_code_is_refused(client, phone):
    response = post(client, "auth/code/request", phone=phone)

    assert response.status_code == 400
    assert response.json()["errors"][0]["param"] == "phone"


@pytest.mark.parametrize(
    "path",
    [
        "auth/login",
        "auth/signup",
        "auth/password/request",
        "account/password/change",
        "account/email",
        "account/phone",
    ],
)
def test_doors_we_do_not_use_are_not_there(client, path):
    assert post(client, path, phone="+79160000002", password="x").status_code == 404


def test_body_that_is_not_json_is_refused(client):
    response = client.post(f"{API}/auth/code/request", "{", content_type="application/json")

    assert response.status_code == 400


def test_post_without_csrf_token_is_refused():
    strict = Client(enforce_csrf_checks=True)

    assert post(strict, "auth/code/request", phone="+79160000002").status_code == 403
