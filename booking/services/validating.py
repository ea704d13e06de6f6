"""From a token back to the offer, or to the reason why there is none any more."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from booking import snapshot
from booking.clinic import Clinic
from booking.clock import occurrences, zone_named
from booking.errors import (
    AmbiguousTime,
    BookingError,
    MomentUnreadable,
    NonexistentTime,
    OfferStale,
    UnknownZone,
    error_of,
)
from booking.offers import Offer, OfferKey
from booking.queries import Circumstances, DayReport, TimeQuery, TimeSearch
from booking.rules import PATIENT_LIMITS, STAFF_LIMITS, Refusal, horizon_of
from booking.search import search, service_asked_for
from booking.services.finding import find_times, load, query_of

ALTERNATIVES = 3
SEARCHED_BEFORE = timedelta(days=7)
SEARCHED_AFTER = timedelta(days=21)
#: Beyond every horizon; no calendar is laid out so far.
FAR = timedelta(days=2 * 366)


class Standing(NamedTuple):
    """Offers that still stand, and what was learnt while asking."""

    offers: list[Offer]
    clinic: Clinic
    circumstances: Circumstances


def validate(
    keys: Sequence[OfferKey],
    *,
    now: datetime,
    patient_id: UUID | None = None,
    birth_date: date | None = None,
    referral_id: UUID | None = None,
    ignore_hold_id: UUID | None = None,
    kept_since: datetime | None = None,
    ignore_appointment_id: UUID | None = None,
) -> Standing:
    """The offers that the keys name, as they stand now for this patient.

    Price and duration may differ from the key's when the patient's history makes another visit of it; the caller
    compares. Raises the precise error, with other times to choose from, for the first that cannot be had.
    """
    queries = [
        query_of(
            key,
            patient_id=patient_id,
            birth_date=birth_date,
            referral_id=referral_id,
            ignore_hold_id=ignore_hold_id,
            kept_since=kept_since,
            ignore_appointment_id=ignore_appointment_id,
        )
        for key in keys
    ]
    known = load(queries, now=now)
    offers = []
    for key, query in zip(keys, queries, strict=True):
        answer = search(known.clinic, query, known.circumstances)
        found = next((offer for offer in answer.offers if offer.modality == key.modality), None)
        if found is None:
            raise why_not(query, now=now, alternatives=True)
        offers.append(found)
    return Standing(offers, known.clinic, known.circumstances)


def check_terms(promised: OfferKey, now_is: OfferKey) -> None:
    """Raises OfferStale when the visit is not what was promised. A lower price is no reason to object.

    A patient who turns out to be one of the doctor's own gets a repeat visit, which may be shorter.
    """
    grown = now_is.duration_minutes > promised.duration_minutes
    is_same_type = now_is.visit_type == promised.visit_type
    shrunk = now_is.duration_minutes < promised.duration_minutes and is_same_type
    dearer = (now_is.price or 0) > (promised.price or 0) or (now_is.price is None) != (promised.price is None)
    if grown or shrunk or dearer or now_is.currency != promised.currency:
        raise OfferStale


def offer_at(query: TimeQuery, *, now: datetime) -> Offer:
    """The offer that starts exactly at `query.start`: for deep links and requests that name a time.

    Raises the precise error, with other times to choose from.
    """
    if abs(query.start - now) > FAR:
        code = "in-the-past" if query.start < now else "beyond-horizon"
        raise error_of(Refusal(code), alternatives=alternatives_to(query, now=now))
    exact = replace(query, end=query.start + timedelta(minutes=1), first_only=False, named=True)
    for offer in find_times(exact, now=now).offers:
        if offer.start == query.start:
            return offer
    raise why_not(exact, now=now, alternatives=True)


def why_not(query: TimeQuery, *, now: datetime, alternatives: bool = False) -> BookingError:
    """Why no visit may start in the query's minute."""
    answer = find_times(replace(query, explain=True, end=query.start + timedelta(minutes=1)), now=now)
    others = alternatives_to(query, now=now) if alternatives else ()
    return error_of(_refusal(answer, query, now), alternatives=others)


def _refusal(answer: TimeSearch, query: TimeQuery, now: datetime) -> Refusal:
    if answer.refusal:
        return answer.refusal
    if query.start <= now and query.for_patient:
        return Refusal("in-the-past")
    # Of several doctors the one who came closest to being free tells most.
    code = max((_reason(report) for report in answer.days), key=_CLOSENESS.index, default="no-hours")
    return Refusal("no-seats-left" if code == "slot-taken" and _is_group(query) else code)


def _reason(report: DayReport) -> str:
    """Of a report about a single minute. A time that became free while we asked was taken when it mattered."""
    if report.hours_minutes and not report.starts:
        return "off-grid"
    return report.reason or "slot-taken"


#: From the farthest from being free to the nearest: the order of the search's steps.
_CLOSENESS = (
    "branch-closed",
    "no-hours",
    "off-grid",
    "too-long",
    "notice-too-short",
    "beyond-horizon",
    "preparation-limits",
    "age-limits",
    "referral-required",
    "slot-taken",
    "room-busy",
    "equipment-busy",
    "patient-busy",
    "travel-time",
    "program-order",
)


def _is_group(query: TimeQuery) -> bool:
    clinic = snapshot.clinic(snapshot.read_tokens())
    service = clinic.services.get(service_asked_for(clinic, query) or UUID(int=0))
    return service is not None and service.seats > 1


def alternatives_to(query: TimeQuery, *, now: datetime, limit: int = ALTERNATIVES) -> list[Offer]:
    """The offers nearest to the wanted time: of the same doctor first, then of others at the branch, then anywhere."""
    # The nearest to what lies beyond the horizon are the last ones before it.
    wanted = max(now, min(query.start, now + _horizon(query)))
    around = replace(
        query,
        start=max(now, wanted - SEARCHED_BEFORE),
        end=wanted + SEARCHED_AFTER,
        first_only=False,
        explain=False,
        named=False,
    )
    wider = [around]
    if around.practitioner_ids:
        wider.append(replace(around, practitioner_ids=frozenset()))
    if around.location_ids:
        wider.append(replace(around, practitioner_ids=frozenset(), location_ids=frozenset()))
    found: dict[OfferKey, Offer] = {}
    for one in wider:
        nearest = sorted(find_times(one, now=now).offers, key=lambda offer: abs(offer.start - query.start))
        found |= {offer.key: offer for offer in nearest[: limit + len(found)] if offer.key not in found}
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def _horizon(query: TimeQuery) -> timedelta:
    clinic = snapshot.latest()
    service = clinic.services.get(service_asked_for(clinic, query) or UUID(int=0))
    limits = PATIENT_LIMITS if query.for_patient else STAFF_LIMITS
    return horizon_of(limits, service.horizon_days if service else None, for_patient=query.for_patient)


def moment_named(text: str, *, zone_name: str) -> datetime:
    """The moment that a request names: ISO 8601 with an offset, or the wall-clock time of the zone.

    Raises UnknownZone, NonexistentTime, AmbiguousTime, or MomentUnreadable for what is no date and time.
    """
    try:
        zone = zone_named(zone_name)
    except KeyError as error:
        raise UnknownZone(zone=zone_name) from error
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        found = occurrences(moment.date(), moment.time(), zone)
    except (ValueError, OverflowError) as error:
        raise MomentUnreadable from error
    match found:
        case (only,):
            return only
        case ():
            raise NonexistentTime
    raise AmbiguousTime
