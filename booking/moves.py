"""What a move takes and gives back, so that no moment leaves the patient without a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from booking import snapshot
from booking.codes import CommitmentKind, MoveStatus, ResourceType
from booking.commitments import free_seat, join_session, occupied_by
from booking.locks import settle_session
from booking.models import Appointment, AppointmentMove, Commitment, GroupSession
from booking.offers import Offer

#: Columns that a move changes and its refusal restores.
COLUMNS = (
    "practitioner_id",
    "location_id",
    "room_id",
    "session_id",
    "start",
    "end",
    "modality",
    "visit_type",
    "price",
    "currency",
    "booking_token",
    "external_system",
    "external_id",
)

Row = tuple[str, str, str, str, str | None]
"""A commitment as JSON keeps it: resource type and key, start, end, session of a seat."""


def visit_columns(appointment: Appointment) -> dict[str, Any]:
    return {name: getattr(appointment, name) for name in COLUMNS}


def before_the_move(appointment: Appointment) -> dict[str, Any]:
    return {name: _plain(value) for name, value in visit_columns(appointment).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, str) else str(value)


def occupied_now(appointment: Appointment) -> list[Row]:
    return [
        (
            row.resource_type,
            str(row.resource_id),
            row.start.isoformat(),
            row.end.isoformat(),
            _key(row.session_id),
        )
        for row in Commitment.objects.filter(appointment=appointment)
    ]


def _key(key: UUID | None) -> str | None:
    return None if key is None else str(key)


def take_target(appointment: Appointment, move: AppointmentMove, offer: Offer, *, waits: bool) -> None:
    """Give the appointment the offer's columns and occupy its time; the caller saves both records.

    While the information system is being asked, the earlier time is kept beside the new one.
    """
    service = snapshot.clinic(snapshot.read_tokens()).services[offer.service_id]
    if not waits:
        Commitment.objects.filter(appointment=appointment).delete()
    for name in ("practitioner_id", "location_id", "room_id", "start", "end", "modality", "visit_type"):
        setattr(appointment, name, getattr(offer, name))
    appointment.price, appointment.currency = offer.price, offer.currency
    appointment.booking_token = offer.booking_token
    if str(appointment.location_id) != move.previous["location_id"]:
        appointment.external_system, appointment.external_id = "", ""
    session = join_session(offer, service, expires_at=None) if service.seats > 1 else None
    appointment.session = session
    taken = occupied_by(
        appointment, service, equipment_ids=offer.equipment_ids, patient_id=appointment.patient_id
    )
    rows: list[Row] = [
        (one.resource.type, str(one.resource.id), one.start.isoformat(), one.end.isoformat(), None)
        for one in taken
    ]
    if session is not None:
        rows.append(_seat(session))
    move.target_occupied = rows
    _occupy(appointment, rows, beside=move.previous_occupied if waits else ())
    if session is not None:
        settle_session(session.pk)


def _seat(session: GroupSession) -> Row:
    seat = free_seat(session)
    return (
        ResourceType.SEAT,
        str(seat.resource.id),
        seat.start.isoformat(),
        seat.end.isoformat(),
        str(session.pk),
    )


def settle_move(appointment: Appointment, move: AppointmentMove, *, now: datetime) -> None:
    """The move stands: only the new time is occupied."""
    _occupy(appointment, move.target_occupied)
    _close(move, MoveStatus.DONE, now)
    if move.previous["session_id"]:
        settle_session(UUID(move.previous["session_id"]))


def restore(appointment: Appointment, move: AppointmentMove, *, now: datetime) -> dict[str, Any]:
    """The move is refused: the earlier time is occupied again. Returns the columns to write."""
    left = appointment.session_id
    _occupy(appointment, move.previous_occupied)
    _close(move, MoveStatus.REFUSED, now)
    if left and str(left) != move.previous["session_id"]:
        settle_session(left)
    fields = {field.attname: field for field in Appointment._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in move.previous.items()}


def _close(move: AppointmentMove, status: str, now: datetime) -> None:
    move.status, move.settled_at = status, now
    move.save()


def _occupy(appointment: Appointment, rows: list[Row], *, beside: Sequence[Row] = ()) -> None:
    """Make these rows, widened by what they overlap of `beside`, and the rest of `beside`, all it occupies."""
    Commitment.objects.filter(appointment=appointment).delete()
    Commitment.objects.bulk_create(
        Commitment(
            resource_type=kind,
            resource_id=UUID(resource),
            start=datetime.fromisoformat(start),
            end=datetime.fromisoformat(end),
            session_id=UUID(session) if session else None,
            kind=CommitmentKind.APPOINTMENT,
            appointment=appointment,
        )
        for kind, resource, start, end, session in joined([*rows, *beside])
    )


def joined(rows: list[Row]) -> list[Row]:
    """Ranges of one resource that overlap become one: the database lets nobody occupy a thing twice."""
    merged: list[Row] = []
    for kind, resource, start, end, session in sorted(rows, key=lambda row: tuple(row[:3])):
        row = (kind, resource, start, end, session)
        last = merged[-1] if merged else None
        if last and last[:2] == row[:2] and row[2] < last[3]:
            merged[-1] = (*last[:3], max(last[3], row[3]), last[4] or row[4])
        else:
            merged.append(row)
    return merged
