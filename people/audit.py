"""Recording who changed what, in the transaction of the change."""

from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from people.access import Access, trail_columns
from people.models import AuditEvent


def record(
    access: Access,
    action: str,
    subject_object: models.Model | None,
    *,
    patient_id: UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Write an AuditEvent. `detail` holds codes, identifiers and field names, never values of a person's file.

    Runs in the caller's transaction, so a change and its event stand or fall together.
    """
    return AuditEvent.objects.create(
        at=timezone.now(),
        action=action,
        object_type=subject_object._meta.label_lower if subject_object else "",
        object_id=str(subject_object.pk) if subject_object else "",
        patient_id=patient_id,
        detail=detail or {},
        **trail_columns(access),
    )
