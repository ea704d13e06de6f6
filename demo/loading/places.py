"""The clinic, its branches, rooms and apparatus, and when the branches are open."""

import datetime as dt

from booking.codes import ExceptionKind, HoursSource, ResourceType
from booking.models import (
    Equipment,
    HoursException,
    HoursRule,
    Location,
    Organization,
    ResourceKind,
    Room,
)
from demo.clinic import Branch, Clinic
from demo.identity import key
from demo.words import weekdays

#: Rules, prices and posts have been in force since then: long before the oldest demonstrated visit.
SINCE = dt.date(2019, 1, 14)
#: 24-hour monitors go home with the patient, so a branch has several.
PIECES = {"monitor": 4}


def load_places(clinic: Clinic, *, anchor: dt.date) -> None:
    """`anchor` is the day from which the exceptions to the opening hours are counted."""
    _load_organization(clinic)
    for kind, words in clinic.places.room_kinds.items():
        _kind(ResourceType.ROOM, kind, words.columns("name"))
    for kind, words in clinic.places.equipment.items():
        _kind(ResourceType.EQUIPMENT, kind, words.columns("name"))
    for branch in clinic.places.branches:
        _load_branch(clinic, branch, anchor)


def _load_organization(clinic: Clinic) -> None:
    organization = clinic.places.organization
    Organization.objects.get_or_create(
        id=key("organization"),
        defaults={
            "code": organization.code,
            **organization.name.columns("name"),
            **organization.legal_name.columns("legal_name"),
            "licence": organization.licence.number,
        },
    )


def _kind(resource_type: ResourceType, code: str, names: dict[str, str]) -> None:
    ResourceKind.objects.get_or_create(
        id=key("resource-kind", code), defaults={"resource_type": resource_type, "code": code, **names}
    )


def _load_branch(clinic: Clinic, branch: Branch, anchor: dt.date) -> None:
    Location.objects.get_or_create(
        id=key("location", branch.code),
        defaults={
            "organization_id": key("organization"),
            "code": branch.code,
            **branch.name.columns("name"),
            **branch.region.columns("region"),
            **branch.city.columns("city"),
            **branch.street.columns("street"),
            "postal_code": branch.postal_code,
            "latitude": branch.latitude,
            "longitude": branch.longitude,
            "phone": branch.phone,
            "email": branch.email,
            "time_zone": branch.time_zone,
            "hours_source": HoursSource.MIS if branch.mis_system else HoursSource.PORTAL,
            "mis_system": branch.mis_system,
        },
    )
    Room.objects.bulk_create(_rooms(branch), ignore_conflicts=True)
    Equipment.objects.bulk_create(_equipment(clinic, branch), ignore_conflicts=True)
    HoursRule.objects.bulk_create(_opening_hours(branch), ignore_conflicts=True)
    HoursException.objects.bulk_create(_exceptions(branch, anchor), ignore_conflicts=True)


def _rooms(branch: Branch) -> list[Room]:
    return [
        Room(
            id=key("room", room.code),
            location_id=key("location", branch.code),
            kind_id=key("resource-kind", room.kind),
            number=room.code.partition("-")[2],
            floor=room.code.partition("-")[2][0] if len(room.code) > 4 else "1",
        )
        for room in branch.rooms
    ]


def _equipment(clinic: Clinic, branch: Branch) -> list[Equipment]:
    return [
        Equipment(
            id=key("equipment", room.code, piece, number),
            location_id=key("location", branch.code),
            kind_id=key("resource-kind", piece),
            **clinic.places.equipment[piece].columns("name"),
            serial_number=f"DEMO-{room.code}-{number:02}",
        )
        for room in branch.rooms
        for piece in room.equipment
        for number in range(1, PIECES.get(piece, 1) + 1)
    ]


def _opening_hours(branch: Branch) -> list[HoursRule]:
    return [
        HoursRule(
            id=key("opening", branch.code, weekday),
            location_id=key("location", branch.code),
            weekday=weekday,
            start_time=start,
            end_time=end,
            valid_from=SINCE,
        )
        for days, (start, end) in branch.hours.items()
        for weekday in weekdays(days)
    ]


def _exceptions(branch: Branch, anchor: dt.date) -> list[HoursException]:
    """A shortened day is the closed rest of it: what is before and what is after."""
    found = []
    for number, change in enumerate(branch.exceptions):
        day = anchor + dt.timedelta(days=change.after_days)
        spans: list[tuple[dt.time | None, dt.time | None]] = [(None, None)]
        if change.hours is not None:
            opens, closes = change.hours
            spans = [(dt.time(0), opens), (closes, dt.time(0))]
        found += [
            HoursException(
                id=key("exception", branch.code, number, part),
                kind=ExceptionKind.CLOSED,
                location_id=key("location", branch.code),
                start_date=day,
                end_date=day,
                start_time=start,
                end_time=end,
                **change.reason.columns("reason"),
            )
            for part, (start, end) in enumerate(spans)
        ]
    return found
