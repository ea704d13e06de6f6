"""Calendars as bit masks: an integer whose bit i says whether minute i of a window of UTC is free.

Python's integers make the arithmetic of calendars short and fast: hours minus commitments is one `& ~`, "any
room of this kind" an `|`, a doctor with a room an `&`, and n free minutes in a row a handful of shifts. Moments
are whole minutes since 1970-01-01 UTC, so a cell never depends on a zone, and a day of 23 or 25 hours is simply
shorter or longer. Cells of a minute rather than of five keep the slots of systems that work in twelve-minute
steps exact, and still cost microseconds a month (`bench/booking_search.py`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

Span = tuple[int, int]
"""A half-open range of minutes, `[start, end)`."""


def minute_of(moment: datetime) -> int:
    """The minute that contains the moment. Naive moments are refused: they have no place in UTC."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone has no place on a timeline.")
    return int(moment.timestamp() // 60)


def minute_after(moment: datetime) -> int:
    """The first minute that starts at or after the moment."""
    return -int(-moment.timestamp() // 60)


def moment_of(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)


@dataclass(frozen=True, slots=True)
class Window:
    """The minutes `[start, end)` that masks speak of: bit i is the minute `start + i`."""

    start: int
    end: int

    @property
    def everything(self) -> int:
        return (1 << max(self.end - self.start, 0)) - 1

    def mask(self, spans: Iterable[Span]) -> int:
        """The minutes that any of the spans covers; what lies outside the window is cut off."""
        pieces = []
        for start, end in spans:
            first = start - self.start if start > self.start else 0
            length = (end if end < self.end else self.end) - self.start - first
            if length > 0:
                pieces.append((first, (1 << length) - 1))
        return _joined(pieces)

    def grids(self, spans: Iterable[tuple[int, int, int]]) -> int:
        """The minutes at which visits may start: of each (start, end, step) its own start, and every step after."""
        pieces = []
        for start, end, step in spans:
            if start < self.start:
                start += -((start - self.start) // step) * step
            first = start - self.start
            length = (end if end < self.end else self.end) - start
            if length > 0:
                pieces.append((first, comb(step, length)))
        return _joined(pieces)

    def minutes(self, mask: int) -> Iterator[int]:
        """The minutes whose bits are set, ascending."""
        bits = bin(mask)[:1:-1]
        at = bits.find("1")
        while at >= 0:
            yield self.start + at
            at = bits.find("1", at + 1)

    def spans(self, mask: int) -> Iterator[Span]:
        """The runs of set bits as spans, ascending."""
        bits = bin(mask)[:1:-1]
        start = bits.find("1")
        while start >= 0:
            end = bits.find("0", start)
            end = len(bits) if end < 0 else end
            yield self.start + start, self.start + end
            start = bits.find("1", end)


def _joined(pieces: list[tuple[int, int]]) -> int:
    """Small masks, each with the bit at which it begins, as one. Pairs first: adding each to the whole would copy
    the whole each time."""
    pieces.sort()
    while len(pieces) > 1:
        evens, odds = pieces[::2], pieces[1::2]
        last = evens[len(odds) :]
        pieces = [
            (first, mask | more << (then - first))
            for (first, mask), (then, more) in zip(evens, odds, strict=False)
        ]
        pieces += last
    return pieces[0][1] << pieces[0][0] if pieces else 0


@lru_cache(maxsize=4096)
def comb(step: int, length: int) -> int:
    """Bits 0, step, 2·step … below `length`."""
    mask, count = 1, -(-length // step)
    done = 1
    while done < count:
        mask |= mask << (done * step)
        done *= 2
    return mask & ((1 << length) - 1)


def runs(mask: int, length: int) -> int:
    """The bits at which `length` set bits in a row start."""
    done = 1
    while done < length:
        shift = min(done, length - done)
        mask &= mask >> shift
        done += shift
    return mask


def starts_free_of(busy: int, *, before: int, length: int, after: int) -> int:
    """Bits at which a visit of `length` may start so that it, with its buffers, meets no busy bit.

    The answer has infinitely many leading ones: what lies outside the window counts as free, and callers
    intersect with hours, which end. So a window reaches `before` ahead of the first start looked for and
    `length + after` past the last.
    """
    return ~(_spread_down(busy, length + after) | _spread_up(busy, before + 1))


def _spread_down(mask: int, width: int) -> int:
    """Each set bit also sets the `width - 1` bits below it."""
    done = 1
    while done < width:
        shift = min(done, width - done)
        mask |= mask >> shift
        done += shift
    return mask


def _spread_up(mask: int, width: int) -> int:
    """Each set bit also sets the `width - 1` bits above it."""
    done = 1
    while done < width:
        shift = min(done, width - done)
        mask |= mask << shift
        done += shift
    return mask
