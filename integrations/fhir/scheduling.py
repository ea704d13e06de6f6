"""booking.ports.SchedulingSystem over FHIR R4."""

import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from booking.models import Identifier
from booking.ports import (
    FreeTime,
    FreeTimes,
    Health,
    KeptVisit,
    ReferralAnswer,
    VisitRequest,
)
from integrations.errors import (
    DuplicateBooking,
    IntegrationError,
    PatientAmbiguous,
    ProtocolError,
    SlotGone,
    SlotTaken,
    UnknownOutcome,
    Unsupported,
)
from integrations.fhir import mapping
from integrations.fhir.client import Conflict, FhirClient, Resource
from people.access import Access, open_one
from people.models import Patient

# A Slot that began before the window may reach into it; no working day is longer.
LONGEST_SLOT = timedelta(days=1)
# Longest list of schedules in one search: it becomes part of the address.
SCHEDULES_PER_SEARCH = 40


class FhirScheduling:
    """One connection. `name` is how settings and `Location.mis_system` call it.

    The numbers that the other system gives to doctors, branches and services are Identifiers with the system
    "urn:mis:<name>"; the value is the resource's id there.
    """

    def __init__(self, name: str, *, base_url: str, token: str = "", timeout_seconds: float = 8) -> None:
        self.name = name
        self.client = FhirClient(base_url, token=token, timeout_seconds=timeout_seconds)

    def close(self) -> None:
        self.client.close()

    # --- Visits -----------------------------------------------------------------------------------

    def book(self, visit: VisitRequest) -> KeptVisit:
        slots = self.free_slots(visit)
        actors = self.actors(visit)
        try:
            resource, _ = self.client.create(
                mapping.appointment(visit, actors, slots),
                if_none_exist=mapping.live_visit(visit.appointment_id),
                request_id=str(visit.operation_id),
            )
        except Conflict as conflict:
            raise refusal(conflict) from conflict
        return self.agreed(resource, visit)

    def reschedule(self, visit: VisitRequest) -> KeptVisit:
        existing = self.resource_of(visit.appointment_id)
        if existing is None or existing.get("status") not in mapping.LIVE:
            return self.book(visit)
        kept = self.kept(existing)
        if (kept.start, kept.end, kept.practitioner_id) == (visit.start, visit.end, visit.practitioner_id):
            return kept
        actors = self.actors(visit)
        slots = self.free_slots(visit, own=existing)
        try:
            resource = self.client.update(
                mapping.moved(existing, visit, actors, slots),
                if_match=mapping.etag(existing),
                request_id=str(visit.operation_id),
            )
        except Conflict as conflict:
            raise refusal(conflict) from conflict
        return self.agreed(resource, visit)

    def cancel(self, appointment_id: UUID, *, reason: str) -> None:
        existing = self.resource_of(appointment_id)
        if existing is None or existing.get("status") not in mapping.LIVE:
            return
        try:
            self.client.update(mapping.cancelled(existing, reason), if_match=mapping.etag(existing))
        except Conflict as conflict:
            # Somebody changed it this moment; the next attempt reads it anew.
            raise UnknownOutcome("The visit was changed there meanwhile") from conflict

    def find(self, appointment_id: UUID) -> KeptVisit | None:
        resource = self.resource_of(appointment_id)
        return None if resource is None else self.kept(resource)

    # --- Free time --------------------------------------------------------------------------------

    def list_free(self, location_id: UUID, *, start: datetime, end: datetime) -> FreeTimes:
        as_of = timezone.now()
        doctors = self.doctors_by_schedule(location_id)
        slots = self.slots(doctors, start, end)
        times = [
            FreeTime(doctors[stretch.schedule], stretch.start, stretch.end, booking_token=stretch.schedule)
            for stretch in mapping.stretches(slots)
            if stretch.end > start and stretch.schedule in doctors
        ]
        return FreeTimes(times, as_of)

    def doctors_by_schedule(self, location_id: UUID) -> dict[str, UUID]:
        """Our doctors by the schedules they have at this branch; people the portal does not know are left out."""
        location = self.reference("Location", location_id)
        known = dict(
            Identifier.objects.filter(
                resource_type="Practitioner", system=self.identifier_system
            ).values_list("value", "resource_id")
        )
        found = {}
        for schedule in self.client.search("Schedule", [("actor", location), ("active", "true")]):
            for reference in mapping.references(schedule, "Practitioner"):
                practitioner_id = known.get(reference.partition("/")[2])
                if practitioner_id is not None:
                    found[f"Schedule/{schedule['id']}"] = practitioner_id
        return found

    def slots(self, schedules: Iterable[str], start: datetime, end: datetime) -> list[Resource]:
        names = list(schedules)
        parts = [names[i : i + SCHEDULES_PER_SEARCH] for i in range(0, len(names), SCHEDULES_PER_SEARCH)]
        window = [
            ("status", "free"),
            ("start", f"ge{mapping.instant(start - LONGEST_SLOT)}"),
            ("start", f"lt{mapping.instant(end)}"),
            ("_count", "500"),
        ]
        return [
            slot
            for part in parts
            for slot in self.client.search("Slot", [("schedule", ",".join(part)), *window])
        ]

    def free_slots(self, visit: VisitRequest, *, own: Resource | None = None) -> list[str]:
        """The Slots to book, read at this moment. Those of the visit being moved count as free."""
        schedule = visit.booking_token or self.schedule_of(visit)
        slots = self.slots([schedule], visit.start, visit.end)
        for slot in (own or {}).get("slot", []):
            held = self.client.read(mapping.relative(slot["reference"]))
            if held is not None and mapping.relative(held["schedule"]["reference"]) == schedule:
                slots.append(held)
        covering = mapping.covering(slots, visit.start, visit.end)
        if covering is None:
            raise SlotTaken("The time is not free in the information system any more")
        return covering

    def schedule_of(self, visit: VisitRequest) -> str:
        practitioner = self.reference("Practitioner", visit.practitioner_id)
        location = self.reference("Location", visit.location_id)
        for schedule in self.client.search("Schedule", [("actor", practitioner), ("active", "true")]):
            if location in mapping.references(schedule, "Location"):
                return f"Schedule/{schedule['id']}"
        raise SlotGone("The doctor has no schedule at this branch in the information system")

    # --- People and places ------------------------------------------------------------------------

    @property
    def identifier_system(self) -> str:
        return f"urn:mis:{self.name}"

    def actors(self, visit: VisitRequest) -> mapping.Actors:
        return mapping.Actors(
            patient=self.patient(visit.patient_id),
            practitioner=self.reference("Practitioner", visit.practitioner_id),
            location=self.reference("Location", visit.location_id),
            service=self.reference("HealthcareService", visit.service_id),
        )

    def reference(self, resource_type: str, key: UUID) -> str:
        """Raises Unsupported for what nobody has matched with the other system yet."""
        value = (
            Identifier.objects.filter(
                resource_type=resource_type, resource_id=key, system=self.identifier_system
            )
            .values_list("value", flat=True)
            .first()
        )
        if value is None:
            raise Unsupported(f"{resource_type} {key} has no identifier of {self.identifier_system}")
        return f"{resource_type}/{value}"

    def patient(self, patient_id: UUID) -> str:
        """The patient there, made when unknown. Only then are the name and contacts opened."""
        ours = f"{mapping.PATIENT_SYSTEM}|{patient_id}"
        known = list(self.client.search("Patient", [("identifier", ours)]))
        if len(known) > 1:
            raise PatientAmbiguous("The information system has several patients with our number")
        if not known:
            created, _ = self.client.create(self.introduction(patient_id), if_none_exist=f"identifier={ours}")
            known = [created]
        return f"Patient/{known[0]['id']}"

    def introduction(self, patient_id: UUID) -> Resource:
        record = Patient.objects.get(id=patient_id)
        access = Access.system(f"mis:{self.name}", purpose="booking")
        opened = open_one(access, record, "family", "given", "patronymic", "birth_date", "phone")
        return mapping.patient(
            patient_id,
            family=opened.family,
            given=opened.given,
            patronymic=opened.patronymic,
            birth_date=opened.birth_date,
            gender=record.gender,
            phone=opened.phone,
        )

    def resource_of(self, appointment_id: UUID) -> Resource | None:
        ours = f"{mapping.APPOINTMENT_SYSTEM}|{appointment_id}"
        found = list(self.client.search("Appointment", [("identifier", ours)]))
        live = [resource for resource in found if resource.get("status") in mapping.LIVE]
        if len(live) > 1:
            raise ProtocolError("The information system has several visits with our number")
        # A dead one is left over where the visit was moved to another system and back.
        return next(iter([*live, *found]), None)

    def kept(self, resource: Resource) -> KeptVisit:
        named = [reference.partition("/")[2] for reference in mapping.references(resource, "Practitioner")]
        known = Identifier.objects.filter(
            resource_type="Practitioner", system=self.identifier_system, value__in=named
        )
        return mapping.kept_visit(
            resource, practitioner_id=known.values_list("resource_id", flat=True).first()
        )

    def agreed(self, resource: Resource, visit: VisitRequest) -> KeptVisit:
        """What the system stored, if it is what was asked. Raises SlotTaken for a dead visit, else ProtocolError."""
        kept = self.kept(resource)
        if kept.status not in mapping.LIVE:
            raise SlotTaken("The information system holds this visit as cancelled")
        if (kept.start, kept.end, kept.practitioner_id) != (visit.start, visit.end, visit.practitioner_id):
            raise ProtocolError("The information system keeps another time or doctor than was asked")
        return kept

    # --- Referrals and health ---------------------------------------------------------------------

    def check_referral(self, number: str, *, patient_id: UUID) -> ReferralAnswer:
        patients = list(
            self.client.search("Patient", [("identifier", f"{mapping.PATIENT_SYSTEM}|{patient_id}")])
        )
        if not patients:
            return mapping.referral(number, None, today=timezone.now().date())
        asked = [("identifier", number), ("patient", f"Patient/{patients[0]['id']}")]
        found = next(self.client.search("ServiceRequest", asked), None)
        return mapping.referral(number, found, today=timezone.now().date())

    def check_health(self) -> Health:
        started = time.perf_counter()
        try:
            self.client.read("metadata")
        except IntegrationError as error:
            return Health(False, (time.perf_counter() - started) * 1000, error.detail)
        return Health(True, (time.perf_counter() - started) * 1000)


def refusal(conflict: Conflict) -> IntegrationError:
    if conflict.status == 412:
        return UnknownOutcome("The visit was changed there meanwhile")
    if "patient-is-busy" in conflict.reasons or "duplicate" in conflict.reasons:
        return DuplicateBooking("The patient has another visit there at this time")
    if "slot-gone" in conflict.reasons:
        return SlotGone("The time is not in the timetable there any more")
    return SlotTaken("The time has been taken in the information system")
