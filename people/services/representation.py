"""Who may act for whom."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from people import audit
from people.access import Access
from people.models import Patient, RelatedPerson, User


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
