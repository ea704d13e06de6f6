"""Their words to ours and back: FHIR R4 resources and the values of booking.ports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from booking.ports import KeptVisit, ReferralAnswer, ReferralState, VisitRequest
from integrations.errors import ProtocolError

Resource = dict[str, Any]

#: How our own numbers are called there. Part of what other systems have stored: never change them.
APPOINTMENT_SYSTEM = "urn:clinic-portal:appointment"
PATIENT_SYSTEM = "urn:clinic-portal:patient"

LIVE = ("proposed", "pending", "booked", "arrived", "checked-in")
CANCEL_REASON_SYSTEM = "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason"
VIRTUAL = {
    "coding": [
        {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "VR", "display": "virtual"}
    ]
}


@dataclass(frozen=True, slots=True)
class Actors:
    """References in the other system, such as "Practitioner/17"."""

    patient: str
    practitioner: str
    location: str
    service: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Free time of one schedule, from one Slot or several that follow each other."""

    schedule: str
    start: datetime
    end: datetime


def appointment(visit: VisitRequest, actors: Actors, slots: Iterable[str]) -> Resource:
    resource: Resource = {
        "resourceType": "Appointment",
        "identifier": [{"system": APPOINTMENT_SYSTEM, "value": str(visit.appointment_id)}],
        "status": "booked",
        "start": instant(visit.start),
        "end": instant(visit.end),
        "slot": [{"reference": slot} for slot in slots],
        "participant": participants(actors),
    }
    if visit.modality == "virtual":
        resource["appointmentType"] = VIRTUAL
    return resource


def live_visit(appointment_id: UUID) -> str:
    """A search for the visit with our number, as a condition for making it."""
    return f"identifier={APPOINTMENT_SYSTEM}|{appointment_id}&status={','.join(LIVE)}"


def participants(actors: Actors) -> list[Resource]:
    references = (actors.patient, actors.practitioner, actors.location, actors.service)
    return [
        {"actor": {"reference": reference}, "required": "required", "status": "accepted"}
        for reference in references
        if reference
    ]


def moved(existing: Resource, visit: VisitRequest, actors: Actors, slots: Iterable[str]) -> Resource:
    """The other system's resource with our time and people; whatever else it keeps there stays."""
    ours = appointment(visit, actors, slots)
    return {**existing, **{name: ours[name] for name in ("status", "start", "end", "slot", "participant")}}


def cancelled(existing: Resource, reason: str) -> Resource:
    coding = {"system": CANCEL_REASON_SYSTEM, "code": reason}
    return {**existing, "status": "cancelled", "cancelationReason": {"coding": [coding]}}


def patient(
    patient_id: UUID,
    *,
    family: str,
    given: str,
    patronymic: str,
    birth_date: date,
    gender: str,
    phone: str,
) -> Resource:
    resource: Resource = {
        "resourceType": "Patient",
        "identifier": [{"system": PATIENT_SYSTEM, "value": str(patient_id)}],
        "active": True,
        "name": [
            {"use": "official", "family": family, "given": [name for name in (given, patronymic) if name]}
        ],
        "gender": gender,
        "birthDate": birth_date.isoformat(),
    }
    if phone:
        resource["telecom"] = [{"system": "phone", "value": phone, "use": "mobile"}]
    return resource


def kept_visit(resource: Resource, *, practitioner_id: UUID | None) -> KeptVisit:
    try:
        return KeptVisit(
            external_id=resource["id"],
            status=resource["status"],
            start=moment(resource["start"]),
            end=moment(resource["end"]),
            practitioner_id=practitioner_id,
        )
    except (KeyError, ValueError) as error:
        raise ProtocolError("An Appointment without id, status or time") from error


def etag(resource: Resource) -> str:
    version = resource.get("meta", {}).get("versionId")
    return f'W/"{version}"' if version else ""


def references(resource: Resource, kind: str) -> list[str]:
    """Of the actors of a Schedule or the participants of an Appointment, those of one resource type."""
    actors = resource.get("actor") or [one.get("actor", {}) for one in resource.get("participant", [])]
    named = [actor.get("reference", "") for actor in actors]
    return [reference for reference in map(relative, named) if reference.startswith(f"{kind}/")]


def relative(reference: str) -> str:
    """ "Practitioner/17" of "https://mis.example/fhir/Practitioner/17"."""
    return "/".join(reference.split("/")[-2:])


def stretches(slots: Iterable[Resource]) -> list[Stretch]:
    """Free Slots, neighbours of one schedule joined."""
    found: list[Stretch] = []
    free = [
        Stretch(relative(slot["schedule"]["reference"]), moment(slot["start"]), moment(slot["end"]))
        for slot in slots
        if slot.get("status") == "free"
    ]
    for piece in sorted(free, key=lambda piece: (piece.schedule, piece.start)):
        last = found[-1] if found else None
        if last is not None and last.schedule == piece.schedule and piece.start <= last.end:
            found[-1] = Stretch(last.schedule, last.start, max(last.end, piece.end))
        else:
            found.append(piece)
    return found


def covering(slots: Iterable[Resource], start: datetime, end: datetime) -> list[str] | None:
    """The Slots that together fill [start, end) without a gap, as references; None when they do not."""
    covered, chosen = start, []
    for slot in sorted(slots, key=lambda slot: moment(slot["start"])):
        slot_start, slot_end = moment(slot["start"]), moment(slot["end"])
        if slot_end <= covered or slot_start >= end:
            continue
        if slot_start > covered:
            return None
        chosen.append(f"Slot/{slot['id']}")
        covered = slot_end
    return chosen if covered >= end else None


def referral(number: str, resource: Resource | None, *, today: date) -> ReferralAnswer:
    if resource is None or resource.get("status") in ("draft", "entered-in-error", "unknown"):
        return ReferralAnswer(ReferralState.NOT_FOUND, number)
    period_end = resource.get("occurrencePeriod", {}).get("end", "")
    valid_until = date.fromisoformat(period_end[:10]) if period_end else None
    if resource["status"] == "completed":
        state = ReferralState.USED
    elif resource["status"] != "active" or (valid_until is not None and valid_until < today):
        state = ReferralState.EXPIRED
    else:
        state = ReferralState.VALID
    return ReferralAnswer(state, number, valid_until)


def instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """Raises ValueError for a time without offset: guessing a zone books the wrong hour."""
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError("a time without offset")
    return value.astimezone(UTC)
