"""Free Slots from the hours of a doctor's role: this system's own timetable, always some weeks ahead.

A Schedule whose actors name a PractitionerRole with `availableTime` gets a free Slot for each of those hours
and each day of the horizon, in the zone of the role's Location (the standard `timezone` extension).
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from simulators.fhir_mis.instants import written
from simulators.fhir_mis.outcome import Resource
from simulators.fhir_mis.store import Store

HORIZON_DAYS = 95
TIME_ZONE_EXTENSION = "http://hl7.org/fhir/StructureDefinition/timezone"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def extend(store: Store, *, now: datetime) -> None:
    """Open the days that have come into the horizon; days that were opened once stay as they are."""
    with store.transaction():
        for schedule in store.matching("Schedule", [("active", "true")]):
            for reference in (actor["reference"] for actor in schedule["actor"]):
                role = store.by_reference(reference)
                if role is not None and role["resourceType"] == "PractitionerRole":
                    open_days(store, schedule, role, now=now)


def open_days(store: Store, schedule: Resource, role: Resource, *, now: datetime) -> None:
    zone = zone_of(store, role)
    today = now.astimezone(zone).date()
    opened_until = schedule.get("planningHorizon", {}).get("end")
    first = max(today, date.fromisoformat(opened_until[:10]) + timedelta(days=1)) if opened_until else today
    last = today + timedelta(days=HORIZON_DAYS)
    if first > last:
        return
    day = first
    while day <= last:
        for start, end in hours_of(role, day, zone):
            store.save(free_slot(schedule, start, end))
        day += timedelta(days=1)
    store.save({**schedule, "planningHorizon": {"start": today.isoformat(), "end": last.isoformat()}})


def hours_of(role: Resource, day: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    if any(covers(absence.get("during", {}), day) for absence in role.get("notAvailable", [])):
        return []
    return [
        (moment(day, hours["availableStartTime"], zone), moment(day, hours["availableEndTime"], zone))
        for hours in role.get("availableTime", [])
        if WEEKDAYS[day.weekday()] in hours.get("daysOfWeek", [])
    ]


def covers(period: dict[str, str], day: date) -> bool:
    return period.get("start", "")[:10] <= day.isoformat() <= (period.get("end") or "9999")[:10]


def moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)


def zone_of(store: Store, role: Resource) -> ZoneInfo:
    for location in role.get("location", []):
        found = store.by_reference(location["reference"]) or {}
        for extension in found.get("extension", []):
            if extension["url"] == TIME_ZONE_EXTENSION:
                return ZoneInfo(extension["valueCode"])
    return ZoneInfo("UTC")


def free_slot(schedule: Resource, start: datetime, end: datetime) -> Resource:
    return {
        "resourceType": "Slot",
        "schedule": {"reference": f"Schedule/{schedule['id']}"},
        "status": "free",
        "start": written(start),
        "end": written(end),
    }
