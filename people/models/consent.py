from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from people.codes import ConsentKind, ConsentMeans
from people.models.patient import Patient


class ConsentText(models.Model):
    """One version of what people agree to. Never changed: a better wording is a new version.

    The database refuses update and delete (`people.append_only`).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=ConsentKind.choices)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=255)
    body = models.TextField()
    valid_from = models.DateTimeField()
    #: SHA-256 of title and body, hexadecimal: proves what was shown.
    hash = models.CharField(max_length=64, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "version"], name="consent_text_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} v{self.version}"


class Consent(models.Model):
    """A person's agreement to one text for one purpose. FHIR Consent. Ends only by a withdrawal."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=16, choices=ConsentKind.choices)
    #: Who receives the data, for a transfer.
    receiver = models.CharField(max_length=255, blank=True)
    #: Set for purpose "appointment"; booking sits above this room, so no foreign key.
    appointment_id = models.UUIDField(null=True, blank=True, db_index=True)
    given_at = models.DateTimeField()
    how = models.CharField(max_length=16, choices=ConsentMeans.choices)
    #: The account that agreed, which for a child is the parent's.
    given_by = models.UUIDField(null=True)
    ip = models.GenericIPAddressField(null=True)

    withdrawal: "ConsentWithdrawal"

    objects: ClassVar[models.Manager["Consent"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["patient", "purpose", "-given_at"])]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.patient_id}"


class ConsentWithdrawal(models.Model):
    """The end of a consent."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_at = models.DateTimeField()
    how = models.CharField(max_length=16, choices=ConsentMeans.choices)
    withdrawn_by = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"withdrawal of {self.consent_id}"
