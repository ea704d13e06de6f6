"""From a held time to an appointment."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError

from booking import snapshot
from booking.attempts import in_one_transaction
from booking.clinic import Clinic, Service
from booking.clock import local_day
from booking.codes import (
    AppointmentStatus,
    Audience,
    CommitmentKind,
    ResourceType,
    WaitlistOfferStatus,
    WaitlistStatus,
)
from booking.errors import (
    HoldExpired,
    IdempotencyConflict,
    NotYours,
    OfferedInstead,
    OverrideReasonRequired,
    PreparationNotAcknowledged,
    ReferralRequired,
    ReferralUnusable,
)
from booking.lifecycle import tell
from booking.locks import LostRace, Resource, lock, settle_session
from booking.models import (
    Appointment,
    Commitment,
    Course,
    Hold,
    HoldLeg,
    IdempotencyRecord,
    ServiceRequest,
    WaitlistEntry,
    WaitlistOffer,
)
from booking.services.holding import key_of, nearest_to, owns, refresh_legs, standing_of
from booking.services.referring import covers, usable_referrals, use_referral
from booking.services.validating import Standing, check_terms
from booking.timeline import minute_of
from database.prepared import Given, PreparedQuery, PreparedUpdate, insert
from people import audit
from people.access import Access, open_one
from people.codes import ConsentKind, ConsentMeans
from people.models import ConsentText, Patient
from people.services import give_consent


def book(
    *,
    access: Access,
    hold: Hold | UUID,
    patient: Patient,
    now: datetime,
    session_key: str | None = None,
    comment: str = "",
    referral: ServiceRequest | None = None,
    consent: ConsentText | None = None,
    consent_how: str = ConsentMeans.SIGNED_IN_FORM,
    preparation_acknowledged: bool = False,
    override_reason: str = "",
    idempotency_key: str | None = None,
) -> Appointment:
    """Turn a hold of one visit into an appointment: "booked" where the portal decides, else "pending".

    A hold that is no patient's yet needs the key of its session. Booking the same hold again, or with the same
    idempotency key, returns the appointment it became. `consent` is the text the patient agreed to for this visit.
    Raises a BookingError and changes nothing.
    """
    found = book_all(
        access=access,
        hold=hold,
        patient=patient,
        now=now,
        session_key=session_key,
        comment=comment,
        referral=referral,
        consent=consent,
        consent_how=consent_how,
        preparation_acknowledged=preparation_acknowledged,
        override_reason=override_reason,
        idempotency_key=idempotency_key,
        alone=True,
    )
    if len(found) > 1:
        raise NotYours
    return found[0]


@in_one_transaction
def book_all(
    *,
    access: Access,
    hold: Hold | UUID,
    patient: Patient,
    now: datetime,
    session_key: str | None = None,
    comment: str = "",
    referral: ServiceRequest | None = None,
    consent: ConsentText | None = None,
    consent_how: str = ConsentMeans.SIGNED_IN_FORM,
    preparation_acknowledged: bool = False,
    override_reason: str = "",
    idempotency_key: str | None = None,
    course: Course | None = None,
    alone: bool = False,
) -> list[Appointment]:
    """Turn every leg of a hold into an appointment, or none of them. `alone`: it is no program's or course's."""
    hold_id = hold if isinstance(hold, UUID) else hold.pk
    access = access.for_patient(patient)
    record = _Idempotency(access, idempotency_key, hold_id, patient)
    if known := record.earlier():
        return known
    legs = _LEGS.instances(hold=hold_id)
    kept = _locked_hold(hold_id, legs, patient)
    if kept is None or kept.booked_at is not None:
        return _booked_from(hold_id, patient)
    _check_owner(kept, patient, session_key, now)
    if alone and len(legs) > 1:
        raise NotYours
    wishes = _WISH.rows(hold=hold_id)
    if any(earlier_visit for _, earlier_visit in wishes):
        raise OfferedInstead
    standing = _settle_owner(kept, legs, patient, access, now, referral)
    _check_rules(kept, legs, standing, preparation_acknowledged, override_reason)
    appointments = []
    for leg in legs:
        service = standing.clinic.services[leg.service_id]
        appointment = Appointment(
            patient=patient,
            status=_first_status(leg, standing.clinic),
            comment=comment or None,
            referral=_used_referral(leg, service, patient, referral, standing.clinic, kept),
            course=course,
            booked_by=access.actor,
            channel=kept.channel,
            hold_key=kept.pk,
            preparation_acknowledged_at=now if preparation_acknowledged and service.has_preparation else None,
            override_reason=override_reason,
            created_at=now,
            updated_at=now,
            **visit_of(leg),
        )
        insert([appointment])
        appointments.append(appointment)
        _take_over(leg, appointment)
    for entry_id, _ in wishes:
        fulfil_wish(entry_id, appointments[0], access=access, now=now)
    record.keep(kept.pk, now)
    _MARK_BOOKED(hold=kept.pk, now=now)
    for appointment in appointments:
        if consent is not None:
            give_consent(
                access=access,
                patient=patient,
                text=consent,
                purpose=ConsentKind.APPOINTMENT,
                how=consent_how,
                appointment_id=appointment.pk,
            )
        announce_new(appointment, access=access)
    return appointments


def fulfil_wish(entry_id: UUID, appointment: Appointment, *, access: Access, now: datetime) -> None:
    """The time that was offered from the waiting list is the patient's, whichever page they took it on."""
    offered = WaitlistOffer.objects.filter(entry=entry_id, status=WaitlistOfferStatus.OFFERED)
    offered.update(status=WaitlistOfferStatus.ACCEPTED, answered_at=now)
    entry = WaitlistEntry.objects.get(pk=entry_id)
    entry.appointment, entry.status = appointment, WaitlistStatus.ACCEPTED
    entry.save(update_fields=["appointment", "status"])
    audit.record(access, "waitlist.accepted", entry, patient_id=appointment.patient_id)


