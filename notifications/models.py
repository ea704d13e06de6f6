from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from booking.models import Appointment
from notifications.codes import Channel, Kind, State, Suppressed


class NotificationQuerySet(models.QuerySet["Notification"]):
    def newer_than(self, notification: "Notification") -> Self:
        """Notices of the same visit and channel about a later change of it."""
        return self.filter(
            appointment_id=notification.appointment_id,
            channel=notification.channel,
            version__gt=notification.version,
        )


class Notification(models.Model):
    """One notice about one change of a visit by one channel. It holds no text and no contact."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, related_name="notifications", verbose_name=_("appointment")
    )
    kind = models.CharField(_("notice"), max_length=20, choices=Kind.choices)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    version = models.PositiveIntegerField(_("version of the appointment"))
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(_("why not sent"), max_length=12, choices=Suppressed.choices, blank=True)
    provider_id = models.CharField(_("provider's number"), max_length=200, blank=True)
    planned_at = models.DateTimeField(_("planned"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-planned_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "kind", "channel", "version"], name="notification_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.appointment_id}"
