"""Moments of records on the clocks of the place they happened at."""

from typing import Any

from django.utils import timezone

from records.codes import Precision
from records.shown import Taken


def taken(record: Any, name: str) -> Taken | None:
    """The moment in column `name` of a record, on the clocks of its encounter's branch if there is one.

    A day, month or year is as it was written, whatever the zone. Load `encounter__location` with the record.
    """
    at = getattr(record, name)
    if at is None:
        return None
    precision = getattr(record, f"{name}_precision")
    if precision != Precision.INSTANT:
        return Taken(at, precision)
    encounter = record if name in ("start", "end") else getattr(record, "encounter", None)
    location = encounter.location if encounter else None
    return Taken(at.astimezone(location.zone if location else timezone.get_current_timezone()), precision)