def announce_new(appointment: Appointment, *, access: Access) -> None:
    confirmed = appointment.status == AppointmentStatus.BOOKED
    detail = {"override": True} if appointment.override_reason else {}
    tell(
        "appointment.confirmed" if confirmed else "appointment.requested",
        appointment,
        access=access,
        detail=detail,
    )


def visit_of(leg: HoldLeg) -> dict[str, object]:
    """The columns that a held visit and an appointment share."""
    return {
        name: getattr(leg, name)
        for name in (
            "practitioner_id",
            "service_id",
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
        )
    }


_HOLD = Given.key("hold")
_LEGS = PreparedQuery(HoldLeg.objects.filter(hold=_HOLD))
_LOCKED_HOLD = PreparedQuery(Hold.objects.select_for_update().filter(pk=_HOLD).order_by())
_WISH = PreparedQuery(
    WaitlistOffer.objects.filter(hold=_HOLD, status=WaitlistOfferStatus.OFFERED)
    .order_by()
    .values_list("entry", "entry__appointment")
)
_MARK_BOOKED = PreparedUpdate(Hold.objects.filter(pk=_HOLD), booked_at=Given.moment("now"))
_GIVE_TO_APPOINTMENT = PreparedUpdate(
    Commitment.objects.filter(leg=Given.key("leg")),
    kind=CommitmentKind.APPOINTMENT,
    leg=None,
    appointment=Given.key("appointment"),
    expires_at=None,
)

# --- Steps ------------------------------------------------------------------------------------------------


def _locked_hold(hold_id: UUID, legs: Sequence[HoldLeg], patient: Patient) -> Hold | None:
    """The hold under the locks of all it touches; None when the sweeper was faster."""
    doctors = [Resource(ResourceType.PRACTITIONER, leg.practitioner_id) for leg in legs]
    rooms = [Resource(ResourceType.ROOM, leg.room_id) for leg in legs if leg.room_id]
    lock([*doctors, *rooms, Resource(ResourceType.PATIENT, patient.pk)])
    return next(iter(_LOCKED_HOLD.instances(hold=hold_id)), None)


def _booked_from(hold_id: UUID, patient: Patient) -> list[Appointment]:
    """What the hold became: the form was sent twice. Raises HoldExpired when it became nothing."""
    known = list(patient.appointments.filter(hold_key=hold_id).order_by("start"))
    if not known:
        raise HoldExpired
    return known


def _check_owner(kept: Hold, patient: Patient, session_key: str | None, now: datetime) -> None:
    if not owns(kept, session_key=session_key or "", patient=patient):
        raise NotYours
    if not kept.is_live(now):
        raise HoldExpired(alternatives=nearest_to(kept, now=now))


