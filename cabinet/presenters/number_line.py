"""A value on a line with its range: where it lies, at a glance. Geometry only; the template draws and
styles it.

Number lines alarm people less about near-normal values than tables do
(https://doi.org/10.1093/jamia/ocw169).
"""

from dataclasses import dataclass
from decimal import Decimal

from records.rules import Verdict
from records.shown import Reading

WIDTH, TRACK_TOP, TRACK_HEIGHT = 320, 14, 10
_MIDDLE = TRACK_TOP + TRACK_HEIGHT / 2
#: Room beside the range, as a part of it, so that values just outside are seen to be near.
_BESIDE = Decimal("0.6")
_INSET = Decimal("0.03")


@dataclass(frozen=True, slots=True)
class Limit:
    x: str
    value: Decimal
    anchor: str
    """text-anchor: labels of limits that lie close grow apart."""


@dataclass(frozen=True, slots=True)
class NumberLine:
    band_x: str
    band_width: str
    limits: tuple[Limit, ...]
    marker: str
    """SVG path. Its shape tells the verdict without colour."""


def number_line(reading: Reading) -> NumberLine | None:
    """None for what is no number, and without a range to place it in."""
    if reading.number is None or (reading.low is None and reading.high is None):
        return None
    value, low, high = reading.number.value, reading.low, reading.high
    if low is not None and high is not None and low >= high:
        return None
    start, end = _axis(value, low, high)

    def x(at: Decimal) -> float:
        return float((at - start) / (end - start)) * WIDTH

    band_start = 0.0 if low is None else x(low)
    band_end = float(WIDTH) if high is None else x(high)
    limits = (
        [Limit(_number(band_start), low, "end" if high is not None else "middle")] if low is not None else []
    )
    if high is not None:
        limits.append(Limit(_number(band_end), high, "start" if low is not None else "middle"))
    return NumberLine(
        band_x=_number(band_start),
        band_width=_number(band_end - band_start),
        limits=tuple(limits),
        marker=marker(x(value), _MIDDLE, reading.verdict, size=9),
    )


def marker(x: float, y: float, verdict: Verdict, *, size: float) -> str:
    """A circle in range, a triangle that points to where the value went, a diamond for another abnormality."""
    match verdict:
        case Verdict.HIGH:
            return f"M{_number(x)} {_number(y - size)}l{_number(size)} {_number(size * 1.7)}h{_number(-2 * size)}z"
        case Verdict.LOW:
            return f"M{_number(x)} {_number(y + size)}l{_number(size)} {_number(-size * 1.7)}h{_number(-2 * size)}z"
        case Verdict.ABNORMAL:
            one, other = _number(size), _number(-size)
            return f"M{_number(x)} {_number(y - size)}l{one} {one}l{other} {one}l{other} {other}z"
    radius = size * 0.8
    half = f"a{_number(radius)} {_number(radius)} 0 1 0 "
    return f"M{_number(x - radius)} {_number(y)}{half}{_number(2 * radius)} 0{half}{_number(-2 * radius)} 0z"


def _axis(value: Decimal, low: Decimal | None, high: Decimal | None) -> tuple[Decimal, Decimal]:
    """Where the line starts and ends: the range with room on both sides, and the value wherever it is."""
    known = [limit for limit in (low, high) if limit is not None]
    extent = known[1] - known[0] if len(known) > 1 else max(abs(known[0]), abs(known[0] - value), Decimal(1))
    start, end = min(known) - extent * _BESIDE, max(known) + extent * _BESIDE
    if min(known) >= 0 and value >= 0:
        start = max(start, Decimal(0))
    start, end = min(start, value), max(end, value)
    return start - (end - start) * _INSET, end + (end - start) * _INSET


def _number(value: float) -> str:
    """For an SVG attribute: a point whatever the language, one decimal."""
    return f"{value:.1f}".removesuffix(".0")
