"""Planning and sending notices. A notice is planned in the transaction that hears of the change; sending is the
outbox's delivery of "notification.planned", so it is retried, kept in order and stopped by a circuit like all else."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from booking.models import Appointment
from notifications import rules
from notifications.codes import Channel, Kind, State, Suppressed
from notifications.letters import Letter
from notifications.models import Notification
from notifications.ports import OutcomeUnknown, mailer, sms_gateway
from outbox.errors import Refused, Unavailable
from outbox.services import publish
from people.access import Access, open_one
from people.codes import Purpose
from people.models import Patient, User

# A mail sent twice has one Message-ID and is shown once; an SMS sent twice is two SMS.
REPEATABLE = (Channel.EMAIL,)


def plan(appointment: Appointment, kind: Kind, *, version: int, now: datetime) -> list[Notification]:
    """Write one notice for each configured channel and ask the outbox to send it. In the caller's transaction.

    Planning the same change again writes nothing.
    """
    planned = []
    for channel in Channel:
        if channel not in settings.NOTIFICATION_CHANNELS:
            continue
        notification, is_new = Notification.objects.get_or_create(
            appointment=appointment,
            kind=kind,
            channel=channel,
            version=version,
            defaults={"language": appointment.patient.preferred_language, "planned_at": now},
        )
        if is_new:
            publish(
                "notification.planned",
                subject=notification.id,
                payload={"notification": str(notification.id), "channel": channel.value},
                not_before=rules.send_from(kind, now=now),
            )
            planned.append(notification)
    return planned


def send(notification_id: UUID, *, now: datetime) -> Notification:
    """Send a planned notice if it still makes sense. Call it outside a transaction.

    Raises Unavailable when nothing was sent and it may be tried again, Refused when the provider will not send it.
    """
    notification = take(notification_id, now=now)
    if notification.state != State.SENDING:
        return notification
    address = contact(notification)
    if not address:
        return settle(notification, State.SUPPRESSED, reason=Suppressed.NO_CONTACT, now=now)
    try:
        provider_id = hand_over(notification, address)
    except Unavailable:
        Notification.objects.filter(id=notification.id).update(state=State.WAITING)
        raise
    except Refused:
        settle(notification, State.FAILED, now=now)
        raise
    except OutcomeUnknown:
        return settle(notification, State.UNKNOWN, now=now)
    return settle(notification, State.SENT, provider_id=provider_id, now=now)


@transaction.atomic
def take(notification_id: UUID, *, now: datetime) -> Notification:
    """Mark the notice as being sent before anything leaves: what a killed worker had in hand is known afterwards."""
    notification = (
        Notification.objects.select_for_update(of=("self",))
        .select_related("appointment__patient__user", "appointment__location", "appointment__booked_by")
        .get(id=notification_id)
    )
    if notification.state == State.SENDING and notification.channel not in REPEATABLE:
        return settle(notification, State.UNKNOWN, now=now)
    if notification.state not in (State.WAITING, State.SENDING):
        return notification
    appointment = notification.appointment
    reason = rules.reason_not_to_send(
        Kind(notification.kind),
        status=appointment.status,
        start=appointment.start,
        planned_at=notification.planned_at,
        is_superseded=Notification.objects.newer_than(notification).exists(),
        now=now,
    )
    if reason is not None:
        return settle(notification, State.SUPPRESSED, reason=reason, now=now)
    notification.state = State.SENDING
    notification.save(update_fields=["state"])
    return notification


def contact(notification: Notification) -> str:
    """The patient's own number or address, else that of whoever booked: a child has the parent's."""
    appointment = notification.appointment
    return contact_of(appointment.patient, appointment.booked_by, channel=notification.channel)


def contact_of(patient: Patient, acting: User | None, *, channel: str) -> str:
    """Of the patient, else of the account that acts for them; empty where nobody has left any."""
    access = Access.system("notifications", purpose=Purpose.NOTIFICATION)
    for record, field in sources(patient, acting, channel=channel):
        if address := getattr(open_one(access, record, field), field):
            return str(address)
    return ""


def sources(patient: Patient, acting: User | None, *, channel: str) -> Iterator[tuple[Patient | User, str]]:
    """Where to look, in order: the file of the patient, their account, the account that acts and its person."""
    if channel == Channel.SMS:
        yield from ((record, "phone") for record in (patient, patient.user, acting) if record is not None)
        return
    yield patient, "email"
    yield from ((person, "email") for person in Patient.objects.filter(user=acting, user__isnull=False))


def hand_over(notification: Notification, address: str) -> str:
    letter = Letter(Kind(notification.kind), notification.appointment, notification.language)
    if notification.channel == Channel.SMS:
        return sms_gateway().send(
            address, letter.sms(), purpose=notification.kind, idempotency_key=str(notification.id)
        )
    return mailer().send(letter.mail(address), idempotency_key=str(notification.id))


def settle(
    notification: Notification, state: State, *, now: datetime, reason: str = "", provider_id: str = ""
) -> Notification:
    notification.state = state
    notification.reason = reason
    notification.provider_id = provider_id
    notification.settled_at = now
    notification.save(update_fields=["state", "reason", "provider_id", "settled_at"])
    return notification
