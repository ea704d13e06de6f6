"""Appointments, and what keeps their doctor, room, equipment and patient free of anything else."""

from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from booking.codes import (
    OPEN_STATUSES,
    AppointmentStatus,
    CancelReason,
    Channel,
    CommitmentKind,
    Modality,
    MoveStatus,
    ResourceType,
    VisitType,
)
from booking.models.base import Occurrence
from booking.models.catalogue import HealthcareService
from booking.models.places import Location, Room
from booking.models.practitioners import Practitioner
from people.fields import EncryptedTextField, SealedQuerySet
from people.models import Patient

#: Longest commitment. A bounded length lets "what overlaps this window" be a short range of the start index.
LONGEST_COMMITMENT = timedelta(days=1)


class Visit(models.Model):
    """Who, what, where and when: the part that a held time and an appointment have in common."""

    practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="%(class)ss", verbose_name=_("doctor")
    )
    service = models.ForeignKey(
        HealthcareService, models.PROTECT, related_name="%(class)ss", verbose_name=_("service")
    )
    location = models.ForeignKey(
        Location, models.PROTECT, related_name="%(class)ss", verbose_name=_("branch")
    )
    room = models.ForeignKey(
        Room, models.PROTECT, related_name="%(class)ss", null=True, blank=True, verbose_name=_("room")
    )
    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"))
    modality = models.CharField(
        _("how patient and doctor meet"),
        max_length=10,
        choices=[(kind.value, kind.label) for kind in (Modality.IN_PERSON, Modality.VIRTUAL)],
        default=Modality.IN_PERSON,
    )
    visit_type = models.CharField(
        _("visit type"), max_length=10, choices=VisitType.choices, default=VisitType.FIRST
    )
    price = models.DecimalField(_("price"), max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="RUB")
    session = models.ForeignKey(
        "booking.GroupSession",
        models.PROTECT,
        related_name="%(class)ss",
        null=True,
        blank=True,
        verbose_name=_("group session"),
    )
    booking_token = models.TextField(
        blank=True, editable=False, help_text=_("Opaque: what the system needs to book")
    )

    class Meta:
        abstract = True


class GroupSession(Occurrence):
    """A visit of several patients to one doctor; it exists while at least one seat is held or taken."""

    practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="sessions", verbose_name=_("doctor")
    )
    service = models.ForeignKey(
        HealthcareService, models.PROTECT, related_name="sessions", verbose_name=_("service")
    )
    location = models.ForeignKey(Location, models.PROTECT, related_name="sessions", verbose_name=_("branch"))
    room = models.ForeignKey(
        Room, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("room")
    )
    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"))
    modality = models.CharField(_("how patients are seen"), max_length=10, choices=Modality.choices)
    seats = models.PositiveSmallIntegerField(_("seats"))

    class Meta:
        verbose_name = _("group session")
        verbose_name_plural = _("group sessions")
        ordering = ["start"]
        indexes = [models.Index(fields=["practitioner", "start"], name="booking_session_when")]
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="booking_session_order")]

    def __str__(self) -> str:
        return f"{self.service} {self.start:%Y-%m-%d %H:%M}"


class HoldQuerySet(models.QuerySet["Hold"]):
    def live(self, now: datetime | models.Expression) -> Self:
        return self.filter(expires_at__gt=now, booked_at=None)


class Hold(Occurrence):
    """A time kept for a session, then for a patient, while they decide. Expired holds keep nothing."""

    session_key = models.CharField(max_length=64, blank=True)
    patient = models.ForeignKey(
        Patient, models.CASCADE, related_name="holds", null=True, blank=True, verbose_name=_("patient")
    )
    audience = models.CharField(max_length=10)
    channel = models.CharField(_("made by"), max_length=10, choices=Channel.choices, default=Channel.WEB)
    override = models.BooleanField(_("against the rules"), default=False)
    created_at = models.DateTimeField(_("created"))
    expires_at = models.DateTimeField(_("expires"))
    extended_at = models.DateTimeField(_("extended"), null=True, blank=True)
    #: What it kept belongs to appointments now; the sweeper takes the row away.
    booked_at = models.DateTimeField(_("booked"), null=True, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("held time")
        verbose_name_plural = _("held times")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["session_key", "expires_at"], name="booking_hold_session"),
            models.Index(fields=["expires_at"], name="booking_hold_expiry"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_live(self, now: datetime) -> bool:
        return self.expires_at > now and self.booked_at is None


class HoldLeg(Visit, Occurrence):
    """One visit of a hold: a program holds several at once."""

    hold = models.ForeignKey(Hold, models.CASCADE, related_name="legs")
    number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("held visit")
        verbose_name_plural = _("held visits")
        ordering = ["number", "start"]
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="booking_hold_leg_order")]

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M}"


