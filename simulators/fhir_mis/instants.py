"""FHIR instants and dates, as they are compared and stored: aware, in UTC."""

import re
from datetime import UTC, date, datetime, time, timedelta

from simulators.fhir_mis.outcome import invalid

PATTERN = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)(T(?P<clock>\d\d:\d\d(:\d\d(\.\d+)?)?)(?P<zone>Z|[+-]\d\d:\d\d))?)?)?"
)


def instant(text: object) -> datetime:
    """Raises Fault 422 for anything that is no moment with an offset."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        raise invalid(f"{text!r} is not an instant") from None
    if moment.tzinfo is None:
        raise invalid(f"{text!r} has no offset from UTC")
    return moment.astimezone(UTC)


def span(text: str) -> tuple[datetime, datetime]:
    """The first moment of what the text names, and the first after it: a day lasts a day."""
    found = PATTERN.fullmatch(text)
    if found is None:
        raise invalid(f"{text!r} is neither a date nor an instant")
    if found["clock"]:
        start = instant(text)
        return start, start + timedelta(microseconds=1 if "." in found["clock"] else 1_000_000)
    year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
    try:
        start = datetime.combine(date(year, month, day), time(), UTC)
    except ValueError:
        raise invalid(f"{text!r} is not a day of the calendar") from None
    if found["day"]:
        return start, start + timedelta(days=1)
    if found["month"]:
        return start, start.replace(year=year + month // 12, month=month % 12 + 1)
    return start, start.replace(year=year + 1)


def written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