def _settle_owner(
    kept: Hold,
    legs: Sequence[HoldLeg],
    patient: Patient,
    access: Access,
    now: datetime,
    referral: ServiceRequest | None,
) -> Standing:
    """Ask for the times again, for this patient. A hold of a session becomes the patient's."""
    services = {leg.service_id for leg in legs}
    birth_date = birth_date_for(services, patient=patient, access=access, clinic=snapshot.latest())
    referral_id = referral.pk if referral else None
    if kept.patient_id is not None:
        standing = standing_of(kept, legs, now=now, birth_date=birth_date, referral_id=referral_id)
    else:
        promised = [key_of(leg, kept) for leg in legs]
        kept.patient = patient
        kept.save(update_fields=["patient"])
        standing = refresh_legs(kept, legs, now=now, birth_date=birth_date, referral_id=referral_id)
        for key, leg in zip(promised, legs, strict=True):
            check_terms(key, key_of(leg, kept))
    if birth_date is None and standing.clinic.asks_age(services):
        # The limit is newer than this process's copy of the clinic was: look again, with the birth date.
        raise LostRace
    return standing


def birth_date_for(
    service_ids: Collection[UUID],
    *,
    patient: Patient,
    access: Access,
    is_limited: bool = False,
    clinic: Clinic | None = None,
) -> date | None:
    """The patient's, for a search of these services. It is opened only where a limit asks for it.

    `is_limited`: a program has limits beside those of its services and doctors. `clinic`: a copy, perhaps an old one,
    that spares a query to a caller who looks again.
    """
    known = clinic or snapshot.clinic(snapshot.read_tokens())
    if not is_limited and not known.asks_age(service_ids):
        return None
    born: date = open_one(access, patient, "birth_date").birth_date
    return born


def _check_rules(
    kept: Hold,
    legs: Sequence[HoldLeg],
    standing: Standing,
    preparation_acknowledged: bool,
    override_reason: str,
) -> None:
    if kept.override and not override_reason.strip():
        raise OverrideReasonRequired
    needs_reading = any(standing.clinic.services[leg.service_id].has_preparation for leg in legs)
    if needs_reading and kept.audience == Audience.PATIENT and not preparation_acknowledged:
        raise PreparationNotAcknowledged


def _first_status(leg: HoldLeg, clinic: Clinic) -> str:
    return (
        AppointmentStatus.PENDING
        if clinic.locations[leg.location_id].mis_system
        else AppointmentStatus.BOOKED
    )


def _used_referral(
    leg: HoldLeg,
    service: Service,
    patient: Patient,
    given: ServiceRequest | None,
    clinic: Clinic,
    kept: Hold,
) -> ServiceRequest | None:
    """The referral this visit uses up: the given one, or for a service that requires one the first that fits."""
    if given is None and (not service.referral_required or kept.override):
        return None
    day = local_day(clinic.locations[leg.location_id].zone, minute_of(leg.start))
    if given is None:
        fitting = usable_referrals(
            patient, service_id=service.id, speciality_id=service.speciality_id, on=day
        )
        if not fitting:
            raise ReferralRequired
        given = fitting[0]
    elif given.patient_id != patient.pk or not covers(
        given, service_id=service.id, speciality_id=service.speciality_id
    ):
        raise ReferralUnusable
    use_referral(given, on=day)
    return given


def _take_over(leg: HoldLeg, appointment: Appointment) -> None:
    """What the hold kept, the appointment has: the rows change hands, so the time is never free between."""
    _GIVE_TO_APPOINTMENT(leg=leg.pk, appointment=appointment.pk)
    if leg.session_id:
        settle_session(leg.session_id)


class _Idempotency:
    """The memory of one request. Without a key it remembers nothing."""

    def __init__(self, access: Access, key: str | None, hold_id: UUID, patient: Patient) -> None:
        self.actor = str(access.actor.pk) if access.actor else access.role
        self.key = key
        self.fingerprint = sha256(f"{hold_id} {patient.pk}".encode()).hexdigest()

    def earlier(self) -> list[Appointment]:
        """What the request made before. Raises IdempotencyConflict for the same key with other contents."""
        if self.key is None:
            return []
        known = IdempotencyRecord.objects.filter(actor=self.actor, key=self.key).first()
        if known is None:
            return []
        if known.fingerprint != self.fingerprint:
            raise IdempotencyConflict
        return list(Appointment.objects.filter(hold_key=known.result_id).order_by("start"))

    def keep(self, hold_id: UUID, now: datetime) -> None:
        if self.key is None:
            return
        try:
            IdempotencyRecord.objects.create(
                actor=self.actor,
                key=self.key,
                fingerprint=self.fingerprint,
                result_id=hold_id,
                created_at=now,
            )
        except IntegrityError as error:
            # The key came with another hold while this one was being booked: look again, and find it.
            raise LostRace from error