class AppointmentQuerySet(SealedQuerySet):
    def for_patient(self, patient: Patient) -> Self:
        return self.filter(patient=patient)

    def open(self) -> Self:
        return self.filter(status__in=OPEN_STATUSES)

    def upcoming(self, now: datetime) -> Self:
        return self.open().filter(end__gt=now).order_by("start")

    def past(self, now: datetime) -> Self:
        return self.exclude(status__in=OPEN_STATUSES, end__gt=now).order_by("-start")

    def with_names(self) -> Self:
        """With everything that a list of appointments prints."""
        return self.select_related("practitioner", "service", "service__speciality", "location", "room")


class Appointment(Visit, Occurrence):
    """FHIR Appointment. Times are the patient's; buffers belong to the commitments of doctor and room."""

    sealed_for = "patient_id"

    patient = models.ForeignKey(
        Patient, models.PROTECT, related_name="appointments", verbose_name=_("patient")
    )
    status = models.CharField(_("status"), max_length=20, choices=AppointmentStatus.choices)
    #: None rather than sealed nothing: most patients have no comment, and a seal costs a key.
    comment = EncryptedTextField(_("patient's comment"), blank=True, null=True, default=None)
    referral = models.ForeignKey(
        "booking.ServiceRequest",
        models.PROTECT,
        related_name="appointments",
        null=True,
        blank=True,
        verbose_name=_("referral"),
    )
    program_booking = models.ForeignKey(
        "booking.ProgramBooking",
        models.PROTECT,
        related_name="appointments",
        null=True,
        blank=True,
        verbose_name=_("program"),
    )
    program_leg = models.ForeignKey(
        "booking.ProgramLeg",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("program leg"),
    )
    course = models.ForeignKey(
        "booking.Course",
        models.PROTECT,
        related_name="appointments",
        null=True,
        blank=True,
        verbose_name=_("course"),
    )
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("booked by"),
    )
    channel = models.CharField(_("made by"), max_length=10, choices=Channel.choices, default=Channel.WEB)
    #: Key of the hold it was booked from: a form sent twice finds what the first sending made.
    hold_key = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    external_system = models.CharField(_("external system"), max_length=50, blank=True)
    external_id = models.CharField(_("number in the external system"), max_length=200, blank=True)
    version = models.PositiveIntegerField(
        default=1, help_text=_("Grows with every change, so that a page or a notice never goes backwards")
    )
    preparation_acknowledged_at = models.DateTimeField(_("preparation was read"), null=True, blank=True)
    override_reason = models.CharField(_("why the rules were overridden"), max_length=300, blank=True)
    cancel_reason = models.CharField(
        _("why cancelled"), max_length=10, choices=CancelReason.choices, blank=True
    )
    reject_code = models.CharField(_("why refused"), max_length=50, blank=True)
    created_at = models.DateTimeField(_("created"))
    updated_at = models.DateTimeField(_("changed"))
    arrived_at = models.DateTimeField(_("checked in"), null=True, blank=True)
    ended_at = models.DateTimeField(_("completed or cancelled"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["start"]
        indexes = [
            models.Index(fields=["patient", "start"], name="booking_appointment_patient"),
            models.Index(fields=["practitioner", "start"], name="booking_appointment_doctor"),
            models.Index(fields=["location", "start"], name="booking_appointment_branch"),
            models.Index(fields=["start"], condition=Q(status="pending"), name="booking_appointment_pending"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="booking_appointment_order"),
            models.UniqueConstraint(
                fields=["external_system", "external_id"],
                condition=~Q(external_id=""),
                name="booking_appointment_external",
            ),
            # FHIR R4, Appointment app-4: a reason for cancelling belongs to what was cancelled or missed.
            models.CheckConstraint(
                condition=Q(cancel_reason="") | Q(status__in=("cancelled", "noshow", "entered-in-error")),
                name="booking_appointment_cancel_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.start:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES


class AppointmentMove(Occurrence):
    """A change of time, doctor or branch. The earlier time stays occupied until the new one is confirmed."""

    appointment = models.ForeignKey(
        Appointment, models.CASCADE, related_name="moves", verbose_name=_("appointment")
    )
    status = models.CharField(
        _("state"), max_length=10, choices=MoveStatus.choices, default=MoveStatus.REQUESTED
    )
    #: What the appointment was and what it occupied, to be restored when the move is refused.
    previous = models.JSONField(_("before"))
    previous_occupied = models.JSONField(default=list)
    #: What it will occupy once the move stands.
    target_occupied = models.JSONField(default=list)
    previous_start = models.DateTimeField(_("earlier start"))
    previous_practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="+", verbose_name=_("earlier doctor")
    )
    previous_location = models.ForeignKey(
        Location, models.PROTECT, related_name="+", verbose_name=_("earlier branch")
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, verbose_name=_("moved by")
    )
    requested_at = models.DateTimeField(_("asked for"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("move of an appointment")
        verbose_name_plural = _("moves of appointments")
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"],
                condition=Q(status=MoveStatus.REQUESTED),
                name="booking_one_move_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.previous_start:%Y-%m-%d %H:%M}"


class Block(Occurrence):
    """Time that staff took out of sale: a meeting, a repair, a doctor who left early."""

    resource_type = models.CharField(_("what"), max_length=12, choices=ResourceType.choices)
    resource_id = models.UUIDField()
    location = models.ForeignKey(
        Location, models.CASCADE, related_name="blocks", null=True, verbose_name=_("branch")
    )
    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"))
    reason = models.CharField(_("reason"), max_length=300)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, verbose_name=_("author")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("blocked time")
        verbose_name_plural = _("blocked times")
        ordering = ["start"]
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="booking_block_order")]

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M} {self.reason}"


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def overlapping(self, start: datetime, end: datetime) -> Self:
        return self.filter(start__gt=start - LONGEST_COMMITMENT, start__lt=end, end__gt=start)

    def live(self, now: datetime) -> Self:
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now))


