"""What this system does with an Appointment: it alone decides what is free.

A Slot is a stretch of free time of any length. Booking a part of it makes that part busy and leaves the rest
free as new Slots; cancelling gives the part back. Two live appointments of one doctor or of one patient never
overlap. Changes of other resources have no such effects.
"""

from datetime import datetime

from simulators.fhir_mis.instants import instant, written
from simulators.fhir_mis.outcome import Resource, conflict, invalid
from simulators.fhir_mis.store import Store

STATUSES = {
    "proposed", "pending", "booked", "arrived", "fulfilled", "cancelled", "noshow", "entered-in-error",
    "checked-in", "waitlist",
}  # fmt: skip
LIVE = ("pending", "booked", "arrived", "checked-in")


def create(store: Store, appointment: Resource, *, now: datetime) -> Resource:
    check_form(appointment)
    if appointment["status"] in LIVE:
        if instant(appointment["start"]) < now:
            raise invalid("An appointment cannot start in the past")
        appointment = occupy(store, appointment)
    return store.save(appointment)


def update(store: Store, earlier: Resource, appointment: Resource) -> Resource:
    """Release what was occupied and occupy what is asked for, all or nothing."""
    check_form(appointment)
    was_live, is_live = earlier["status"] in LIVE, appointment["status"] in LIVE
    same_time = all(earlier.get(name) == appointment.get(name) for name in ("start", "end", "slot"))
    if was_live and is_live and same_time:
        return store.save(appointment)
    released = release(store, earlier) if was_live else []
    if is_live:
        appointment = occupy(store, appointment, released)
    return store.save(appointment)


def check_form(appointment: Resource) -> None:
    if appointment.get("status") not in STATUSES:
        raise invalid(f"Appointment.status {appointment.get('status')!r} is not a code of FHIR R4")
    participants = appointment.get("participant") or []
    if not participants:
        raise invalid("Appointment.participant is required")
    for participant in participants:
        if not participant.get("status") or not (participant.get("actor") or participant.get("type")):
            raise invalid("A participant has a status, and an actor or a type (app-1)")
    if bool(appointment.get("start")) != bool(appointment.get("end")):
        raise invalid("Start and end come together (app-2)")
    if not appointment.get("start") and appointment["status"] not in ("proposed", "cancelled", "waitlist"):
        raise invalid("Only what is proposed, cancelled or waiting may lack a time (app-3)")
    if appointment.get("cancelationReason") and appointment["status"] not in ("cancelled", "noshow"):
        raise invalid("A reason for cancelling belongs to what is cancelled or missed (app-4)")
    if appointment.get("start") and instant(appointment["start"]) >= instant(appointment["end"]):
        raise invalid("An appointment ends after it starts")


def occupy(store: Store, appointment: Resource, released: list[Resource] | None = None) -> Resource:
    """Make the time busy and name its Slots. What the appointment itself has just released counts as free."""
    start, end = instant(appointment["start"]), instant(appointment["end"])
    refuse_overlaps(store, appointment, start, end)
    slots = named_slots(store, appointment) if appointment.get("slot") else slots_of(store, appointment)
    candidates = {slot["id"]: slot for slot in [*slots, *(released or [])]}.values()
    covered = start
    taken = []
    for slot in sorted(candidates, key=lambda slot: instant(slot["start"])):
        slot_start, slot_end = instant(slot["start"]), instant(slot["end"])
        if slot_end <= start or slot_start >= end:
            continue
        if slot["status"] != "free" or slot_start > covered:
            break
        taken.append(split(store, slot, max(slot_start, start), min(slot_end, end)))
        covered = slot_end
        if covered >= end:
            return {**appointment, "slot": [{"reference": f"Slot/{busy['id']}"} for busy in taken]}
    raise conflict("The time is not free", reason="slot-taken")


def refuse_overlaps(store: Store, appointment: Resource, start: datetime, end: datetime) -> None:
    for reference in actors(appointment, "Practitioner") + actors(appointment, "Patient"):
        for other in store.matching(
            "Appointment", [("actor", reference), ("status", ",".join(LIVE)), ("date", f"lt{written(end)}")]
        ):
            if other["id"] != appointment.get("id") and instant(other["end"]) > start:
                reason = "slot-taken" if reference.startswith("Practitioner/") else "patient-is-busy"
                raise conflict(f"{reference} has another appointment at this time", reason=reason)


def named_slots(store: Store, appointment: Resource) -> list[Resource]:
    slots = []
    for reference in (slot["reference"] for slot in appointment["slot"]):
        slot = store.by_reference(reference)
        if slot is None:
            raise conflict(f"{reference} is not in the timetable any more", reason="slot-gone")
        slots.append(slot)
    return slots


def slots_of(store: Store, appointment: Resource) -> list[Resource]:
    """For a client that names no Slot: the free ones of the schedule that has all of its actors."""
    wanted = set(actors(appointment, "Practitioner") + actors(appointment, "Location"))
    if not wanted:
        raise invalid("Without a slot the appointment names its practitioner or location")
    found = []
    for schedule in store.matching("Schedule", [("actor", sorted(wanted)[0]), ("active", "true")]):
        if wanted <= {actor["reference"] for actor in schedule["actor"]}:
            reference = f"Schedule/{schedule['id']}"
            found += store.matching("Slot", [("schedule", reference), ("status", "free")])
    return found


def actors(appointment: Resource, kind: str) -> list[str]:
    references = [
        participant.get("actor", {}).get("reference", "") for participant in appointment["participant"]
    ]
    return [reference for reference in references if reference.startswith(f"{kind}/")]


def split(store: Store, slot: Resource, start: datetime, end: datetime) -> Resource:
    for left_start, left_end in ((instant(slot["start"]), start), (end, instant(slot["end"]))):
        if left_start < left_end:
            rest = {name: value for name, value in slot.items() if name not in ("id", "meta", "identifier")}
            store.save({**rest, "start": written(left_start), "end": written(left_end)})
    return store.save({**slot, "status": "busy", "start": written(start), "end": written(end)})


def release(store: Store, appointment: Resource) -> list[Resource]:
    released = []
    for reference in (slot["reference"] for slot in appointment.get("slot", [])):
        slot = store.by_reference(reference)
        if slot is not None and slot["status"] == "busy":
            released.append(store.save({**slot, "status": "free"}))
    return released
