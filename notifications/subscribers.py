"""What the outbox calls: visits that changed, and notices whose time has come."""

from uuid import UUID

from django.utils import timezone

from booking.models import Appointment
from notifications import rules, services
from outbox import Message, subscriber


def appointment_changed(message: Message) -> None:
    """Works on this database only, so the notices are planned exactly once."""
    appointment = Appointment.objects.select_related("patient").get(id=message.subject)
    services.plan(
        appointment,
        rules.kind_of(message.event, message.payload),
        version=message.payload["version"],
        now=timezone.now(),
    )


@subscriber(system=lambda message: f"channel:{message.payload['channel']}")
def notification_planned(message: Message) -> None:
    services.send(UUID(message.payload["notification"]), now=timezone.now())
