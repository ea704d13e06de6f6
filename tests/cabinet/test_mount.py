"""Addresses of the patient's pages."""

from uuid import UUID

import pytest
from django.urls import NoReverseMatch
from django.utils import translation

from cabinet.mount import patient_url

KEY = UUID("11111111-2222-4333-8444-555555555555")


@pytest.mark.parametrize(
    ("language", "name", "arguments", "query", "address"),
    [
        ("ru", "booking:start", (), None, "/ru/booking/"),
        ("en", "booking:times", (), {"service": "ecg", "location": None}, "/en/booking/times/?service=ecg"),
        ("ru", "cabinet:visit", (KEY,), None, f"/ru/cabinet/visits/{KEY}/"),
        ("en", "booking:start", (), {"location": ""}, "/en/booking/"),
    ],
)
def test_address_lies_below_the_mounting_page(mounted, language, name, arguments, query, address):
    assert patient_url(language, name, *arguments, query=query) == address


def test_address_follows_the_active_language(mounted, rf):
    with translation.override("en"):
        assert patient_url(rf.get("/"), "cabinet:visits") == "/en/cabinet/visits/"


def test_address_works_before_the_mounting_page_is_published(db):
    assert patient_url("ru", "cabinet:visits") == "/ru/cabinet/visits/"


def test_address_of_an_unknown_page_is_refused(mounted):
    with pytest.raises(NoReverseMatch):
        patient_url("ru", "booking:nowhere")
