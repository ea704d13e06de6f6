from django.db import models
from django.utils.translation import gettext_lazy as _


class IdempotencyKey(models.Model):
    """The answer to a POST, written in the transaction of its effect: sent again, it is given again.

    An answer names doctors, services and times, which stand readable in the appointment too; never what a
    patient wrote.
    """

    wagtail_reference_index_ignore = True

    actor = models.UUIDField(_("account"))
    key = models.CharField(_("key"), max_length=100)
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(_("HTTP status"))
    answer = models.JSONField(_("answer"), null=True)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("answered request")
        verbose_name_plural = _("answered requests")
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="patient_api_answered_once")]
        indexes = [models.Index(fields=["created_at"], name="patient_api_answer_age")]

    def __str__(self) -> str:
        return self.key
