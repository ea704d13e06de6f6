"""What is done with people: registering, consenting, acting for a relative. One transaction each, audited."""

from base64 import b32encode
from binascii import unhexlify
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.util import random_hex

from people import audit, second_factor
from people.access import Access, open_one
from people.codes import ConsentKind, ConsentMeans, Purpose, Role
from people.errors import ConsentInvalid, ConsentMissing, ConsentTextMissing, IdentifierTaken
from people.models import (
    AccessEvent,
    Consent,
    ConsentText,
    ConsentWithdrawal,
    Patient,
    PatientIdentifier,
    RelatedPerson,
    User,
)


@transaction.atomic
def register_patient(
    *,
    access: Access,
    user: User | None = None,
    family: str,
    given: str,
    patronymic: str = "",
    birth_date: date,
    phone: str = "",
    email: str = "",
    gender: str,
    preferred_language: str = "ru",
    identifiers: Iterable[tuple[str, str]] = (),
) -> Patient:
    """Create a patient, for the account when there is one. Identifiers are (system, value).

    Raises IdentifierTaken when another patient has one of the identifiers.
    """
    patient = Patient.objects.create(
        user=user,
        family=family,
        given=given,
        patronymic=patronymic,
        birth_date=birth_date,
        phone=phone,
        email=email,
        gender=gender,
        preferred_language=preferred_language,
    )
    for system, value in identifiers:
        add_identifier(patient, system=system, value=value)
    audit.record(access, "patient.registered", patient, patient_id=patient.pk)
    return patient


@transaction.atomic
def open_patient_record(
    *,
    access: Access,
    user: User,
    text: ConsentText,
    family: str,
    given: str,
    patronymic: str,
    birth_date: date,
    gender: str,
) -> Patient:
    """Register the owner of an account with their verified phone and their consent. Twice gives the first record."""
    # The row lock makes a double click wait for the first one.
    account = User.objects.select_for_update().get(pk=user.pk)
    existing = Patient.objects.filter(user=account).first()
    if existing is not None:
        return existing
    patient = register_patient(
        access=access,
        user=account,
        family=family,
        given=given,
        patronymic=patronymic,
        birth_date=birth_date,
        phone=open_one(access, account, "phone").phone,
        gender=gender,
        preferred_language=account.preferred_language,
    )
    give_consent(access=access, patient=patient, text=text, purpose=ConsentKind.REGISTRATION)
    return patient


@transaction.atomic
def register_child(
    *,
    access: Access,
    guardian: User,
    relationship: str,
    text: ConsentText,
    family: str,
    given: str,
    patronymic: str,
    birth_date: date,
    gender: str,
    now: datetime,
) -> Patient:
    """Register a child for whom the guardian agrees and acts, until the child is of age (18, Civil Code, art. 21)."""
    child = register_patient(
        access=access, family=family, given=given, patronymic=patronymic, birth_date=birth_date, gender=gender
    )
    own_access = access.for_patient(child)
    give_consent(access=own_access, patient=child, text=text, purpose=ConsentKind.REGISTRATION)
    grant_representation(
        access=own_access,
        patient=child,
        user=guardian,
        relationship=relationship,
        valid_from=now,
        valid_until=_coming_of_age(birth_date),
    )
    return child


def _coming_of_age(birth_date: date) -> datetime:
    """Midnight of the eighteenth birthday; who was born on 29 February waits for 1 March."""
    year = birth_date.year + 18
    try:
        birthday = birth_date.replace(year=year)
    except ValueError:
        birthday = date(year, 3, 1)
    return datetime.combine(birthday, time(0), tzinfo=timezone.get_default_timezone())


@transaction.atomic
def change_contacts(*, access: Access, patient: Patient, email: str, preferred_language: str) -> None:
    """Where and in which language the patient is written to."""
    patient.email = email
    patient.preferred_language = preferred_language
    patient.save(update_fields=["email", "email_index", "preferred_language"])
    audit.record(access, "patient.contacts-changed", patient, patient_id=patient.pk)


def add_identifier(patient: Patient, *, system: str, value: str) -> PatientIdentifier:
    """Raises IdentifierTaken when this (system, value) already belongs to a patient."""
    try:
        with transaction.atomic():
            return PatientIdentifier.objects.create(patient=patient, system=system, value=value)
    except IntegrityError as error:
        raise IdentifierTaken(f"Another patient already has this identifier of {system}.") from error


def patient_by_identifier(system: str, value: str) -> Patient | None:
    """The patient another system knows by this number."""
    return Patient.objects.filter(identifiers__system=system, identifiers__value_index=value).first()


def patients_of(user: User, *, now: datetime | None = None) -> models.QuerySet[Patient]:
    """The patients this account may act for: its own person first, then those with a valid grant."""
    granted = RelatedPerson.objects.valid(now or timezone.now()).filter(user=user).values("patient")
    own_first = models.Case(models.When(user=user, then=0), default=1, output_field=models.IntegerField())
    return Patient.objects.filter(Q(user=user) | Q(pk__in=granted), active=True).order_by(
        own_first, "created_at"
    )


@transaction.atomic
def grant_representation(
    *,
    access: Access,
    patient: Patient,
    user: User,
    relationship: str,
    valid_from: datetime,
    valid_until: datetime | None = None,
) -> RelatedPerson:
    """Let an account act for a patient. Times are instants; without `valid_until` it ends only by revocation."""
    grant = RelatedPerson.objects.create(
        patient=patient, user=user, relationship=relationship, valid_from=valid_from, valid_until=valid_until
    )
    audit.record(
        access, "representation.granted", grant, patient_id=patient.pk, detail={"user": str(user.pk)}
    )
    return grant


@transaction.atomic
def revoke_representation(*, access: Access, grant: RelatedPerson, now: datetime) -> None:
    """End a grant at once. Revoking twice changes nothing."""
    if not RelatedPerson.objects.filter(pk=grant.pk, revoked_at__isnull=True).update(revoked_at=now):
        return
    grant.revoked_at = now
    audit.record(access, "representation.revoked", grant, patient_id=grant.patient_id)


# --- Staff ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a person puts into an authenticator app, and the code it should show at the given time."""

    uri: str
    secret: str
    code: str


def enrol_totp(user: User, *, now: datetime, seed: str | None = None) -> Enrolment:
    """Give a member of staff a second factor without the wizard: for a new server and the demonstration.

    `seed` is 20 bytes in hexadecimal, random by default. `secret` is what apps ask for when they cannot scan.
    """
    chosen = seed or random_hex(20)
    access = Access.system("staff", purpose=Purpose.ADMINISTRATION)
    second_factor.enrol(user, chosen, access=access)
    totp = TOTP(unhexlify(chosen))
    totp.time = now.timestamp()
    return Enrolment(
        uri=second_factor.provisioning_uri(user, chosen),
        secret=b32encode(unhexlify(chosen)).decode(),
        code=f"{totp.token():06}",
    )


# --- Consents -----------------------------------------------------------------------------------------


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


# --- The patient's own view of the trail ----------------------------------------------------------------


def accesses_to(patient: Patient) -> models.QuerySet[AccessEvent]:
    """Who looked at my card: every opening by people, newest first. The portal's own work is left out."""
    return AccessEvent.objects.filter(patient_id=patient.pk).exclude(actor_role=Role.SYSTEM).order_by("-at")
