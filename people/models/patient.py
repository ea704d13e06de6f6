from datetime import datetime
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from people import data_keys, normalise
from people.codes import Gender, Relationship
from people.fields import BlindIndexField, EncryptedDateField, EncryptedTextField, SealedQuerySet


class PatientQuerySet(SealedQuerySet):
    def active(self) -> "PatientQuerySet":
        return self.filter(active=True)


class Patient(models.Model):
    """FHIR Patient. Everything that names the person is sealed with their own key."""

    sealed_for = "id"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="patient"
    )
    family = EncryptedTextField()
    family_index = BlindIndexField(source="family", normalise=normalise.surname)
    given = EncryptedTextField()
    patronymic = EncryptedTextField(blank=True)
    birth_date = EncryptedDateField()
    phone = EncryptedTextField(blank=True)
    phone_index = BlindIndexField(source="phone", normalise=normalise.phone)
    email = EncryptedTextField(blank=True)
    email_index = BlindIndexField(source="email", normalise=normalise.email)
    gender = models.CharField(max_length=8, choices=Gender.choices)
    active = models.BooleanField(default=True)
    preferred_language = models.CharField(
        max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Patient"]] = PatientQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Patient {self.pk}"

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        # Six sealed columns, one look-up of the key.
        with data_keys.remembered():
            super().save_base(*args, **kwargs)


class PatientIdentifier(models.Model):
    """A number other systems know the patient by: policy, SNILS, the MIS's own. FHIR Identifier."""

    sealed_for = "patient_id"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="identifiers")
    system = models.CharField(max_length=255)
    value = EncryptedTextField()
    value_index = BlindIndexField(source="value", normalise=normalise.identifier)

    objects: ClassVar[models.Manager["PatientIdentifier"]] = SealedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "value_index"], name="patient_identifier_once")
        ]

    def __str__(self) -> str:
        return f"{self.system} of {self.patient_id}"


class RelatedPersonQuerySet(models.QuerySet["RelatedPerson"]):
    def valid(self, now: datetime) -> "RelatedPersonQuerySet":
        return self.filter(revoked_at__isnull=True, valid_from__lte=now).exclude(valid_until__lte=now)


class RelatedPerson(models.Model):
    """A grant: this account may act for this patient, from, until, unless revoked. FHIR RelatedPerson."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="related_persons")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="represents")
    relationship = models.CharField(max_length=16, choices=Relationship.choices)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = RelatedPersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gt=models.F("valid_from")),
                name="related_person_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.patient_id}"
