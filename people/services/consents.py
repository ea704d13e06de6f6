"""What people agree to: texts in versions, agreements, withdrawals."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from people import audit
from people.access import Access
from people.codes import ConsentKind, ConsentMeans
from people.errors import ConsentInvalid, ConsentMissing, ConsentTextMissing
from people.models import Consent, ConsentText, ConsentWithdrawal, Patient


def publish_consent_text(
    *, kind: str, language: str, title: str, body: str, valid_from: datetime, version: int | None = None
) -> ConsentText:
    """Add the next version of a text. Publishing the newest words again returns the version that has them."""
    newest = ConsentText.objects.filter(kind=kind, language=language).order_by("-version").first()
    content_hash = sha256(f"{title}\n\n{body}".encode()).hexdigest()
    if newest is not None and newest.hash == content_hash:
        return newest
    return ConsentText.objects.create(
        kind=kind,
        language=language,
        version=version or (newest.version + 1 if newest else 1),
        title=title,
        body=body,
        valid_from=valid_from,
        hash=content_hash,
    )


def current_consent_text(kind: str, language: str, *, now: datetime | None = None) -> ConsentText:
    """The text in force. Raises ConsentTextMissing: without a text nobody can agree to anything."""
    in_force = ConsentText.objects.filter(kind=kind, language=language, valid_from__lte=now or timezone.now())
    text = in_force.order_by("-valid_from", "-version").first()
    if text is None:
        raise ConsentTextMissing(f"No consent text of kind {kind!r} is in force in {language!r}.")
    return text


@transaction.atomic
def give_consent(
    *,
    access: Access,
    patient: Patient,
    text: ConsentText,
    purpose: str,
    how: str = ConsentMeans.SIGNED_IN_FORM,
    appointment_id: UUID | None = None,
    receiver: str = "",
) -> Consent:
    """Record an agreement to a text. Raises ConsentInvalid when text, purpose and appointment do not fit."""
    if text.kind != purpose:
        raise ConsentInvalid(f"A text of kind {text.kind!r} is no consent for {purpose!r}.")
    if (purpose == ConsentKind.APPOINTMENT) != (appointment_id is not None):
        raise ConsentInvalid("A consent names an appointment exactly when it is for one.")
    consent = Consent.objects.create(
        patient=patient,
        text=text,
        purpose=purpose,
        receiver=receiver,
        appointment_id=appointment_id,
        given_at=timezone.now(),
        how=how,
        given_by=access.actor.pk if access.actor else None,
        ip=access.ip or None,
    )
    audit.record(
        access,
        "consent.given",
        consent,
        patient_id=patient.pk,
        detail={"purpose": purpose, "text": str(text.pk)},
    )
    return consent


@transaction.atomic
def withdraw_consent(
    *, access: Access, consent: Consent, how: str = ConsentMeans.SIGNED_IN_FORM
) -> ConsentWithdrawal:
    """End a consent now. Withdrawing twice returns the first withdrawal."""
    withdrawal, created = ConsentWithdrawal.objects.get_or_create(
        consent=consent,
        defaults={
            "withdrawn_at": timezone.now(),
            "how": how,
            "withdrawn_by": access.actor.pk if access.actor else None,
        },
    )
    if created:
        audit.record(
            access,
            "consent.withdrawn",
            consent,
            patient_id=consent.patient_id,
            detail={"purpose": consent.purpose},
        )
    return withdrawal


def valid_consents(patient: Patient, purpose: str) -> models.QuerySet[Consent]:
    return patient.consents.filter(purpose=purpose, withdrawal__isnull=True).order_by("-given_at")


def require_consent(
    patient: Patient, purpose: str, *, receiver: str = "", appointment_id: UUID | None = None
) -> Consent:
    """The newest valid consent for this purpose. Raises ConsentMissing; ask at the moment data leaves."""
    consents = valid_consents(patient, purpose).filter(receiver=receiver)
    if appointment_id is not None:
        consents = consents.filter(appointment_id=appointment_id)
    consent = consents.first()
    if consent is None:
        raise ConsentMissing(f"Patient {patient.pk} has given no valid consent for {purpose!r}.")
    return consent
