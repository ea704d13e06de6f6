"""Moving and cancelling appointments."""

from datetime import datetime
from uuid import UUID

from booking import snapshot
from booking.attempts import in_one_transaction
from booking.codes import (
    PATIENT_CANCEL_REASONS,
    AppointmentStatus,
    Audience,
    CancelReason,
    MoveStatus,
    OrphanAction,
)
from booking.errors import (
    HoldExpired,
    MoveUnderWay,
    NotYours,
    OfferInvalid,
    OverrideReasonRequired,
    ServiceNotGiven,
    error_of,
)
from booking.lifecycle import become, free_resources, locked, locked_with_resources, resources_of, tell, write
from booking.locks import LostRace, lock, remove_holds
from booking.models import Appointment, AppointmentMove, Hold, Location
from booking.moves import before_the_move, occupied_now, settle_move, take_target, visit_columns
from booking.offers import OfferKey
from booking.rules import change_notice_of, check_change
from booking.services.booking import birth_date_for
from booking.services.holding import clear_the_way, key_of, limits_for, resources_of_offers
from booking.services.referring import give_back_referral
from booking.services.validating import Standing, check_terms, validate
from booking.transitions import check_transition
from people.access import Access
from people.codes import Role

#: An orphan that is moved, by whomever, is settled by it.
OPEN_ORPHANS = (OrphanAction.WAITING, OrphanAction.MOVE_OFFERED, OrphanAction.KEPT)
#: Cancelling, too, answers the question; a visit that was kept and is cancelled later stays one that was kept.
UNDECIDED_ORPHANS = (OrphanAction.WAITING, OrphanAction.MOVE_OFFERED)


def audience_of(access: Access) -> str:
    """Patients and those who act for them keep the patients' limits; everybody else acts for the clinic."""
    patients = (Role.PATIENT, Role.REPRESENTATIVE, Role.ANONYMOUS)
    return Audience.PATIENT if access.role in patients else Audience.STAFF


@in_one_transaction
def reschedule(
    *,
    access: Access,
    appointment: Appointment,
    now: datetime,
    offer_token: str | None = None,
    hold: Hold | None = None,
    override_reason: str = "",
) -> Appointment:
    """Move to an offered or held time of the same service, whichever doctor or branch; the identity stays.

    The earlier time stays occupied until the new one stands: at once where the portal decides, else when the
    information system confirms ("pending" until then; refused, the earlier time is booked as before). Moving to
    the time it already has changes nothing. `override_reason` lets staff move what the rules would keep.
    """
    audience = audience_of(access)
    seen = Appointment.objects.select_related("patient", "service").get(pk=appointment.pk)
    access = access.for_patient(seen.patient)
    key = _target(offer_token, hold, seen.patient_id)
    if audience == Audience.PATIENT and key.audience != audience:
        raise OfferInvalid
    if key.override and not override_reason.strip():
        raise OverrideReasonRequired
    _check_movable(seen, key, audience=audience, now=now, overridden=bool(override_reason))
    services = {key.service_id}
    birth_date = birth_date_for(services, patient=seen.patient, access=access, clinic=snapshot.latest())
    standing = validate(
        [key],
        now=now,
        patient_id=seen.patient_id,
        birth_date=birth_date,
        ignore_hold_id=hold.pk if hold else None,
        kept_since=hold.created_at if hold else None,
        ignore_appointment_id=seen.pk,
    )
    if birth_date is None and standing.clinic.asks_age(services):
        # The limit is newer than this process's copy of the clinic was: look again, with the birth date.
        raise LostRace
    (offer,) = standing.offers
    check_terms(key, offer.key)
    return _move(access, seen, standing, hold, now, override_reason)


def _target(offer_token: str | None, hold: Hold | None, patient_id: UUID) -> OfferKey:
    if hold is None:
        return OfferKey.read(offer_token or "")
    leg = hold.legs.first()
    if leg is None:
        raise HoldExpired
    if hold.patient_id != patient_id:
        raise NotYours
    return key_of(leg, hold)


def _check_movable(
    appointment: Appointment, key: OfferKey, *, audience: str, now: datetime, overridden: bool
) -> None:
    if key.service_id != appointment.service_id:
        raise ServiceNotGiven
    if appointment.status == AppointmentStatus.PENDING:
        raise MoveUnderWay
    check_transition(appointment.status, AppointmentStatus.PENDING)
    check_change_window(appointment, audience=audience, now=now, overridden=overridden)


