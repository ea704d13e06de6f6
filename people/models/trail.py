"""Who saw and who changed what. Rows are only ever added: the database refuses update and delete
(`people.append_only`). Actors and patients are plain UUIDs, so that no cascade can reach in here,
and no column holds a value from a person's file.
"""

from uuid import uuid4

from django.db import models


class TrailEvent(models.Model):
    """What both trails say: who, in what role, for what purpose, through which channel, about whom."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True, db_index=True)
    actor_role = models.CharField(max_length=32)
    on_behalf_of = models.UUIDField(null=True)
    #: The patient, or for the columns of an account that is nobody's file, the account's person.
    patient_id = models.UUIDField(null=True)
    action = models.CharField(max_length=64)
    object_type = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(max_length=32)
    channel = models.CharField(max_length=32)
    ip = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True
        ordering = ["-at"]
        indexes = [models.Index(fields=["patient_id", "-at"])]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.at:%Y-%m-%d %H:%M:%S}"


class AccessEvent(TrailEvent):
    """Somebody opened sealed values of one person, or was refused. FHIR AuditEvent, action R."""

    #: Ids of the rows that were opened, and the names of their fields.
    object_ids = models.JSONField(default=list)
    fields = models.JSONField(default=list)


class AuditEvent(TrailEvent):
    """A service changed a person's data. Written in the transaction of the change."""

    object_id = models.CharField(max_length=64, blank=True)
    #: Codes, identifiers and field names; never values.
    detail = models.JSONField(default=dict)
