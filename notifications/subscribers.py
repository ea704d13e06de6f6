"""What the outbox calls: visits that changed, and notices whose time has come."""

from uuid import UUID

from django.utils import timezone

from booking.models import Appointment
from notifications import services
from notifications.codes import Kind
from outbox import Message, subscriber

KINDS = {
    "appointment.requested": Kind.REQUESTED,
    "appointment.confirmed": Kind.CONFIRMED,
    "appointment.rejected": Kind.REJECTED,
    "appointment.moved": Kind.MOVED,
    "appointment.cancelled": Kind.CANCELLED,
}


def appointment_changed(message: Message) -> None:
    """Works on this database only, so the notices are planned exactly once."""
    appointment = Appointment.objects.select_related("patient").get(id=message.subject)
    version = message.payload.get("version", appointment.version)
    services.plan(appointment, KINDS[message.event], version=version, now=timezone.now())


@subscriber(system=lambda message: f"channel:{message.payload['channel']}")
def notification_planned(message: Message) -> None:
    services.send(UUID(message.payload["notification"]), now=timezone.now())
