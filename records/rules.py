"""Reading results: what a value says beside its range. No database, no clock."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from enum import StrEnum

_MOST_DECIMALS = 3
_SIGNIFICANT = 4


class Verdict(StrEnum):
    """Where a result lies, as far as the laboratory or its range tells."""

    WITHIN = "within"
    LOW = "low"
    HIGH = "high"
    ABNORMAL = "abnormal"
    """Outside the norm, and neither low nor high: a finding that should not be there."""
    UNKNOWN = "unknown"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"
    SAME = "same"


#: HL7 v3 ObservationInterpretation. Findings such as POS are no verdict: positive may be good.
_VERDICTS = {
    "N": Verdict.WITHIN,
    "L": Verdict.LOW,
    "LL": Verdict.LOW,
    "LU": Verdict.LOW,
    "H": Verdict.HIGH,
    "HH": Verdict.HIGH,
    "HU": Verdict.HIGH,
    "A": Verdict.ABNORMAL,
    "AA": Verdict.ABNORMAL,
}
_CRITICAL = {"LL", "HH", "AA"}


@dataclass(frozen=True)
class Number:
    """A measured number. With a comparator the true value lies beyond it: `<5` is somewhere below five."""

    value: Decimal
    comparator: str = ""


def read_number(stored: str) -> Number | None:
    """The stored form of a value, `<5.4`, as a number; None for what is none."""
    digits = stored.lstrip("<>=")
    try:
        return Number(Decimal(digits), stored[: len(stored) - len(digits)])
    except InvalidOperation:
        return None


def read_limit(stored: str) -> Decimal | None:
    number = read_number(stored) if stored else None
    return number.value if number else None


def judge(
    number: Number | None, *, low: Decimal | None, high: Decimal | None, interpretation: str
) -> Verdict:
    """The laboratory's own interpretation decides; without one, the range that came with the value.

    A value below a detection limit is judged only when the limit itself decides: `<5` is below a range that
    starts at 5, and says nothing about one from 3 to 6.
    """
    if interpretation in _VERDICTS:
        return _VERDICTS[interpretation]
    if number is None or (low is None and high is None):
        return Verdict.UNKNOWN
    match number.comparator:
        case "<" | "<=":
            return _judge_at_most(number, low, high)
        case ">" | ">=":
            return _judge_at_least(number, low, high)
    if low is not None and number.value < low:
        return Verdict.LOW
    if high is not None and number.value > high:
        return Verdict.HIGH
    return Verdict.WITHIN


def is_critical(interpretation: str) -> bool:
    return interpretation in _CRITICAL


def direction(earlier: Number | None, later: Number | None) -> Direction | None:
    """How a value moved; None when either is no plain number."""
    if earlier is None or later is None or earlier.comparator or later.comparator:
        return None
    if later.value == earlier.value:
        return Direction.SAME
    return Direction.UP if later.value > earlier.value else Direction.DOWN


def readable(value: Decimal) -> Decimal:
    """Without digits that no instrument measured.

    Up to three decimals stand as the laboratory wrote them; longer ones are the noise of a conversion and
    are cut to four significant digits.
    """
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= -_MOST_DECIMALS:
        return value
    places = max(0, _SIGNIFICANT - 1 - value.adjusted()) if value else 0
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    return rounded.normalize() if rounded and "." in format(rounded, "f") else rounded


def _judge_at_most(number: Number, low: Decimal | None, high: Decimal | None) -> Verdict:
    if low is not None:
        below = number.value <= low if number.comparator == "<" else number.value < low
        return Verdict.LOW if below else Verdict.UNKNOWN
    return Verdict.WITHIN if high is not None and number.value <= high else Verdict.UNKNOWN


def _judge_at_least(number: Number, low: Decimal | None, high: Decimal | None) -> Verdict:
    if high is not None:
        above = number.value >= high if number.comparator == ">" else number.value > high
        return Verdict.HIGH if above else Verdict.UNKNOWN
    return Verdict.WITHIN if low is not None and number.value >= low else Verdict.UNKNOWN
