from datetime import UTC, datetime
from decimal import Decimal

import pytest

from integrations.fhir_import.element import Element, parse_moment
from integrations.fhir_import.errors import Refused
from records.codes import ObservationStatus, Precision
from records.received import Moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1990", Moment(datetime(1990, 1, 1, tzinfo=UTC), Precision.YEAR)),
        ("1990-05", Moment(datetime(1990, 5, 1, tzinfo=UTC), Precision.MONTH)),
        ("1990-05-31", Moment(datetime(1990, 5, 31, tzinfo=UTC), Precision.DAY)),
        ("1990-05-31T00:30:00+03:00", Moment(datetime(1990, 5, 30, 21, 30, tzinfo=UTC))),
        ("1990-05-31T00:30:00.123456789Z", Moment(datetime(1990, 5, 31, 0, 30, 0, 123456, tzinfo=UTC))),
        ("1990-05-31T00:30Z", Moment(datetime(1990, 5, 31, 0, 30, tzinfo=UTC))),
        ("1990-05-31T00:30:00-05", Moment(datetime(1990, 5, 31, 5, 30, tzinfo=UTC))),
        ("2016-12-31T23:59:60Z", Moment(datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC))),
    ],
)
def test_date_is_kept_as_exact_as_it_was_written(text, moment):
    assert parse_moment(text, "x") == moment


@pytest.mark.parametrize(
    "text",
    ["90", "1990-13", "1990-02-30", "31.05.1990", "1990-05-31T25:00:00Z", "1990-05-31T10:00:00+99:00", "0000",
     "0001-01-01T00:00:00+14:00", "1990-05-31 10:00:00Z", "١٩٩٠"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text):
    with pytest.raises(Refused, match="is not a FHIR date"):
        parse_moment(text, "Observation.issued")


def test_time_without_a_zone_is_refused():
    with pytest.raises(Refused, match="has a time but no zone offset"):
        parse_moment("1990-05-31T10:00:00", "x")


@pytest.mark.parametrize(
    ("value", "read", "complaint"),
    [
        (
            {"status": "done"},
            lambda e: e.code("status", ObservationStatus),
            'X.status "done" is not one of registered',
        ),
        ({}, lambda e: e.required_code("status", ObservationStatus), "X.status is missing"),
        ({"a": 1}, lambda e: e.text("a"), "X.a must be a string, not a number"),
        ({"a": "x\x00"}, lambda e: e.text("a"), "X.a has the character U+0000"),
        ({"a": "\ud800"}, lambda e: e.text("a"), "X.a has the character U+D800"),
        ({"a": "xxxx"}, lambda e: e.text("a", limit=3), "X.a is longer than 3 characters"),
        ({"a": "5"}, lambda e: e.decimal("a"), "X.a must be a number, not a string"),
        ({"a": True}, lambda e: e.decimal("a"), "X.a must be a number, not true or false"),
        ({"a": Decimal("1e400")}, lambda e: e.decimal("a"), "X.a is a number of no plausible size"),
        ({"a": Decimal("1.5")}, lambda e: e.integer("a"), "X.a must be a whole number"),
        ({"a": "yes"}, lambda e: e.boolean("a"), "X.a must be true or false, not a string"),
        ({"a": {}}, lambda e: e.children("a"), "X.a must be a list, not an object"),
        ({"a": ["x"]}, lambda e: e.children("a"), "X.a[0] must be an object, not a string"),
        ({"a": []}, lambda e: e.child("a"), "X.a must be an object, not a list"),
        ({"a": ["x", 5]}, lambda e: e.texts("a"), "X.a[1] must be a string, not a number"),
        (
            {"valueString": "a", "valueInteger": 1},
            lambda e: e.choice("value"),
            "X has both valueString and valueInteger, of which FHIR allows one",
        ),
    ],
)
def test_refusal_names_the_path(value, read, complaint):
    with pytest.raises(Refused) as caught:
        read(Element(value, "X"))

    assert str(caught.value).startswith(complaint)


def test_null_in_a_list_of_strings_is_skipped():
    assert Element({"given": [None, " Ann "]}, "HumanName").texts("given") == ["Ann"]
