"""The waiting list: who waits for a time, and free times offered to them one after another.

An offered time is held for its patient alone. Who declines or does not answer keeps waiting, and the time goes to the
next one it suits; nobody is offered the same time twice.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from booking.attempts import in_one_transaction
from booking.clock import day_span, zone_named
from booking.codes import AppointmentStatus, Audience, Modality, WaitlistOfferStatus, WaitlistStatus
from booking.errors import BookingError, HoldExpired, NotYours
from booking.locks import lock, remove_holds
from booking.models import (
    Appointment,
    HealthcareService,
    Location,
    Practitioner,
    WaitlistEntry,
    WaitlistOffer,
)
from booking.offers import Offer
from booking.search import TimeQuery
from booking.services.booking import birth_date_for, book, fulfil_wish
from booking.services.changing import check_change_window, reschedule
from booking.services.finding import find_times
from booking.services.holding import doctors_of, hold_all
from booking.timeline import moment_of
from outbox.services import publish
from people import audit
from people.access import Access
from people.codes import ConsentMeans, Purpose
from people.models import ConsentText, Patient

#: How long an offered time waits for its patient's answer.
OFFERED_FOR = timedelta(minutes=30)
ACTIVE = (WaitlistStatus.WAITING, WaitlistStatus.OFFERED)


@in_one_transaction
def join_waitlist(
    *,
    access: Access,
    patient: Patient,
    service: HealthcareService,
    earliest_date: date,
    latest_date: date,
    now: datetime,
    practitioners: Iterable[Practitioner] = (),
    locations: Iterable[Location] = (),
    modality: str = Modality.BOTH,
    earliest_time: time | None = None,
    latest_time: time | None = None,
    appointment: Appointment | None = None,
) -> WaitlistEntry:
    """Wait for a time of the service; with an appointment, for one before it. Dates and times are the branch's own.

    Waiting for the same visit, or for the same service, twice changes the earlier wish instead. Raises NotYours for
    somebody else's appointment or one of another service, ValueError for dates in the wrong order.
    """
    if latest_date < earliest_date:
        raise ValueError("The last day is before the first.")
    if appointment is not None and (
        appointment.patient_id != patient.pk
        or appointment.service_id != service.pk
        or not appointment.is_open
    ):
        raise NotYours
    # One writer per patient, so that a form sent twice is one entry.
    Patient.objects.select_for_update().get(pk=patient.pk)
    known = WaitlistEntry.objects.filter(
        patient=patient, service=service, appointment=appointment, status__in=ACTIVE
    ).first()
    entry = known or WaitlistEntry(patient=patient, service=service, appointment=appointment, created_at=now)
    entry.modality = modality
    entry.earliest_date, entry.latest_date = earliest_date, latest_date
    entry.earliest_time, entry.latest_time = earliest_time, latest_time
    entry.save()
    entry.practitioners.set(practitioners)
    entry.locations.set(locations)
    audit.record(access.for_patient(patient), "waitlist.joined", entry, patient_id=patient.pk)
    return entry


@in_one_transaction
def leave_waitlist(*, access: Access, entry: WaitlistEntry, now: datetime) -> WaitlistEntry:
    """Wait no longer; a time that is offered is free again. Leaving twice changes nothing."""
    current = _locked(entry)
    if current.status not in ACTIVE:
        return current
    for offer in current.offers.filter(status=WaitlistOfferStatus.OFFERED):
        _close(offer, WaitlistOfferStatus.DECLINED, now)
    _set(current, WaitlistStatus.WITHDRAWN)
    audit.record(access.for_patient(current.patient), "waitlist.left", current, patient_id=current.patient_id)
    return current


@in_one_transaction
def accept_offer(
    *,
    access: Access,
    offer: WaitlistOffer,
    now: datetime,
    consent: ConsentText | None = None,
    consent_how: str = ConsentMeans.SIGNED_IN_FORM,
    preparation_acknowledged: bool = False,
) -> Appointment:
    """Book the offered time, or move the visit it was wanted for. Accepting twice returns the same visit.

    Raises HoldExpired when the answer comes too late, else whatever booking or moving raises.
    """
    entry = _locked(offer.entry)
    current = entry.offers.select_related("hold").get(pk=offer.pk)
    if current.status == WaitlistOfferStatus.ACCEPTED and entry.appointment is not None:
        return entry.appointment
    if current.status != WaitlistOfferStatus.OFFERED or current.hold is None or current.expires_at <= now:
        raise HoldExpired
    hold = current.hold
    if entry.appointment is None:
        return book(
            access=access,
            hold=hold,
            patient=entry.patient,
            now=now,
            consent=consent,
            consent_how=consent_how,
            preparation_acknowledged=preparation_acknowledged,
        )
    visit = reschedule(access=access, appointment=entry.appointment, hold=hold, now=now)
    fulfil_wish(entry.pk, visit, access=access.for_patient(entry.patient), now=now)
    return visit


@in_one_transaction
def decline_offer(*, access: Access, offer: WaitlistOffer, now: datetime) -> WaitlistEntry:
    """Not this time: it goes to the next one, and the patient keeps waiting. Declining twice changes nothing."""
    entry = _locked(offer.entry)
    current = entry.offers.get(pk=offer.pk)
    if current.status == WaitlistOfferStatus.OFFERED:
        _close(current, WaitlistOfferStatus.DECLINED, now)
        _set(entry, WaitlistStatus.WAITING)
        audit.record(
            access.for_patient(entry.patient), "waitlist.declined", entry, patient_id=entry.patient_id
        )
    return entry


def wait_again(refused: Appointment) -> None:
    """The information system refuses the time that was accepted: its patient waits as before."""
    accepted = WaitlistOffer.objects.filter(
        status=WaitlistOfferStatus.ACCEPTED,
        entry__appointment=refused,
        entry__status=WaitlistStatus.ACCEPTED,
        practitioner=refused.practitioner_id,
        start=refused.start,
    )
    for offer in accepted.select_related("entry"):
        offer.entry.status = WaitlistStatus.WAITING
        if not refused.moves.exists():
            offer.entry.appointment = None
        offer.entry.save(update_fields=["appointment", "status"])


def offer_due() -> None:
    """Periodic job."""
    offer_free_times(now=timezone.now())


def offer_free_times(*, now: datetime) -> list[WaitlistOffer]:
    """Take back what was not answered, then offer free times to those who wait, the longest waiting first."""
    for offer in WaitlistOffer.objects.filter(status=WaitlistOfferStatus.OFFERED, expires_at__lte=now):
        _expire(offer, now=now)
    queue = WaitlistEntry.objects.filter(status=WaitlistStatus.WAITING).order_by("created_at", "pk")
    tried = (_offer_to(entry, now=now) for entry in queue.select_related("patient", "appointment__service"))
    return [offer for offer in tried if offer is not None]


# --- Steps ------------------------------------------------------------------------------------------------


@in_one_transaction
def _expire(offer: WaitlistOffer, *, now: datetime) -> None:
    entry = _locked(offer.entry)
    current = entry.offers.get(pk=offer.pk)
    if current.status == WaitlistOfferStatus.OFFERED and current.expires_at <= now:
        _close(current, WaitlistOfferStatus.EXPIRED, now)
        _set(entry, WaitlistStatus.WAITING)


def _offer_to(entry: WaitlistEntry, *, now: datetime) -> WaitlistOffer | None:
    """Hold the first free time that suits the entry and was not offered to it before."""
    if not _still_wanted(entry, now):
        _give_up(entry, now)
        return None
    if entry.appointment is not None and entry.appointment.status == AppointmentStatus.PENDING:
        # What the branch has not answered yet cannot be moved: the next run looks again.
        return None
    known = set(entry.offers.values_list("practitioner", "start"))
    for found in _suiting(entry, now):
        if (found.practitioner_id, found.start) in known:
            continue
        try:
            return _offered(entry, found, now)
        except BookingError:
            # Somebody was faster, or the patient keeps other times: the next run looks again.
            return None
    return None


@in_one_transaction
def _give_up(entry: WaitlistEntry, now: datetime) -> None:
    current = _locked(entry)
    if current.status == WaitlistStatus.WAITING and not _still_wanted(current, now):
        _set(current, WaitlistStatus.EXPIRED)


def _still_wanted(entry: WaitlistEntry, now: datetime) -> bool:
    """Whether a day is left, and the visit to be moved is still there to be moved."""
    if entry.latest_date < (now - timedelta(days=1)).date():
        return False
    visit = entry.appointment
    if visit is None:
        return True
    if visit.status not in (AppointmentStatus.PENDING, AppointmentStatus.BOOKED):
        return False
    try:
        check_change_window(visit, audience=Audience.PATIENT, now=now)
    except BookingError:
        return False
    return True


def _suiting(entry: WaitlistEntry, now: datetime) -> list[Offer]:
    """Free times on the entry's days and hours, as the clocks of each branch show them; soonest first."""
    zones = dict(Location.objects.filter(active=True).values_list("pk", "time_zone"))
    wanted = frozenset(entry.locations.values_list("pk", flat=True))
    start = min(day_span(zone_named(zone), entry.earliest_date)[0] for zone in zones.values())
    end = max(day_span(zone_named(zone), entry.latest_date)[1] for zone in zones.values())
    until = moment_of(end)
    if entry.appointment is not None:
        until = min(until, entry.appointment.start)
    query = TimeQuery(
        start=max(now, moment_of(start)),
        end=until,
        service_id=entry.service_id,
        practitioner_ids=frozenset(entry.practitioners.values_list("pk", flat=True)),
        location_ids=wanted,
        modality="" if entry.modality == Modality.BOTH else entry.modality,
        patient_id=entry.patient_id,
        birth_date=birth_date_for(
            [entry.service_id],
            patient=entry.patient,
            access=Access.system("waitlist", purpose=Purpose.BOOKING),
        ),
        ignore_appointment_id=entry.appointment_id,
    )
    if query.start >= query.end:
        return []
    return [
        offer
        for offer in find_times(query, now=now).offers
        if _suits(entry, offer.start.astimezone(zone_named(zones[offer.location_id])))
        # While it is only held, the patient has both times.
        and (entry.appointment is None or offer.end <= entry.appointment.start)
    ]


