"""The wire of IndexNow: what is sent, and what each answer means."""

import json
from datetime import timedelta

import httpx
import pytest

from integrations.indexnow.client import ENDPOINT, announce
from outbox.errors import Refused, Unavailable

ADDRESSES = ["https://clinic.example/ru/", "https://clinic.example/ru/doctors/"]
KEY_LOCATION = "https://clinic.example/0123456789abcdef.txt"


def send(answer):
    """Announces to an engine that answers with `answer` (or raises it), and returns the requests it got."""
    requests = []

    def engine(request):
        requests.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    announce(
        ADDRESSES, key="0123456789abcdef", key_location=KEY_LOCATION, transport=httpx.MockTransport(engine)
    )
    return requests


@pytest.mark.parametrize("status", [200, 202])
def test_addresses_are_sent_in_one_request(status):
    (request,) = send(httpx.Response(status))

    assert (request.method, str(request.url)) == ("POST", ENDPOINT)
    assert request.headers["Content-Type"] == "application/json; charset=utf-8"
    assert json.loads(request.content) == {
        "host": "clinic.example",
        "key": "0123456789abcdef",
        "keyLocation": KEY_LOCATION,
        "urlList": ADDRESSES,
    }


@pytest.mark.parametrize("status", [400, 403, 404, 422])
def test_refusal_is_final_and_told(status):
    with pytest.raises(Refused, match=str(status)):
        send(httpx.Response(status))


@pytest.mark.parametrize("status", [500, 503])
def test_broken_engine_is_asked_again(status):
    with pytest.raises(Unavailable):
        send(httpx.Response(status))


def test_engine_may_say_when_to_come_back():
    with pytest.raises(Unavailable) as raised:
        send(httpx.Response(429, headers={"Retry-After": "120"}))

    assert raised.value.retry_after == timedelta(seconds=120)


@pytest.mark.parametrize("error", [httpx.ConnectError("no route"), httpx.ReadTimeout("too slow")])
def test_unreachable_engine_is_asked_again(error):
    with pytest.raises(Unavailable, match=type(error).__name__):
        send(error)
