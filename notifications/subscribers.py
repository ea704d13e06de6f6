"""What the outbox calls: visits that changed, and notices whose time has come."""

from uuid import UUID

from django.utils import timezone

from booking.models import Appointment
from notifications import rules, services
from notifications.codes import Kind
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


def move_offered(message: Message) -> None:
    """The desk asks the patient to choose another time."""
    appointment = Appointment.objects.select_related("patient").get(id=message.subject)
    services.plan(appointment, Kind.MOVE_OFFERED, version=appointment.version, now=timezone.now())


def review_asked(message: Message) -> None:
    appointment = Appointment.objects.select_related("patient").get(id=message.payload["appointment"])
    services.plan(appointment, Kind.REVIEW_ASKED, version=appointment.version, now=timezone.now())


@subscriber(system=lambda message: f"channel:{message.payload['channel']}")
def notification_planned(message: Message) -> None:
    services.send(UUID(message.payload["notification"]), now=timezone.now())