def check_change_window(
    appointment: Appointment, *, audience: str, now: datetime, overridden: bool = False
) -> None:
    """Raises ChangeNoticeTooShort or VisitHasBegun when it is too late to move or cancel; staff have longer."""
    if overridden and audience == Audience.STAFF:
        return
    minutes = appointment.service.change_notice_minutes
    notice = change_notice_of(limits_for(audience), minutes, for_patient=audience == Audience.PATIENT)
    if refusal := check_change(appointment.start, now=now, notice=notice):
        raise error_of(refusal)


def _move(
    access: Access,
    seen: Appointment,
    standing: Standing,
    hold: Hold | None,
    now: datetime,
    override_reason: str,
) -> Appointment:
    (offer,) = standing.offers
    lock([*resources_of(seen), *resources_of_offers([offer], patient_id=seen.patient_id)])
    if hold is not None:
        remove_holds([hold.pk], joined=[offer.session_id])
    clear_the_way(standing, patient_id=seen.patient_id, now=now)
    current = locked(seen.pk)
    if current.version != seen.version:
        raise LostRace
    if (offer.start, offer.practitioner_id, offer.location_id, offer.modality) == _place(current):
        return current
    waits = bool(Location.objects.values_list("mis_system", flat=True).get(pk=offer.location_id))
    move = AppointmentMove(
        appointment=current,
        previous=before_the_move(current),
        previous_occupied=occupied_now(current),
        previous_start=current.start,
        previous_practitioner_id=current.practitioner_id,
        previous_location_id=current.location_id,
        requested_by=access.actor,
        requested_at=now,
    )
    take_target(current, move, offer, waits=waits)
    move.save(force_insert=True)
    if not waits:
        settle_move(current, move, now=now)
    detail = {
        "previous_start": move.previous_start.isoformat(),
        "previous_practitioner": str(move.previous_practitioner_id),
        "previous_location": str(move.previous_location_id),
        "previous_external_id": move.previous["external_id"],
        "override": bool(override_reason),
    }
    changes = visit_columns(current) | ({"override_reason": override_reason} if override_reason else {})
    if waits:
        become(current, AppointmentStatus.PENDING, now=now, **changes)
    else:
        write(current, now=now, **changes)
    current.orphaned_by.filter(action__in=OPEN_ORPHANS).update(
        action=OrphanAction.MOVED, settled_by=access.actor, settled_at=now
    )
    tell("appointment.moved", current, access=access, detail=detail)
    return current


def _place(appointment: Appointment) -> tuple[datetime, UUID, UUID, str]:
    return appointment.start, appointment.practitioner_id, appointment.location_id, appointment.modality


@in_one_transaction
def cancel(
    *, access: Access, appointment: Appointment, reason: str, now: datetime, override_reason: str = ""
) -> Appointment:
    """End an appointment and give back its time and referral. Cancelling twice changes nothing.

    Raises ChangeNoticeTooShort or VisitHasBegun for who comes too late, IllegalTransition for a visit that is over,
    ValueError for an unknown reason, or one that is not the patient's to give.
    """
    reason, audience = CancelReason(reason), audience_of(access)
    if audience == Audience.PATIENT and reason not in PATIENT_CANCEL_REASONS:
        raise ValueError(f"{reason} is not for patients to give.")
    current = locked_with_resources(appointment.pk)
    if current.status == AppointmentStatus.CANCELLED:
        return current
    overridden = bool(override_reason)
    check_change_window(current, audience=audience, now=now, overridden=overridden)
    free_resources(current)
    give_back_referral(current.referral_id)
    current.moves.filter(status=MoveStatus.REQUESTED).update(status=MoveStatus.REFUSED, settled_at=now)
    changes = {"override_reason": override_reason} if override_reason else {}
    become(current, AppointmentStatus.CANCELLED, now=now, cancel_reason=reason, **changes)
    current.orphaned_by.filter(action__in=UNDECIDED_ORPHANS).update(
        action=OrphanAction.CANCELLED, settled_by=access.actor, settled_at=now
    )
    tell(
        "appointment.cancelled",
        current,
        access=access.for_patient(current.patient),
        detail={"reason": reason, "override": overridden},
    )
    return current
