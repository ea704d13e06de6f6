"""The patient's own view of the trail."""

from django.db import models

from people.codes import Role
from people.models import AccessEvent, Patient


def accesses_to(patient: Patient) -> models.QuerySet[AccessEvent]:
    """Who looked at my card: every opening by people, newest first. The portal's own work is left out."""
    return AccessEvent.objects.filter(patient_id=patient.pk).exclude(actor_role=Role.SYSTEM).order_by("-at")
