from uuid import uuid4

from django.db import models


class DataKey(models.Model):
    """The wrapped key of one person's data. Destroying it makes their values unreadable everywhere."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    #: Patient or User id. No foreign key: the record of a destroyed key outlives the person's rows.
    subject = models.UUIDField()
    generation = models.PositiveSmallIntegerField()
    kek_id = models.CharField(max_length=32, blank=True, db_index=True)
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "generation"], name="data_key_generation_once"),
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=True, destroyed_at__isnull=False)
                | models.Q(wrapped__isnull=False, destroyed_at__isnull=True),
                name="data_key_wrapped_or_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} / {self.generation}"
