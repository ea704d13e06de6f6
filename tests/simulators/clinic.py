"""A small invented clinic as a FHIR Bundle: one branch, two doctors, hours every day of the week."""

from datetime import UTC, datetime, timedelta
from typing import Any

EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ZONE = {"url": "http://hl7.org/fhir/StructureDefinition/timezone", "valueCode": "Asia/Yekaterinburg"}


def bundle() -> dict[str, Any]:
    resources: list[dict[str, Any]] = [
        {"resourceType": "Location", "id": "river", "name": "River branch", "extension": [ZONE]},
        {"resourceType": "HealthcareService", "id": "visit", "active": True, "name": "Visit"},
    ]
    for name in ("first", "second"):
        resources += [
            {
                "resourceType": "Practitioner",
                "id": name,
                "active": True,
                "name": [{"family": "Testova", "given": [name.title()]}],
            },
            {
                "resourceType": "PractitionerRole",
                "id": f"{name}-river",
                "practitioner": {"reference": f"Practitioner/{name}"},
                "location": [{"reference": "Location/river"}],
                "healthcareService": [{"reference": "HealthcareService/visit"}],
                "availableTime": [
                    {
                        "daysOfWeek": EVERY_DAY,
                        "availableStartTime": "09:00:00",
                        "availableEndTime": "13:00:00",
                    }
                ],
            },
            {
                "resourceType": "Schedule",
                "id": f"{name}-river",
                "active": True,
                "actor": [
                    {"reference": f"PractitionerRole/{name}-river"},
                    {"reference": f"Practitioner/{name}"},
                    {"reference": "Location/river"},
                ],
            },
        ]
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in resources]}


def tomorrow_at(hour: int, minute: int = 0) -> datetime:
    """Wall clock of the branch, which is five hours ahead of UTC all year."""
    day = (datetime.now(UTC) + timedelta(hours=5, days=1)).date()
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=5)


def appointment(
    key: str, start: datetime, *, minutes: int = 30, doctor: str = "first", patient: str = "p1", **more: Any
) -> dict[str, Any]:
    return {
        "resourceType": "Appointment",
        "identifier": [{"system": "urn:client", "value": key}],
        "status": "booked",
        "start": start.isoformat(),
        "end": (start + timedelta(minutes=minutes)).isoformat(),
        "participant": [
            {"actor": {"reference": f"Patient/{patient}"}, "status": "accepted"},
            {"actor": {"reference": f"Practitioner/{doctor}"}, "status": "accepted"},
            {"actor": {"reference": "Location/river"}, "status": "accepted"},
        ],
        **more,
    }
