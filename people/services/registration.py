"""Patients come to be known, and what is known of them changes.

Many are known before they ever open the site: the front desk wrote them down, or an information system sent them.
Whoever then proves by a code that the number of such a record is theirs, and gives its name and birth date, gets that
record and not a second one.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils import timezone

from people import audit, normalise
from people.access import Access, open_fields, open_one
from people.codes import AccessAction, ConsentKind
from people.errors import IdentifierTaken
from people.models import ConsentText, Patient, PatientIdentifier, User
from people.services.consents import give_consent
from people.services.representation import grant_representation


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
    """Give the owner of an account, whose phone is verified, their record: the one that is known, or a new one.

    Records their consent. Twice gives the first record.
    """
    # The row lock makes a double click wait for the first one.
    account = User.objects.select_for_update().get(pk=user.pk)
    existing = Patient.objects.filter(user=account).first()
    if existing is not None:
        return existing
    phone = open_one(access, account, "phone").phone
    patient = _known_by_phone(access, phone, family=family, given=given, birth_date=birth_date)
    if patient is not None:
        patient.user = account
        patient.save(update_fields=["user"])
        audit.record(access, "patient.account-linked", patient, patient_id=patient.pk)
    else:
        patient = register_patient(
            access=access,
            user=account,
            family=family,
            given=given,
            patronymic=patronymic,
            birth_date=birth_date,
            phone=phone,
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
    """Register a child for whom the guardian agrees and acts, until the child is of age (18, Civil Code, art. 21).

    A child whose record names the guardian's verified phone is known already.
    """
    phone = open_one(access, guardian, "phone").phone
    child = _known_by_phone(access, phone, family=family, given=given, birth_date=birth_date)
    if child is None:
        child = register_patient(
            access=access,
            family=family,
            given=given,
            patronymic=patronymic,
            birth_date=birth_date,
            gender=gender,
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


def _known_by_phone(
    access: Access, phone: str | None, *, family: str, given: str, birth_date: date
) -> Patient | None:
    """The record nobody has an account for, with this phone, name and birth date.

    Several people share a phone, twins a birth date too, so all must agree. Of two such records neither is given
    away: that is for the front desk. An account has one try, because afterwards it has a record.
    """
    if not phone:
        return None
    waiting = Patient.objects.select_for_update().filter(phone_index=phone, user=None, active=True)
    opened = open_fields(access, waiting, ("family", "given", "birth_date"), action=AccessAction.SEARCH)
    said = (normalise.surname(family), normalise.surname(given), birth_date)
    same = [
        one.record
        for one in opened
        if (normalise.surname(one.family), normalise.surname(one.given), one.birth_date) == said
    ]
    return same[0] if len(same) == 1 else None


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


@transaction.atomic
def correct_contacts(*, access: Access, patient: Patient, phone: str, email: str) -> None:
    """What the front desk has been told. The number of an account that signs in stays as it is."""
    patient.phone, patient.email = phone, email
    patient.save(update_fields=["phone", "phone_index", "email", "email_index"])
    audit.record(access, "patient.contacts-changed", patient, patient_id=patient.pk)


def add_identifier(patient: Patient, *, system: str, value: str) -> PatientIdentifier:
    """A step of registering and importing, whose audit event covers it.

    Raises IdentifierTaken when this (system, value) already belongs to a patient.
    """
    try:
        with transaction.atomic():
            return PatientIdentifier.objects.create(patient=patient, system=system, value=value)
    except IntegrityError as error:
        raise IdentifierTaken(f"Another patient already has this identifier of {system}.") from error


def patient_by_identifier(system: str, value: str) -> Patient | None:
    """The patient another system knows by this number."""
    return Patient.objects.filter(identifiers__system=system, identifiers__value_index=value).first()
