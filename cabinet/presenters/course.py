"""A course of visits: its days, and the days that had to be left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from booking.errors import BY_CODE, BookingError
from booking.models import CourseSkip
from booking.services.courses import CoursePlan, SkippedDay
from cabinet import words


@dataclass(frozen=True, slots=True)
class LeftOut:
    day: date
    why: str


def left_out(days: Iterable[SkippedDay | CourseSkip]) -> list[LeftOut]:
    """In the words of booking's own errors."""
    return [LeftOut(one.date, str(BY_CODE.get(one.reason_code, BookingError)())) for one in days]


def days_of(plan: CoursePlan) -> list[str]:
    return [words.moment_words(words.local(offer.start, plan.location)) for offer in plan.visits]
