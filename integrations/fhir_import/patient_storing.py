"""Registering patients, and recognising those who are known.

Nobody is ever merged by likeness: a patient is recognised by the sender's own name for them or by an
identifier, and the birth date must agree. Whatever is doubtful is refused and left to a person.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from integrations.fhir_import.errors import Refused
from integrations.fhir_import.outcome import CHANGED, CREATED, UNCHANGED
from integrations.fhir_import.people_mapping import ReceivedPatient
from people import audit
from people.access import Access, open_one
from people.errors import IdentifierTaken
from people.models import Patient
from people.services import add_identifier, patient_by_identifier, register_patient
from records.models import ExternalRecord
from records.services import fingerprint, known_records

#: Columns that the sender owns as long as the patient has no account of their own.
_COLUMNS = ("family", "given", "patronymic", "phone", "email")


@transaction.atomic
def store_patient(received: ReceivedPatient, *, access: Access, now: datetime) -> tuple[UUID, str]:
    """The patient's key, and whether they were created, changed or left as they are.

    :raises Refused: the identifiers belong to different people, or to somebody born on another day.
    """
    said = fingerprint(received)
    source = known_records(Patient, [received.ref]).get(received.ref)
    if source and (bytes(source.fingerprint) == said or _is_older(received, source)):
        return source.object_id, UNCHANGED
    patient = _known_patient(received, source)
    if patient is None:
        patient, result = _register(received, access), CREATED
    else:
        result = CHANGED if _update(patient, received, access) else UNCHANGED
    _remember(received, patient, said, source, now)
    return patient.pk, result


def _is_older(received: ReceivedPatient, source: ExternalRecord) -> bool:
    stamps = received.source_updated_at, source.source_updated_at
    return stamps[0] is not None and stamps[1] is not None and stamps[0] < stamps[1]


def _known_patient(received: ReceivedPatient, source: ExternalRecord | None) -> Patient | None:
    found = {source.object_id: "id"} if source else {}
    for identifier in received.identifiers:
        if patient := patient_by_identifier(identifier.system, identifier.value):
            found.setdefault(patient.pk, f"identifier of {identifier.system}")
    if len(found) > 1:
        raise Refused(
            f"belongs to different patients by its {' and its '.join(found.values())}", "Patient.identifier"
        )
    return Patient.objects.get(pk=next(iter(found))) if found else None


def _register(received: ReceivedPatient, access: Access) -> Patient:
    patient = register_patient(
        access=access,
        family=received.name.family,
        given=received.name.given,
        patronymic=received.name.patronymic,
        birth_date=received.birth_date,
        phone=received.phone,
        email=received.email,
        gender=received.gender,
        preferred_language=received.language,
        identifiers=[(identifier.system, identifier.value) for identifier in received.identifiers],
    )
    if not received.active:
        patient.active = False
        patient.save(update_fields=["active"])
    return patient


def _update(patient: Patient, received: ReceivedPatient, access: Access) -> bool:
    """Bring a known patient up to date; whether anything changed."""
    opened = open_one(access, patient, "birth_date", *_COLUMNS)
    if opened.birth_date != received.birth_date:
        raise Refused(
            "is another day than the patient of this id or identifier was born: name the sender with --source, "
            "or mend the identifier",
            "Patient.birthDate",
        )
    changed = _add_identifiers(patient, received)
    if patient.user_id is None:
        new = {
            "family": received.name.family,
            "given": received.name.given,
            "patronymic": received.name.patronymic,
            "phone": received.phone or opened.phone,
            "email": received.email or opened.email,
        }
        for name, value in new.items():
            if value != getattr(opened, name):
                setattr(patient, name, value)
                changed.append(name)
        if patient.gender != received.gender:
            patient.gender = received.gender
            changed.append("gender")
    if patient.active != received.active:
        patient.active = received.active
        changed.append("active")
    if changed:
        patient.save()
        audit.record(access, "patient.changed", patient, patient_id=patient.pk, detail={"fields": changed})
    return bool(changed)


def _add_identifiers(patient: Patient, received: ReceivedPatient) -> list[str]:
    added = []
    for identifier in received.identifiers:
        if patient_by_identifier(identifier.system, identifier.value) is None:
            try:
                add_identifier(patient, system=identifier.system, value=identifier.value)
            except IdentifierTaken as error:
                raise Refused(
                    f"of {identifier.system} was given to another patient just now", "Patient.identifier"
                ) from error
            added.append("identifier")
    return added


def _remember(
    received: ReceivedPatient, patient: Patient, said: bytes, source: ExternalRecord | None, now: datetime
) -> None:
    row = source or ExternalRecord(
        patient=patient,
        resource_type=Patient.__name__,
        system=received.ref.system,
        value=received.ref.value,
        object_id=patient.pk,
    )
    row.fingerprint = said
    row.source_updated_at = received.source_updated_at
    row.received_at = now
    row.save()
