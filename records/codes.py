"""Code sets of the medical record. Values are FHIR R4's, verbatim."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: Code systems that the portal itself reads. FHIR R4, "Using Codes in resources".
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"


class Precision(TextChoices):
    """How exactly a moment is known: FHIR's dateTime may be a year, a month or a day."""

    YEAR = "year", _("Year")
    MONTH = "month", _("Month")
    DAY = "day", _("Day")
    INSTANT = "instant", _("Minute")


class EncounterStatus(TextChoices):
    """FHIR R4, Encounter.status."""

    PLANNED = "planned", _("Planned")
    ARRIVED = "arrived", _("Arrived")
    TRIAGED = "triaged", _("Triaged")
    IN_PROGRESS = "in-progress", _("In progress")
    ON_LEAVE = "onleave", _("On leave")
    FINISHED = "finished", _("Finished")
    CANCELLED = "cancelled", _("Cancelled")
    ENTERED_IN_ERROR = "entered-in-error", _("Entered in error")
    UNKNOWN = "unknown", _("Not known")


class DiagnosticReportStatus(TextChoices):
    """FHIR R4, DiagnosticReport.status."""

    REGISTERED = "registered", _("Ordered, no result yet")
    PARTIAL = "partial", _("Some results are ready")
    PRELIMINARY = "preliminary", _("Preliminary")
    FINAL = "final", _("Final")
    AMENDED = "amended", _("Changed after it was issued")
    CORRECTED = "corrected", _("Corrected after it was issued")
    APPENDED = "appended", _("Extended after it was issued")
    CANCELLED = "cancelled", _("Cancelled")
    ENTERED_IN_ERROR = "entered-in-error", _("Entered in error")
    UNKNOWN = "unknown", _("Not known")


class ObservationStatus(TextChoices):
    """FHIR R4, Observation.status."""

    REGISTERED = "registered", _("Ordered, no result yet")
    PRELIMINARY = "preliminary", _("Preliminary")
    FINAL = "final", _("Final")
    AMENDED = "amended", _("Changed after it was issued")
    CORRECTED = "corrected", _("Corrected after it was issued")
    CANCELLED = "cancelled", _("Cancelled")
    ENTERED_IN_ERROR = "entered-in-error", _("Entered in error")
    UNKNOWN = "unknown", _("Not known")


class DataAbsentReason(TextChoices):
    """FHIR R4, data-absent-reason: why a result has no value."""

    UNKNOWN = "unknown", _("Not known")
    ASKED_UNKNOWN = "asked-unknown", _("Asked, but not known")
    TEMP_UNKNOWN = "temp-unknown", _("Not known yet")
    NOT_ASKED = "not-asked", _("Not asked")
    ASKED_DECLINED = "asked-declined", _("The patient did not answer")
    MASKED = "masked", _("Hidden")
    NOT_APPLICABLE = "not-applicable", _("Does not apply")
    UNSUPPORTED = "unsupported", _("Cannot be measured here")
    AS_TEXT = "as-text", _("Described in words")
    ERROR = "error", _("The measurement failed")
    NOT_A_NUMBER = "not-a-number", _("The measurement failed")
    NEGATIVE_INFINITY = "negative-infinity", _("Below what can be measured")
    POSITIVE_INFINITY = "positive-infinity", _("Above what can be measured")
    NOT_PERFORMED = "not-performed", _("Not performed")
    NOT_PERMITTED = "not-permitted", _("Not permitted")


class Comparator(TextChoices):
    """FHIR R4, Quantity.comparator: the true value lies beyond the stated one."""

    LESS = "<", "<"
    LESS_OR_EQUAL = "<=", "≤"
    GREATER_OR_EQUAL = ">=", "≥"
    GREATER = ">", ">"


class Interpretation(TextChoices):
    """The codes of HL7 v3 ObservationInterpretation that a patient is told in words.

    The set is extensible, so a laboratory may send others; those are shown as it worded them.
    """

    NORMAL = "N", _("Normal")
    LOW = "L", _("Low")
    HIGH = "H", _("High")
    CRITICALLY_LOW = "LL", _("Critically low")
    CRITICALLY_HIGH = "HH", _("Critically high")
    ABNORMAL = "A", _("Outside the norm")
    CRITICALLY_ABNORMAL = "AA", _("Critical")
    POSITIVE = "POS", _("Positive")
    NEGATIVE = "NEG", _("Negative")
    DETECTED = "DET", _("Detected")
    NOT_DETECTED = "ND", _("Not detected")
    REACTIVE = "RR", _("Reactive")
    NON_REACTIVE = "NR", _("Non-reactive")
    INDETERMINATE = "IND", _("Indeterminate")
    SUSCEPTIBLE = "S", _("Susceptible")
    INTERMEDIATE = "I", _("Intermediate")
    RESISTANT = "R", _("Resistant")


class MedicationRequestStatus(TextChoices):
    """FHIR R4, MedicationRequest.status."""

    ACTIVE = "active", _("In force")
    ON_HOLD = "on-hold", _("Suspended")
    CANCELLED = "cancelled", _("Cancelled")
    COMPLETED = "completed", pgettext_lazy("prescription", "Completed")
    ENTERED_IN_ERROR = "entered-in-error", _("Entered in error")
    STOPPED = "stopped", _("Stopped")
    DRAFT = "draft", _("Draft")
    UNKNOWN = "unknown", _("Not known")


class MedicationRequestIntent(TextChoices):
    """FHIR R4, MedicationRequest.intent."""

    PROPOSAL = "proposal", _("Suggestion")
    PLAN = "plan", _("Plan")
    ORDER = "order", _("Prescription")
    ORIGINAL_ORDER = "original-order", _("Prescription")
    REFLEX_ORDER = "reflex-order", _("Prescription")
    FILLER_ORDER = "filler-order", _("Prescription")
    INSTANCE_ORDER = "instance-order", _("Single dose")
    OPTION = "option", _("Option")


class ConditionClinicalStatus(TextChoices):
    """FHIR R4, condition-clinical."""

    ACTIVE = "active", _("Ongoing")
    RECURRENCE = "recurrence", _("Recurrence")
    RELAPSE = "relapse", _("Relapse")
    INACTIVE = "inactive", _("Inactive")
    REMISSION = "remission", _("Remission")
    RESOLVED = "resolved", _("Resolved")


class ConditionVerificationStatus(TextChoices):
    """FHIR R4, condition-ver-status."""

    UNCONFIRMED = "unconfirmed", _("Not confirmed")
    PROVISIONAL = "provisional", _("Provisional")
    DIFFERENTIAL = "differential", _("One of several possibilities")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUTED = "refuted", _("Ruled out")
    ENTERED_IN_ERROR = "entered-in-error", _("Entered in error")


class ImmunizationStatus(TextChoices):
    """FHIR R4, Immunization.status."""

    COMPLETED = "completed", _("Given")
    ENTERED_IN_ERROR = "entered-in-error", _("Entered in error")
    NOT_DONE = "not-done", _("Not given")


class DocumentReferenceStatus(TextChoices):
    """FHIR R4, DocumentReference.status."""

    CURRENT = "current", _("In force")
    SUPERSEDED = "superseded", _("Replaced by a newer document")
    ENTERED_IN_ERROR = "entered-in-error", _("Entered in error")


class InvoiceStatus(TextChoices):
    """FHIR R4, Invoice.status."""

    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("To be paid")
    BALANCED = "balanced", _("Paid")
    CANCELLED = "cancelled", _("Cancelled")
    ENTERED_IN_ERROR = "entered-in-error", _("Entered in error")


ENTERED_IN_ERROR = "entered-in-error"
