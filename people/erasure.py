"""Destroying what the portal knows of a person, in the database and in every backup."""

from django.db import transaction
from django.utils import timezone

from people import audit, key_work, sessions
from people.access import Access
from people.models import Patient, RelatedPerson


@transaction.atomic
def shred(access: Access, patient: Patient) -> dict[str, int]:
    """Destroy the patient's and their account's keys and end the account.

    The rows stay, so that appointments keep their history and the law its medical record; nobody can read the sealed
    values again. Returns the number of rows per model, which is also the extract for the act of destruction.
    """
    unreadable = key_work.destroy(patient.pk)
    Patient.objects.filter(pk=patient.pk).update(active=False)
    RelatedPerson.objects.filter(patient=patient, revoked_at__isnull=True).update(revoked_at=timezone.now())
    if patient.user is not None:
        account = patient.user
        unreadable |= key_work.destroy(account.pk)
        RelatedPerson.objects.filter(user=account, revoked_at__isnull=True).update(revoked_at=timezone.now())
        type(account).objects.filter(pk=account.pk).update(is_active=False)
        sessions.end_all(account)
    audit.record(
        access, "patient.shredded", patient, patient_id=patient.pk, detail={"unreadable": unreadable}
    )
    return unreadable
