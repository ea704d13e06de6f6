from booking.models.base import Entity, Identifier, Occurrence
from booking.models.catalogue import HealthcareService, ServiceCategory, ServiceTerms, Speciality
from booking.models.courses import Course, CourseSkip
from booking.models.places import Equipment, Location, Organization, ResourceKind, Room
from booking.models.practitioners import Practitioner, PractitionerRole
from booking.models.programs import Program, ProgramBooking, ProgramLeg
from booking.models.referrals import ServiceRequest
from booking.models.reviews import Review
from booking.models.schedules import (
    FreeSpan,
    HoursChange,
    HoursException,
    HoursRule,
    OrphanedAppointment,
    PractitionerDelay,
)
from booking.models.visits import (
    LONGEST_COMMITMENT,
    Appointment,
    AppointmentMove,
    Block,
    Commitment,
    GroupSession,
    Hold,
    HoldLeg,
    IdempotencyRecord,
    seat_resource,
)
from booking.models.waitlist import WaitlistEntry, WaitlistOffer
from booking.models.watched import (
    CATALOGUE,
    EVERYWHERE,
    CatalogueVersion,
    Watched,
    WatchedHours,
    catalogue_changed,
    touch,
)

__all__ = [
    "CATALOGUE",
    "EVERYWHERE",
    "LONGEST_COMMITMENT",
    "Appointment",
    "AppointmentMove",
    "Block",
    "CatalogueVersion",
    "Commitment",
    "Course",
    "CourseSkip",
    "Entity",
    "Equipment",
    "FreeSpan",
    "GroupSession",
    "HealthcareService",
    "Hold",
    "HoldLeg",
    "HoursChange",
    "HoursException",
    "HoursRule",
    "IdempotencyRecord",
    "Identifier",
    "Location",
    "Occurrence",
    "Organization",
    "OrphanedAppointment",
    "Practitioner",
    "PractitionerDelay",
    "PractitionerRole",
    "Program",
    "ProgramBooking",
    "ProgramLeg",
    "ResourceKind",
    "Review",
    "Room",
    "ServiceCategory",
    "ServiceRequest",
    "ServiceTerms",
    "Speciality",
    "WaitlistEntry",
    "WaitlistOffer",
    "Watched",
    "WatchedHours",
    "catalogue_changed",
    "seat_resource",
    "touch",
]
