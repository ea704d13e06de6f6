"""The word of the information system on what the portal asked of it."""

from datetime import datetime
from typing import Any

from booking.attempts import in_one_transaction
from booking.codes import AppointmentStatus, CancelReason, MoveStatus, OrphanAction
from booking.lifecycle import become, free_resources, locked_with_resources, tell, write
from booking.models import Appointment
from booking.moves import restore, settle_move
from booking.services.referring import give_back_referral
from booking.services.waiting import wait_again
from people.access import Access


@in_one_transaction
def confirm(*, access: Access, appointment: Appointment, external_id: str, now: datetime) -> Appointment:
    """The system keeps the visit. Saying so twice changes nothing; one cancelled meanwhile stays cancelled."""
    current = locked_with_resources(appointment.pk)
    system = current.location.mis_system
    if current.external_id != external_id:
        write(current, now=now, external_system=system, external_id=external_id)
    if current.status != AppointmentStatus.PENDING:
        return current
    move = current.moves.filter(status=MoveStatus.REQUESTED).first()
    if move is not None:
        settle_move(current, move, now=now)
    become(current, AppointmentStatus.BOOKED, now=now)
    tell("appointment.confirmed", current, access=access, detail={"moved": move is not None})
    return current


@in_one_transaction
def reject(*, access: Access, appointment: Appointment, reason_code: str, now: datetime) -> Appointment:
    """The system refuses. A new visit ends and its time is free; one being moved keeps its earlier time."""
    current = locked_with_resources(appointment.pk)
    if current.status != AppointmentStatus.PENDING:
        return current
    move = current.moves.filter(status=MoveStatus.REQUESTED).first()
    wait_again(current)
    if move is not None:
        # An orphan that was to be moved is one again.
        current.orphaned_by.filter(action=OrphanAction.MOVED, settled_at=move.requested_at).update(
            action=OrphanAction.WAITING, settled_by=None, settled_at=None
        )
        earlier = restore(current, move, now=now)
        become(current, AppointmentStatus.BOOKED, now=now, reject_code=reason_code, **earlier)
    else:
        free_resources(current)
        give_back_referral(current.referral_id)
        become(
            current,
            AppointmentStatus.CANCELLED,
            now=now,
            reject_code=reason_code,
            cancel_reason=CancelReason.PROVIDER,
        )
    detail: dict[str, Any] = {"reason": reason_code, "kept_earlier_time": move is not None}
    tell("appointment.rejected", current, access=access, detail=detail)
    return current
