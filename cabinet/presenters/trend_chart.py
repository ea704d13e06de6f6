"""The course of one analyte as a picture made on the server: works in mail, on paper and without script.

Geometry only. Bands stand for the range of each measurement by itself, because laboratories change theirs;
two methods are not joined by a line, because their values are not comparable.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby, pairwise
from math import floor, log10

from cabinet.presenters.number_line import marker
from records.rules import Verdict
from records.shown import Reading

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 60, 16, 18, 34
_ABOVE_POINT, _BELOW_POINT = 12, 22
#: Labels nearer to one another than this would overlap, in units of the view box.
_LABEL_ROOM = 44
_MOST_TICKS = 6
#: Room above and below what is drawn, as a part of it: a label fits there.
_ROOM = Decimal("0.15")


@dataclass(frozen=True, slots=True)
class Rectangle:
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Point:
    path: str
    verdict: Verdict
    reading: Reading
    is_labelled: bool
    label_x: str
    label_y: str


@dataclass(frozen=True, slots=True)
class Tick:
    at: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Day:
    at: str
    day: datetime
    is_year: bool


@dataclass(frozen=True, slots=True)
class TrendChart:
    bands: Sequence[Rectangle]
    lines: Sequence[str]
    """`points` of polylines, one per stretch of the same method."""
    points: Sequence[Point]
    ticks: Sequence[Tick]
    days: Sequence[Day]


def trend_chart(readings: Sequence[Reading], unit: str) -> TrendChart | None:
    """None when fewer than two measurements have a number, a day and this unit."""
    drawn = [reading for reading in readings if reading.number and reading.taken and reading.unit == unit]
    if len(drawn) < 2:
        return None
    return _Plane(drawn).chart()


class _Plane:
    """The measurements to draw, and where each value and day lies."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.readings = readings
        days = [_day(reading) for reading in readings]
        self.first, self.last = min(days), max(days)
        values = [_value(reading) for reading in readings]
        limits = [limit for reading in readings for limit in (reading.low, reading.high) if limit is not None]
        lowest, highest = min([*values, *limits]), max([*values, *limits])
        room = (highest - lowest) * _ROOM or abs(highest) * _ROOM or Decimal(1)
        # No quantity that is never negative gets an axis below nothing.
        self.bottom = max(Decimal(0), lowest - room) if lowest >= 0 else lowest - room
        self.top = highest + room

    def chart(self) -> TrendChart:
        return TrendChart(
            bands=list(self._bands()),
            lines=list(self._lines()),
            points=list(self._points()),
            ticks=[Tick(_number(self.y(value)), value) for value in _round_values(self.bottom, self.top)],
            days=list(self._days()),
        )

    def x(self, at: datetime) -> float:
        span = (self.last - self.first).total_seconds()
        part = (at - self.first).total_seconds() / span if span else 0.5
        return LEFT + part * (WIDTH - LEFT - RIGHT)

    def y(self, value: Decimal) -> float:
        part = float((value - self.bottom) / (self.top - self.bottom))
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)

    def _bands(self) -> Iterator[Rectangle]:
        """Each measurement's range reaches half-way to its neighbours; equal ones side by side are one
        rectangle.
        """
        places = [self.x(_day(reading)) for reading in self.readings]
        edges = [float(LEFT), *((one + other) / 2 for one, other in pairwise(places)), float(WIDTH - RIGHT)]
        for limits, group in groupby(range(len(places)), lambda index: self._limits(index)):
            indexes = list(group)
            if limits == (None, None):
                continue
            low, high = limits
            start, end = edges[indexes[0]], edges[indexes[-1] + 1]
            upper = self.y(self.top if high is None else high)
            lower = self.y(self.bottom if low is None else low)
            yield Rectangle(
                _number(start), _number(upper), _number(end - start), _number(max(lower - upper, 1))
            )

    def _limits(self, index: int) -> tuple[Decimal | None, Decimal | None]:
        return self.readings[index].low, self.readings[index].high

    def _lines(self) -> Iterator[str]:
        for _method, stretch in groupby(self.readings, lambda reading: reading.method):
            corners = [f"{_number(self.x(_day(one)))},{_number(self.y(_value(one)))}" for one in stretch]
            if len(corners) > 1:
                yield " ".join(corners)

    def _points(self) -> Iterator[Point]:
        """Those out of range and the last one carry their value in figures, where there is room for it."""
        last = len(self.readings) - 1
        labelled = self._labelled(last)
        for index, reading in enumerate(self.readings):
            x, y = self.x(_day(reading)), self.y(_value(reading))
            below = reading.verdict == Verdict.LOW and y + _BELOW_POINT < HEIGHT - BOTTOM
            yield Point(
                path=marker(x, y, reading.verdict, size=6),
                verdict=reading.verdict,
                reading=reading,
                is_labelled=index in labelled,
                label_x=_number(min(max(x, LEFT + 8), WIDTH - RIGHT - 8)),
                label_y=_number(y + _BELOW_POINT if below else y - _ABOVE_POINT),
            )

    def _labelled(self, last: int) -> set[int]:
        chosen: list[int] = []
        wanted = [last, *(index for index in range(last - 1, -1, -1) if self.readings[index].is_out_of_range)]
        for index in wanted:
            x = self.x(_day(self.readings[index]))
            if all(abs(x - self.x(_day(self.readings[other]))) >= _LABEL_ROOM for other in chosen):
                chosen.append(index)
        return set(chosen)

    def _days(self) -> Iterator[Day]:
        """First days of years where the course is long; the first and the last day where it is short."""
        years = range(self.first.year + 1, self.last.year + 1)
        if len(years) < 2:
            for at in dict.fromkeys((self.first, self.last)):
                yield Day(_number(self.x(at)), at, is_year=False)
            return
        step = -(-len(years) // _MOST_TICKS)
        for year in years[::step]:
            at = self.first.replace(year=year, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
            yield Day(_number(self.x(at)), at, is_year=True)


def _round_values(bottom: Decimal, top: Decimal) -> list[Decimal]:
    """Three to seven round values (1, 2 or 5 times a power of ten apart) within the axis."""
    rough = float(top - bottom) / 6
    power = floor(log10(rough))
    factor = next(one for one in (1, 2, 5, 10) if one * 10**power >= rough)
    step = Decimal(factor).scaleb(power)
    value = (bottom / step).to_integral_value(rounding="ROUND_CEILING") * step
    values = []
    while value <= top:
        values.append(value)
        value += step
    return values


def _day(reading: Reading) -> datetime:
    if reading.taken is None:
        raise ValueError("only dated measurements are drawn")
    return reading.taken.at


def _value(reading: Reading) -> Decimal:
    if reading.number is None:
        raise ValueError("only numbers are drawn")
    return reading.number.value


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
