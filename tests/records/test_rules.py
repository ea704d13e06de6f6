from decimal import Decimal

import pytest

from records.rules import Direction, Number, Verdict, direction, is_critical, judge, read_number, readable


def number(text):
    return read_number(text)


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("5.40", Number(Decimal("5.40"))),
        ("<0.01", Number(Decimal("0.01"), "<")),
        (">=100", Number(Decimal(100), ">=")),
        ("-3", Number(Decimal(-3))),
        ("cloudy", None),
        ("<", None),
    ],
)
def test_stored_value_is_read(stored, read):
    assert read_number(stored) == read


@pytest.mark.parametrize(
    ("value", "low", "high", "interpretation", "verdict"),
    [
        ("5", 4, 6, "", Verdict.WITHIN),
        ("4", 4, 6, "", Verdict.WITHIN),
        ("6", 4, 6, "", Verdict.WITHIN),
        ("3.9", 4, 6, "", Verdict.LOW),
        ("6.1", 4, 6, "", Verdict.HIGH),
        ("6.1", None, 6, "", Verdict.HIGH),
        ("0", None, 6, "", Verdict.WITHIN),
        ("9", 4, None, "", Verdict.WITHIN),
        ("5", None, None, "", Verdict.UNKNOWN),
        ("6.1", 4, 6, "N", Verdict.WITHIN),
        ("5", 4, 6, "H", Verdict.HIGH),
        ("5", 4, 6, "A", Verdict.ABNORMAL),
        ("5", 4, 6, "POS", Verdict.WITHIN),
        ("<4", 4, 6, "", Verdict.LOW),
        ("<=4", 4, 6, "", Verdict.UNKNOWN),
        ("<5", 4, 6, "", Verdict.UNKNOWN),
        ("<5", None, 6, "", Verdict.WITHIN),
        ("<7", None, 6, "", Verdict.UNKNOWN),
        (">6", 4, 6, "", Verdict.HIGH),
        (">=6", 4, 6, "", Verdict.UNKNOWN),
        (">5", 4, 6, "", Verdict.UNKNOWN),
        (">5", 4, None, "", Verdict.WITHIN),
        (">3", 4, None, "", Verdict.UNKNOWN),
    ],
)
def test_verdict(value, low, high, interpretation, verdict):
    limits = {"low": None if low is None else Decimal(low), "high": None if high is None else Decimal(high)}

    assert judge(number(value), **limits, interpretation=interpretation) == verdict


def test_words_have_only_the_laboratorys_verdict():
    assert judge(None, low=Decimal(1), high=None, interpretation="") == Verdict.UNKNOWN
    assert judge(None, low=None, high=None, interpretation="HH") == Verdict.HIGH
    assert (is_critical("HH"), is_critical("H")) == (True, False)


@pytest.mark.parametrize(
    ("earlier", "later", "moved"),
    [
        ("1", "2", Direction.UP),
        ("2", "1", Direction.DOWN),
        ("2", "2.0", Direction.SAME),
        ("<2", "1", None),
        (None, "1", None),
    ],
)
def test_direction(earlier, later, moved):
    assert direction(earlier and number(earlier), number(later)) == moved


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("163.74937591555994", "163.7"),
        ("1160.2889450386484", "1160"),
        ("0.0123456", "0.01235"),
        ("5.40", "5.40"),
        ("3.100", "3.100"),
        ("12345678", "12345678"),
        ("0.00000", "0"),
        ("99.99999", "100"),
        ("-2.71828", "-2.718"),
    ],
)
def test_number_loses_only_digits_nobody_measured(value, shown):
    assert format(readable(Decimal(value)), "f") == shown