class Commitment(models.Model):
    """A resource is occupied for a range of UTC, its buffers included, `[start, end)`.

    Two rows of one resource never overlap: the database itself refuses them (migration 0002). What is
    cancelled has no row here. Rows of expired holds wait for whoever needs the time, or for the sweeper.
    """

    wagtail_reference_index_ignore = True

    resource_id = models.UUIDField()
    resource_type = models.CharField(max_length=12, choices=ResourceType.choices)
    start = models.DateTimeField()
    end = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=CommitmentKind.choices)
    expires_at = models.DateTimeField(null=True, blank=True)
    leg = models.ForeignKey(
        HoldLeg, models.CASCADE, related_name="commitments", null=True, blank=True, db_index=False
    )
    appointment = models.ForeignKey(
        Appointment, models.CASCADE, related_name="commitments", null=True, blank=True, db_index=False
    )
    session = models.ForeignKey(
        GroupSession, models.CASCADE, related_name="commitments", null=True, blank=True, db_index=False
    )
    block = models.ForeignKey(
        Block, models.CASCADE, related_name="commitments", null=True, blank=True, db_index=False
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        indexes = [
            # All that a search reads, so that it need not visit the table.
            models.Index(
                fields=["resource_id", "start", "end", "expires_at"], name="booking_commitment_when"
            ),
            # A row has one owner: an index of each would hold three quarters of nothing.
            models.Index(fields=["leg"], condition=Q(leg__isnull=False), name="booking_commitment_leg"),
            models.Index(
                fields=["appointment"],
                condition=Q(appointment__isnull=False),
                name="booking_commitment_appointment",
            ),
            models.Index(
                fields=["session"], condition=Q(session__isnull=False), name="booking_commitment_session"
            ),
            models.Index(fields=["block"], condition=Q(block__isnull=False), name="booking_commitment_block"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="booking_commitment_order"),
            models.CheckConstraint(
                condition=Q(end__lte=F("start") + LONGEST_COMMITMENT), name="booking_commitment_length"
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind="hold", leg__isnull=False, expires_at__isnull=False)
                    | Q(kind="appointment", appointment__isnull=False, expires_at=None)
                    # It expires while only holds ask for it, and stands once a seat is booked.
                    | Q(kind="session", session__isnull=False)
                    | Q(kind="block", block__isnull=False, expires_at=None)
                ),
                name="booking_commitment_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_type} {self.resource_id} {self.start:%Y-%m-%d %H:%M}–{self.end:%H:%M}"


class IdempotencyRecord(models.Model):
    """The answer to a request that must not happen twice, kept in the transaction of its effect."""

    wagtail_reference_index_ignore = True

    actor = models.CharField(max_length=64)
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    result_id = models.UUIDField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="booking_idempotency_unique")]
        indexes = [models.Index(fields=["created_at"], name="booking_idempotency_age")]

    def __str__(self) -> str:
        return self.key


def seat_resource(session_id: UUID, seat: int) -> UUID:
    """Key under which a seat of a session is committed: the session's own, plus the number of the seat."""
    return UUID(int=(session_id.int + seat) % (1 << 128))
