"""What booking needs from the systems around it. `settings.PORTS` names what fulfils it, by dotted path."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


class SystemUnavailable(Exception):
    """The scheduling system does not answer. Nothing was changed there, or what was is found by our keys."""


@dataclass(frozen=True, slots=True)
class VisitRequest:
    """A visit that a scheduling system is asked to keep. Keys are the portal's; the adapter translates them."""

    appointment_id: UUID
    #: The idempotency key: the same through every repetition of one request.
    operation_id: UUID
    patient_id: UUID
    practitioner_id: UUID
    location_id: UUID
    service_id: UUID
    start: datetime
    end: datetime
    modality: str
    #: What the system gave with the free time, unread by the portal.
    booking_token: str = ""
    referral_number: str = ""


@dataclass(frozen=True, slots=True)
class KeptVisit:
    """A visit as the scheduling system has it. `status` is FHIR R4's Appointment.status.

    The doctor is None when the portal does not know the one it names.
    """

    external_id: str
    status: str
    start: datetime
    end: datetime
    practitioner_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FreeTime:
    practitioner_id: UUID
    start: datetime
    end: datetime
    booking_token: str = ""


@dataclass(frozen=True, slots=True)
class FreeTimes:
    """A complete answer for the asked window: what is missing in it is not free."""

    times: Sequence[FreeTime]
    as_of: datetime


class ReferralState(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    USED = "used"
    NOT_FOUND = "not-found"


@dataclass(frozen=True, slots=True)
class ReferralAnswer:
    state: ReferralState
    number: str
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Health:
    is_up: bool
    latency_ms: float
    detail: str = ""


class SchedulingSystem(Protocol):
    """A medical information system that owns the timetable of some branches.

    Every method raises SystemUnavailable when the system does not answer. The other errors of book,
    reschedule and cancel are the adapters' own (`integrations.errors`): only the outbox calls these three.
    """

    def book(self, visit: VisitRequest) -> KeptVisit: ...

    def reschedule(self, visit: VisitRequest) -> KeptVisit:
        """Bring the visit that bears our key to this time and doctor; book it where there is none."""

    def cancel(self, appointment_id: UUID, *, reason: str) -> None:
        """A visit that is cancelled already, or was never there, is success."""

    def find(self, appointment_id: UUID) -> KeptVisit | None:
        """The visit that bears our key, whatever its status: asked before anything is sent again."""

    def list_free(self, location_id: UUID, *, start: datetime, end: datetime) -> FreeTimes: ...

    def check_referral(self, number: str, *, patient_id: UUID) -> ReferralAnswer: ...

    def check_health(self) -> Health: ...

    def close(self) -> None:
        """Let go of open connections; the system may be used again afterwards."""


def scheduling_system(name: str) -> SchedulingSystem:
    """The system that settings call `name` (`Location.mis_system`). Raises KeyError for an unknown name."""
    connect = import_string(settings.PORTS["booking.SchedulingSystem"])
    system: SchedulingSystem = connect(name)
    return system
