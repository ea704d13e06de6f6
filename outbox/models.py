from datetime import datetime
from typing import Self
from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from outbox.codes import BLOCKING, UNDELIVERED, DeliveryState


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def undelivered(self) -> Self:
        return self.filter(state__in=UNDELIVERED)

    def due(self, now: datetime) -> Self:
        return self.undelivered().filter(next_attempt_at__lte=now)

    def first_in_line(self) -> Self:
        """Without those that wait for an earlier message of the same subscriber and subject."""
        earlier = Delivery.objects.filter(
            subscriber=OuterRef("subscriber"),
            subject=OuterRef("subject"),
            id__lt=OuterRef("id"),
            state__in=BLOCKING,
        )
        return self.filter(~Exists(earlier))

    def parked(self) -> Self:
        return self.filter(state=DeliveryState.PARKED)


class Delivery(models.Model):
    """One message to one subscriber.

    The key is a number and not a UUID because it is also the order: the transaction that publishes holds the
    lock of the changed row, so about one subject the numbers grow as the changes were committed.
    """

    id = models.BigAutoField(primary_key=True)
    operation_id = models.UUIDField(_("operation"), default=uuid4, unique=True, editable=False)
    event = models.CharField(_("event"), max_length=100)
    subject = models.CharField(_("subject"), max_length=100)
    payload = models.JSONField(_("identifiers"), default=dict, encoder=DjangoJSONEncoder)
    subscriber = models.CharField(_("subscriber"), max_length=200)
    system = models.CharField(_("outside system"), max_length=100, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING
    )
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    published_at = models.DateTimeField(_("written at"))
    give_up_at = models.DateTimeField(_("given up after"))
    attempted_at = models.DateTimeField(_("last attempt"), null=True, blank=True)
    # For a leased row this is the end of its lease: one condition finds both what is due and what a dead
    # worker left behind.
    next_attempt_at = models.DateTimeField(_("next attempt"))
    lease = models.UUIDField(null=True, blank=True, editable=False)
    last_error_class = models.CharField(_("kind of the last error"), max_length=100, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    last_request = models.TextField(_("last request"), blank=True)
    last_answer = models.TextField(_("last answer"), blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.CharField(_("settled by"), max_length=100, blank=True)
    settled_reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ("-id",)
        indexes = [
            models.Index(
                fields=("system", "id"), name="outbox_delivery_due", condition=Q(state__in=UNDELIVERED)
            ),
            models.Index(
                fields=("subscriber", "subject", "id"),
                name="outbox_delivery_order",
                condition=Q(state__in=BLOCKING),
            ),
            models.Index(fields=("subject",), name="outbox_delivery_subject"),
            models.Index(
                fields=("settled_at",), name="outbox_delivery_settled", condition=Q(settled_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.target} ({self.get_state_display()})"

    @property
    def target(self) -> str:
        """The subscriber without its module: what an operator recognises in a list."""
        return self.subscriber.rpartition(".")[2]


class Circuit(models.Model):
    """What is known of an outside system: how often it failed in a row, and when to probe it next."""

    system = models.CharField(_("outside system"), max_length=100, primary_key=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    opened_at = models.DateTimeField(_("down since"), null=True, blank=True)
    next_probe_at = models.DateTimeField(_("next probe"), null=True, blank=True)

    class Meta:
        verbose_name = _("outside system")
        verbose_name_plural = _("outside systems")
        ordering = ("system",)

    def __str__(self) -> str:
        return self.system

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None


class PeriodicRun(models.Model):
    """When each of settings.PERIODIC_JOBS runs next; the row decides which of several workers runs it."""

    name = models.CharField(_("job"), max_length=100, primary_key=True)
    next_run_at = models.DateTimeField(_("next run"))
    finished_at = models.DateTimeField(_("last finished"), null=True, blank=True)
    last_error_class = models.CharField(_("kind of the last error"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("periodic job")
        verbose_name_plural = _("periodic jobs")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
