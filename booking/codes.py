"""Code sets of booking. Values are FHIR R4's where FHIR has them, verbatim."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class AppointmentStatus(TextChoices):
    """FHIR R4, Appointment.status."""

    PROPOSED = "proposed", _("Proposed")
    PENDING = "pending", _("Processing")
    BOOKED = "booked", _("Confirmed")
    ARRIVED = "arrived", _("In the consulting room")
    CHECKED_IN = "checked-in", _("Checked in")
    FULFILLED = "fulfilled", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")
    NOSHOW = "noshow", _("Did not come")
    WAITLIST = "waitlist", _("Waiting list")
    ENTERED_IN_ERROR = "entered-in-error", _("Entered in error")


#: The patient is expected or being seen: such an appointment occupies its resources.
OPEN_STATUSES = (
    AppointmentStatus.PENDING,
    AppointmentStatus.BOOKED,
    AppointmentStatus.ARRIVED,
    AppointmentStatus.CHECKED_IN,
)


class CancelReason(TextChoices):
    """A part of FHIR R4, appointment-cancellation-reason."""

    PATIENT_PORTAL = "pat-cpp", _("My plans have changed")
    FEELING_BETTER = "pat-fb", _("I feel better")
    NO_TRANSPORT = "pat-lt", _("I cannot get to the clinic")
    OTHER_DOCTOR = "pat-uwo", _("I have chosen another doctor")
    NOT_PREPARED = "meds-inc", _("I am not prepared for the procedure")
    FINANCIAL = "oth-fin", _("The price does not suit me")
    OTHER = "other", _("Another reason")
    PATIENT_ASKED = "pat", _("The patient asked by phone")
    PATIENT_DECEASED = "pat-dec", _("The patient has died")
    FROM_WAITLIST = "pat-swl", _("An earlier time was accepted")
    PROVIDER = "prov", _("The doctor cannot see patients at this time")
    PROVIDER_PERSONAL = "prov-pers", _("The doctor is ill")
    EQUIPMENT_FAILURE = "maint-eqf", _("The equipment does not work")
    ROOM_MAINTENANCE = "oth-room", _("The room is closed")
    ERROR = "oth-err", _("Booked by mistake")
    WEATHER = "oth-weath", _("Weather")


#: What a patient is asked to choose from; staff may give any reason.
PATIENT_CANCEL_REASONS = (
    CancelReason.PATIENT_PORTAL,
    CancelReason.FEELING_BETTER,
    CancelReason.NO_TRANSPORT,
    CancelReason.OTHER_DOCTOR,
    CancelReason.NOT_PREPARED,
    CancelReason.FINANCIAL,
    CancelReason.OTHER,
)


class Modality(TextChoices):
    """How doctor and patient meet. Hours and services may serve both; an appointment is one of the two."""

    IN_PERSON = "in-person", _("At the clinic")
    VIRTUAL = "virtual", _("Video visit")
    BOTH = "both", _("At the clinic or by video")


class VisitType(TextChoices):
    FIRST = "first", _("First visit")
    REPEAT = "repeat", _("Repeat visit")


class RepeatScope(TextChoices):
    """With whom an earlier visit makes this one a repeat visit."""

    SPECIALITY = "speciality", _("Any doctor of the speciality")
    PRACTITIONER = "practitioner", _("The same doctor")


class Audience(TextChoices):
    """For whom times are looked up: staff have wider limits than patients."""

    PATIENT = "patient", _("Patient")
    STAFF = "staff", _("Staff")


class HoursSource(TextChoices):
    """Who owns working hours: the portal's rules, or the mirror of a medical information system."""

    PORTAL = "portal", _("This portal")
    MIS = "mis", _("The medical information system")


class Weekday(IntegerChoices):
    """As `date.weekday()` counts."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class ExceptionKind(TextChoices):
    CLOSED = "closed", _("Closed")
    EXTRA = "extra", _("Extra hours")


class ResourceType(TextChoices):
    """What can be occupied. A seat is one place in a group session."""

    PRACTITIONER = "practitioner", _("Doctor")
    ROOM = "room", _("Room")
    EQUIPMENT = "equipment", _("Equipment")
    PATIENT = "patient", _("Patient")
    SEAT = "seat", _("Seat")


class CommitmentKind(TextChoices):
    HOLD = "hold", _("Held while a patient decides")
    APPOINTMENT = "appointment", _("Appointment")
    SESSION = "session", _("Group session")
    BLOCK = "block", _("Blocked by staff")


class ReferralStatus(TextChoices):
    """FHIR R4, ServiceRequest.status."""

    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("Valid")
    ON_HOLD = "on-hold", _("Suspended")
    REVOKED = "revoked", _("Revoked")
    COMPLETED = "completed", _("Used")
    ENTERED_IN_ERROR = "entered-in-error", _("Entered in error")
    UNKNOWN = "unknown", _("Unknown")


class ProgramBookingStatus(TextChoices):
    PENDING = "pending", _("Processing")
    BOOKED = "booked", _("Confirmed")
    REPLANNING = "replanning", _("Being rearranged")
    FULFILLED = "fulfilled", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")


class WaitlistStatus(TextChoices):
    WAITING = "waiting", _("Waiting")
    OFFERED = "offered", _("A time is offered")
    ACCEPTED = "accepted", _("Accepted")
    EXPIRED = "expired", _("The dates have passed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class WaitlistOfferStatus(TextChoices):
    OFFERED = "offered", _("Waiting for the patient")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Not answered in time")


class MoveStatus(TextChoices):
    REQUESTED = "requested", _("Processing")
    DONE = "done", _("Moved")
    REFUSED = "refused", _("Refused, the earlier time stands")


class OrphanAction(TextChoices):
    """What was done with an appointment that a change of hours left without hours."""

    WAITING = "waiting", _("Not decided yet")
    KEPT = "kept", _("Kept")
    MOVE_OFFERED = "move-offered", _("Another time is offered to the patient")
    MOVED = "moved", _("Moved")
    CANCELLED = "cancelled", _("Cancelled, the patient is told")


class ReviewStatus(TextChoices):
    ASKED = "asked", _("The patient is asked")
    SUBMITTED = "submitted", _("Waiting for moderation")
    PUBLISHED = "published", _("Published")
    REJECTED = "rejected", _("Rejected")


class Channel(TextChoices):
    """Where an appointment was made."""

    WEB = "web", _("Website")
    API = "api", _("Application")
    PHONE = "phone", _("By phone")
    WALK_IN = "walk-in", _("Came without an appointment")
    PARTNER = "partner", _("Partner")
    MIS = "mis", _("Medical information system")


class Gender(TextChoices):
    """FHIR R4, administrative-gender."""

    MALE = "male", _("Male")
    FEMALE = "female", _("Female")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Unknown")