def _suits(entry: WaitlistEntry, local: datetime) -> bool:
    at = local.time()
    return (
        entry.earliest_date <= local.date() <= entry.latest_date
        and (entry.earliest_time is None or at >= entry.earliest_time)
        and (entry.latest_time is None or at <= entry.latest_time)
    )


@in_one_transaction
def _offered(entry: WaitlistEntry, found: Offer, now: datetime) -> WaitlistOffer | None:
    current = _locked(entry)
    if current.status != WaitlistStatus.WAITING:
        return None
    hold = hold_all(
        keys=[found.key],
        now=now,
        patient=current.patient,
        hold_for=OFFERED_FOR,
        ignore_appointment_id=current.appointment_id,
    )
    offer = WaitlistOffer.objects.create(
        entry=current,
        hold=hold,
        practitioner_id=found.practitioner_id,
        location_id=found.location_id,
        start=found.start,
        end=found.end,
        offered_at=now,
        expires_at=hold.expires_at,
    )
    _set(current, WaitlistStatus.OFFERED)
    payload = {"entry": str(current.pk), "offer": str(offer.pk), "patient": str(current.patient_id)}
    publish("waitlist.offered", subject=offer.pk, payload=payload)
    return offer


def _locked(entry: WaitlistEntry) -> WaitlistEntry:
    rows = WaitlistEntry.objects.select_for_update(of=("self",)).select_related("patient", "appointment")
    found: WaitlistEntry = rows.get(pk=entry.pk)
    return found


def _close(offer: WaitlistOffer, status: str, now: datetime) -> None:
    """End an offer and give its time back."""
    hold = offer.hold
    if hold is not None:
        lock(doctors_of(hold))
        remove_holds([hold.pk])
    WaitlistOffer.objects.filter(pk=offer.pk).update(status=status, answered_at=now)


def _set(entry: WaitlistEntry, status: str) -> None:
    entry.status = status
    entry.save(update_fields=["status"])
