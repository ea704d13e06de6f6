import pytest

from people import normalise


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("8 (916) 123-45-67", "+79161234567"),
        ("+7 916 123 45 67", "+79161234567"),
        ("9161234567", "+79161234567"),
        ("79161234567", "+79161234567"),
        ("+1 202-555-0123", "+12025550123"),
        ("no number", ""),
        ("", ""),
    ],
)
def test_phone_is_written_in_one_way(typed, stored):
    assert normalise.phone(typed) == stored


@pytest.mark.parametrize(
    ("typed", "stored"), [("112-233-445 95", "11223344595"), ("", ""), ("№ 7700 0000", "77000000")]
)
def test_digits_only_count(typed, stored):
    assert normalise.digits(typed) == stored


def test_email_is_written_in_lower_case():
    assert normalise.email("  Anna@Example.ORG ") == "anna@example.org"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Ёлкина", "ЕЛКИНА"),
        ("елкина", "ЕЛКИНА"),
        ("Е\u0308лкина", "ЕЛКИНА"),  # the letter typed as Е and a combining mark
        ("  Римская   Корсакова ", "РИМСКАЯ КОРСАКОВА"),
        ("O'Neil", "O'NEIL"),
    ],
)
def test_surname_is_found_as_it_is_heard(typed, stored):
    assert normalise.surname(typed) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ab 12 Ⅳ", "AB12IV"),
        ("112-233-445 95", "11223344595"),
        ("7700 0000-1234 5678", "7700000012345678"),
        ("12-3", "12-3"),
        ("1-23", "1-23"),
        ("298c62e6-b204-4a14-8e21-73d5be0ce22e", "298C62E6-B204-4A14-8E21-73D5BE0CE22E"),
    ],
)
def test_identifier_keeps_what_tells_two_apart(typed, stored):
    assert normalise.identifier(typed) == stored
