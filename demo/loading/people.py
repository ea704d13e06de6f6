"""Consent texts, patients with their accounts and families, and the staff."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from django.utils import timezone

from booking.models import Practitioner
from demo.crowd import Person, Principal, crowd, principals
from demo.identity import key
from demo.words import Content, Words, read
from demo.writing import codes_in, text_pair
from people import data_keys, second_factor
from people.access import Access
from people.codes import ConsentKind, Purpose
from people.models import ConsentText, Patient, User
from people.services import (
    add_identifier,
    current_consent_text,
    give_consent,
    grant_representation,
    patients_of,
    publish_consent_text,
)

#: Where the named patients' invented insurance policies are numbered.
POLICY_SYSTEM = "https://cedar-clover.example.org/policies"
CONSENTS_SINCE = dt.datetime(2024, 1, 15, tzinfo=dt.UTC)
#: Seed of the ready-made authenticator of `admin`, hexadecimal: known to everybody, as everything here.
READY_SEED = "63656461722d616e642d636c6f7665722d646d6f"
READY_ACCOUNT = "admin"


class StaffAccount(Content):
    username: str
    role: Words
    groups: tuple[str, ...]
    password: str
    superuser: bool = False
    practitioner: str | None = None


def staff_accounts() -> tuple[StaffAccount, ...]:
    return read(tuple[StaffAccount, ...], "staff.yaml")


def load_consent_texts() -> None:
    for kind in codes_in("consents"):
        for language, text in text_pair("consents", kind).items():
            if not ConsentText.objects.filter(kind=kind, language=language).exists():
                publish_consent_text(
                    kind=kind, language=language, title=text.title, body=text.body, valid_from=CONSENTS_SINCE
                )


def load_patients() -> None:
    access = Access.system("demo", purpose=Purpose.ADMINISTRATION)
    for principal in principals():
        if not Patient.objects.filter(pk=patient_key(principal.code)).exists():
            _load_principal(principal, access)
    for principal in principals():
        if principal.represented_by:
            _grant(principal, access)
    known = set(Patient.objects.values_list("pk", flat=True))
    Patient.objects.bulk_create(
        [Patient(**_columns(person)) for person in crowd() if patient_key(person.code) not in known]
    )


def patient_key(code: str) -> UUID:
    return key("patient", code)


def _load_principal(principal: Principal, access: Access) -> None:
    # A child and whoever has no phone of their own are acted for; the others sign in.
    user = _account(principal) if principal.phone else None
    patient = Patient.objects.create(user=user, **_columns(principal))
    add_identifier(patient, system=POLICY_SYSTEM, value=principal.policy)
    give_consent(
        access=access,
        patient=patient,
        text=current_consent_text(ConsentKind.REGISTRATION, principal.language),
        purpose=ConsentKind.REGISTRATION,
    )


def _account(principal: Principal) -> User:
    """The account of this number; a visitor may have opened one before the clinic was loaded."""
    known: User | None = User.objects.filter(phone_index=principal.phone).first()
    return known or User.objects.create_for_phone(
        principal.phone, verified_at=timezone.now(), preferred_language=principal.language
    )


def _grant(principal: Principal, access: Access) -> None:
    patient = Patient.objects.get(pk=patient_key(principal.code))
    relative = Patient.objects.get(pk=patient_key(principal.represented_by or "")).user
    if relative is not None and not patients_of(relative).filter(pk=patient.pk).exists():
        grant_representation(
            access=access,
            patient=patient,
            user=relative,
            relationship=principal.relationship,
            valid_from=timezone.now(),
        )


def _columns(person: Person) -> dict[str, Any]:
    return {
        "id": patient_key(person.code),
        "family": person.family,
        "given": person.given,
        "patronymic": person.patronymic,
        "birth_date": person.birth_date,
        "phone": person.phone,
        "email": person.email,
        "gender": person.gender,
        "preferred_language": person.language,
    }


def load_staff() -> None:
    access = Access.system("demo", purpose=Purpose.ADMINISTRATION)
    for account in staff_accounts():
        if User.objects.filter(username=account.username).exists():
            continue
        user = User.objects.create_user(
            account.username,
            f"{account.username}@cedar-clover.example.org",
            account.password,
            first_name=account.role.ru,
            is_superuser=account.superuser,
        )
        user.groups.set(Group.objects.filter(name__in=account.groups))
        if account.practitioner:
            Practitioner.objects.filter(pk=key("practitioner", account.practitioner)).update(user=user)
        if account.username == READY_ACCOUNT:
            with data_keys.remembered():
                second_factor.enrol(user, READY_SEED, access=access)
