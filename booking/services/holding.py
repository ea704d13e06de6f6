"""Keeping a time while a patient decides."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from booking.attempts import in_one_transaction
from booking.clinic import Clinic
from booking.codes import Audience, Channel, ResourceType
from booking.commitments import Occupied, free_seat, hold_rows, join_session, occupied_by, reach_of
from booking.errors import (
    BookingError,
    HoldExpired,
    HoldExtendedAlready,
    NotYours,
    OfferInvalid,
    TryAgain,
    error_of,
)
from booking.locks import Resource, end_holds, lock, reap, remove_holds, settle_session
from booking.models import Commitment, GroupSession, Hold, HoldLeg
from booking.offers import Offer, OfferKey
from booking.rules import PATIENT_LIMITS, STAFF_LIMITS, Limits, check_holds
from booking.services.finding import query_of
from booking.services.validating import Standing, alternatives_to, check_terms, validate
from database.prepared import Given, PreparedQuery, insert
from people.models import Patient

#: Who comes back to a time that ran out is still told which times are near it.
REMEMBERED_FOR = timedelta(days=1)


def hold(
    *,
    offer_token: str,
    now: datetime,
    session_key: str | None = None,
    patient: Patient | None = None,
    audience: str = Audience.PATIENT,
    channel: str = Channel.WEB,
    birth_date: date | None = None,
    referral_id: UUID | None = None,
    replacing: Hold | None = None,
) -> Hold:
    """Keep the offered time for a browser session, a patient, or both. The same time asked for twice is one hold.

    `replacing` is the owner's earlier hold, given back in the same transaction once the new time is kept. Raises
    OfferInvalid for a token that is not ours, otherwise a TimeRefused with the three nearest times, or a
    PatientRefused.
    """
    return hold_all(
        keys=[OfferKey.read(offer_token)],
        now=now,
        session_key=session_key or "",
        patient=patient,
        audience=audience,
        channel=channel,
        birth_date=birth_date,
        referral_id=referral_id,
        replacing=replacing,
    )


@in_one_transaction
def hold_all(
    *,
    keys: Sequence[OfferKey],
    now: datetime,
    session_key: str = "",
    patient: Patient | None = None,
    audience: str = Audience.PATIENT,
    channel: str = Channel.WEB,
    birth_date: date | None = None,
    referral_id: UUID | None = None,
    hold_for: timedelta | None = None,
    ignore_appointment_id: UUID | None = None,
    replacing: Hold | None = None,
) -> Hold:
    """Keep several offered times as one hold, or none of them."""
    if not session_key and patient is None:
        raise ValueError("A hold belongs to a session or to a patient.")
    if any(key.audience != audience for key in keys):
        raise OfferInvalid
    asked = Hold(
        session_key=session_key,
        patient=patient,
        audience=audience,
        channel=channel,
        override=any(key.override for key in keys),
        created_at=now,
        expires_at=now + (hold_for or limits_for(audience).hold_for),
    )
    try:
        standing = validate(
            keys,
            now=now,
            patient_id=patient.pk if patient else None,
            birth_date=birth_date,
            referral_id=referral_id,
            ignore_hold_id=replacing.pk if replacing else None,
            ignore_appointment_id=ignore_appointment_id,
        )
    except BookingError:
        # What is in the way may be the owner's own: the form was sent twice.
        if (known := _same_hold(keys, asked)) is not None:
            return known
        raise
    for key, offer in zip(keys, standing.offers, strict=True):
        check_terms(key, offer.key)
    return _keep(asked, standing, replacing)


def limits_for(audience: str) -> Limits:
    return STAFF_LIMITS if audience == Audience.STAFF else PATIENT_LIMITS


def _same_hold(keys: Sequence[OfferKey], asked: Hold) -> Hold | None:
    """A live hold of exactly this by the same session and patient, made under the same limits."""
    wanted = {(key.practitioner_id, key.service_id, key.start, key.modality) for key in keys}
    own = Hold.objects.filter(pk__in=_held_by_owner(asked), patient=asked.patient_id, audience=asked.audience)
    for known in own.prefetch_related("legs"):
        kept = {(leg.practitioner_id, leg.service_id, leg.start, leg.modality) for leg in known.legs.all()}
        if kept == wanted:
            return known
    return None


#: An owner who is nobody, or no session, is NULL here, which equals nothing.
_HELD = PreparedQuery(
    Hold.objects.live(Given.moment("now"))
    .filter(Q(patient=Given.key("patient")) | Q(session_key=Given.text("session")))
    .order_by()
    .values_list("pk", "waitlist_offer")
)


def _held_by_owner(asked: Hold) -> dict[UUID, UUID | None]:
    """What the browser or the patient keeps already, with the offer from the waiting list that it may be.

    A second browser is no second patient.
    """
    found = _HELD.rows(patient=asked.patient_id, session=asked.session_key or None, now=asked.created_at)
    return dict(found)


def _keep(asked: Hold, standing: Standing, replacing: Hold | None) -> Hold:
    """Write hold, legs and commitments under the locks of everything they touch."""
    offers, now = standing.offers, asked.created_at
    resources = resources_of_offers(offers, patient_id=asked.patient_id)
    owners = [Resource.of_browser(asked.session_key)] if asked.session_key else []
    given_back = doctors_of(replacing) if replacing else []
    lock([*resources, *owners, *given_back])
    if replacing:
        remove_holds([replacing.pk], joined=[offer.session_id for offer in offers])
    clear_the_way(standing, patient_id=asked.patient_id, now=now)
    held = _held_by_owner(asked)
    if held and (known := _same_hold([offer.key for offer in offers], asked)) is not None:
        # A group would have a second seat for the form that was sent twice.
        return known
    _check_count(asked, held)
    insert([asked])
    for number, offer in enumerate(offers):
        keep_leg(asked, offer, standing.clinic, number=number)
    return asked


def _check_count(asked: Hold, held: Mapping[UUID, UUID | None]) -> None:
    # A time offered from the waiting list is not one that the patient asked to keep.
    count = sum(offer is None for offer in held.values())
    if refusal := check_holds(count, limits_for(asked.audience)):
        raise error_of(refusal)


def resources_of_offers(offers: Iterable[Offer], *, patient_id: UUID | None) -> list[Resource]:
    """What whoever takes the offers must lock. The doctor stands for a group session too."""
    resources = [Resource(ResourceType.PATIENT, patient_id)] if patient_id else []
    for offer in offers:
        resources.append(Resource(ResourceType.PRACTITIONER, offer.practitioner_id))
        if offer.room_id:
            resources.append(Resource(ResourceType.ROOM, offer.room_id))
        resources += [Resource(ResourceType.EQUIPMENT, unit) for unit in offer.equipment_ids]
    return resources


def clear_the_way(standing: Standing, *, patient_id: UUID | None, now: datetime) -> None:
    """End the expired holds that still stand where these offers will; the caller has the locks."""
    if standing.circumstances.has_dead_holds:
        resources = resources_of_offers(standing.offers, patient_id=patient_id)
        reap(resources, *reach_of(standing.offers, standing.clinic), now=now)


def keep_leg(kept: Hold, offer: Offer, clinic: Clinic, *, number: int = 0) -> HoldLeg:
    """Add one visit to a hold with its commitments; the caller has the locks."""
    service = clinic.services[offer.service_id]
    session = join_session(offer, service, expires_at=kept.expires_at) if service.seats > 1 else None
    leg = HoldLeg(
        hold=kept,
        number=number,
        session=session,
        service_id=offer.service_id,
        practitioner_id=offer.practitioner_id,
        location_id=offer.location_id,
        room_id=offer.room_id,
        start=offer.start,
        end=offer.end,
        modality=offer.modality,
        visit_type=offer.visit_type,
        price=offer.price,
        currency=offer.currency,
        booking_token=offer.booking_token,
    )
    insert([leg])
    occupied = occupied_by(leg, service, equipment_ids=offer.equipment_ids, patient_id=kept.patient_id)
    rows = hold_rows(leg, occupied, expires_at=kept.expires_at)
    if session is not None:
        rows += _seat_rows(leg, session, kept)
    insert(rows)
    if session is not None:
        settle_session(session.pk)
    return leg


def _seat_rows(leg: HoldLeg, session: GroupSession, kept: Hold) -> list[Commitment]:
    dead = HoldLeg.objects.filter(session=session, hold__expires_at__lte=kept.created_at)
    end_holds(dead.values_list("hold_id", flat=True), now=kept.created_at)
    rows = hold_rows(leg, [free_seat(session)], expires_at=kept.expires_at)
    for row in rows:
        row.session = session
    return rows


# --- Afterwards -----------------------------------------------------------------------------------------


def live_hold(hold_id: UUID, *, now: datetime, session_key: str = "", patient: Patient | None = None) -> Hold:
    """The hold, if it is still kept and belongs to this session or patient.

    Raises NotYours for somebody else's, HoldExpired with the nearest times for one that has run out.
    """
    found = Hold.objects.filter(pk=hold_id).prefetch_related("legs").first()
    if found is None:
        raise HoldExpired
    if not owns(found, session_key=session_key, patient=patient):
        raise NotYours
    if not found.is_live(now):
        raise HoldExpired(alternatives=nearest_to(found, now=now))
    return found


def owns(kept: Hold, *, session_key: str = "", patient: Patient | None = None) -> bool:
    if kept.patient_id is not None:
        return patient is not None and kept.patient_id == patient.pk
    return bool(session_key) and kept.session_key == session_key


def nearest_to(lost: Hold, *, now: datetime) -> list[Offer]:
    leg = lost.legs.first()
    return [] if leg is None else alternatives_to(query_of(key_of(leg, lost)), now=now)


def key_of(leg: HoldLeg, kept: Hold) -> OfferKey:
    """What the leg's offer was, to look for it again."""
    return OfferKey(
        service_id=leg.service_id,
        practitioner_id=leg.practitioner_id,
        location_id=leg.location_id,
        start_minute=int(leg.start.timestamp() // 60),
        duration_minutes=int((leg.end - leg.start).total_seconds() // 60),
        price=leg.price,
        currency=leg.currency,
        modality=leg.modality,
        visit_type=leg.visit_type,
        audience=kept.audience,
        visit_type_chosen=kept.audience == Audience.STAFF,
        override=kept.override,
    )


@in_one_transaction
def extend_hold(*, hold: Hold, now: datetime) -> Hold:
    """Keep the time longer, once. Raises HoldExpired when it is too late, HoldExtendedAlready the second time."""
    lock(doctors_of(hold))
    kept = Hold.objects.select_for_update().filter(pk=hold.pk).first()
    if kept is None or not kept.is_live(now):
        raise HoldExpired(alternatives=nearest_to(hold, now=now))
    if kept.extended_at is not None:
        raise HoldExtendedAlready
    kept.extended_at = now
    kept.expires_at += limits_for(kept.audience).hold_extension
    kept.save(update_fields=["extended_at", "expires_at"])
    Commitment.objects.filter(leg__hold=kept).update(expires_at=kept.expires_at)
    for session_id in kept.legs.exclude(session=None).values_list("session_id", flat=True):
        settle_session(session_id)
    return kept


@in_one_transaction
def release_hold(*, hold: Hold) -> None:
    """Give the time back. Releasing what is gone already changes nothing."""
    lock(doctors_of(hold))
    remove_holds([hold.pk])


def doctors_of(kept: Hold) -> list[Resource]:
    return [Resource(ResourceType.PRACTITIONER, leg.practitioner_id) for leg in kept.legs.all()]


def refresh_legs(
    kept: Hold,
    legs: Sequence[HoldLeg],
    *,
    now: datetime,
    birth_date: date | None = None,
    referral_id: UUID | None = None,
) -> Standing:
    """Ask for each leg's time again, now for the hold's patient, and write what has changed."""
    standing = standing_of(kept, legs, now=now, birth_date=birth_date, referral_id=referral_id)
    clear_the_way(standing, patient_id=kept.patient_id, now=now)
    for leg, offer in zip(legs, standing.offers, strict=True):
        if (offer.end, offer.visit_type, offer.price) != (leg.end, leg.visit_type, leg.price):
            _rewrite(leg, offer, kept, standing.clinic)
        else:
            _commit_patient(leg, kept)
    return standing


def standing_of(
    kept: Hold,
    legs: Sequence[HoldLeg],
    *,
    now: datetime,
    birth_date: date | None = None,
    referral_id: UUID | None = None,
) -> Standing:
    """The held times as they stand now for the hold's patient."""
    return validate(
        [key_of(leg, kept) for leg in legs],
        now=now,
        patient_id=kept.patient_id,
        birth_date=birth_date,
        referral_id=referral_id,
        ignore_hold_id=kept.pk,
        kept_since=kept.created_at,
    )


def _commit_patient(leg: HoldLeg, kept: Hold) -> None:
    if kept.patient_id is not None:
        patient = Occupied(Resource(ResourceType.PATIENT, kept.patient_id), leg.start, leg.end)
        Commitment.objects.bulk_create(hold_rows(leg, [patient], expires_at=kept.expires_at))


def _rewrite(leg: HoldLeg, offer: Offer, kept: Hold, clinic: Clinic) -> None:
    leg.end, leg.visit_type, leg.price, leg.currency = (
        offer.end,
        offer.visit_type,
        offer.price,
        offer.currency,
    )
    if not leg.session_id:
        leg.room_id = offer.room_id
    leg.save(update_fields=["end", "visit_type", "price", "currency", "room"])
    commitments = Commitment.objects.filter(leg=leg).exclude(resource_type=ResourceType.SEAT)
    commitments.delete()
    service = clinic.services[leg.service_id]
    occupied: Iterable[Occupied] = occupied_by(
        leg, service, equipment_ids=offer.equipment_ids, patient_id=kept.patient_id
    )
    Commitment.objects.bulk_create(hold_rows(leg, occupied, expires_at=kept.expires_at))


def release_expired(*, now: datetime, limit: int = 1000) -> int:
    """Free what expired holds still keep; whoever needs a time does not wait for it. Returns how many there were."""
    _forget_spent(now, limit)
    dead = Hold.objects.filter(expires_at__lte=now, booked_at=None, legs__commitments__isnull=False)
    ended = 0
    for one in dead.distinct().order_by("expires_at").prefetch_related("legs")[:limit]:
        # Where many are booking at this moment, the next run comes soon.
        with suppress(TryAgain):
            ended += _end(one, now)
    return ended


@in_one_transaction
def _end(dead: Hold, now: datetime) -> int:
    lock(doctors_of(dead))
    return end_holds([dead.pk], now=now)


def _forget_spent(now: datetime, limit: int) -> None:
    """Holds whose times belong to appointments, and those that ran out so long ago that nobody comes back to them."""
    lost = Q(expires_at__lte=now, legs__commitments=None, created_at__lt=now - REMEMBERED_FOR)
    spent = Hold.objects.filter(~Q(booked_at=None) | lost).distinct().order_by("created_at")
    Hold.objects.filter(pk__in=list(spent.values_list("pk", flat=True)[:limit])).delete()
