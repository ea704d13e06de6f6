"""What holds for every page of the patient, whatever it shows."""

from uuid import UUID

import pytest

from cabinet.urls import booking, cabinet

KEY = UUID("11111111-2222-4333-8444-555555555555")


def filled(route):
    """An address of the route with some key in each place."""
    pieces = str(route).split("<")
    return pieces[0] + "".join(str(KEY) + piece.split(">", 1)[1] for piece in pieces[1:])


#: The page that a browser keeps for times without a network says nothing about anybody.
PRIVATE = [pattern for pattern in cabinet.urlpatterns if pattern.name != "offline"]


@pytest.mark.parametrize("route", [str(pattern.pattern) for pattern in PRIVATE])
def test_cabinet_asks_visitors_to_sign_in_and_come_back(mounted, client, route):
    address = f"/en/cabinet/{filled(route)}"

    answer = client.get(address)

    if answer.status_code == 405:
        answer = client.post(address)
    assert answer.status_code == 302
    assert answer.url.startswith("/account/sign-in/?next=%2Fen%2Fcabinet%2F")


@pytest.mark.parametrize(
    "address",
    [
        *(f"/en/cabinet/{filled(pattern.pattern)}" for pattern in PRIVATE),
        *(f"/en/booking/{filled(pattern.pattern)}" for pattern in booking.urlpatterns),
    ],
)
def test_no_cache_keeps_a_patients_page(house, signed_in, address):
    answer = signed_in.get(address)

    # A 404 is Django's own page and says nothing about anybody.
    if answer.status_code != 404:
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "address", ["/ru/cabinet/", "/ru/cabinet/visits/", "/ru/cabinet/profile/", "/ru/booking/"]
)
def test_pages_speak_russian(house, signed_in, address):
    text = signed_in.get(address).content.decode()

    assert '<html lang="ru">' in text
    for words in ("Overview", "You have no visits", "Save", "Which doctor", "Back"):
        assert words not in text
