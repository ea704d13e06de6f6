"""Programs: on which days and at which times all their visits fit into one day at one branch."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from booking import planning, snapshot
from booking.clinic import Clinic
from booking.clock import day_span, local_day, wall_minute
from booking.codes import Audience, Modality
from booking.errors import ServiceUnavailable, error_of
from booking.models import Location, Program, ProgramLeg
from booking.offers import Offer
from booking.program_day import rules_of
from booking.rules import check_age, latest_morning_start
from booking.search import TimeQuery
from booking.services.finding import find_many
from booking.timeline import minute_after, minute_of, moment_of
from people.models import Patient


@dataclass(frozen=True, slots=True)
class PlannedLeg:
    leg: ProgramLeg
    offer: Offer


@dataclass(frozen=True, slots=True)
class ProgramPlan:
    """A day of the program, visits in the order in which they take place."""

    program: Program
    location: Location
    date: date
    visits: tuple[PlannedLeg, ...]

    @property
    def start(self) -> datetime:
        return self.visits[0].offer.start

    @property
    def end(self) -> datetime:
        return max(visit.offer.end for visit in self.visits)

    @property
    def minutes_on_site(self) -> int:
        return int((self.end - self.start).total_seconds() // 60)

    @property
    def minutes_waiting(self) -> int:
        return self.minutes_on_site - sum(visit.offer.duration_minutes for visit in self.visits)

    @property
    def price(self) -> Decimal | None:
        """The program's own price, else the sum of its visits, None where one of them has no price."""
        return (
            self.program.price
            if self.program.price is not None
            else price_of(offer.price for offer in self.offers)
        )

    @property
    def offers(self) -> list[Offer]:
        return [visit.offer for visit in self.visits]

    @property
    def tokens(self) -> list[str]:
        """One signed token per leg, in the order of the legs' numbers."""
        return [visit.offer.token for visit in sorted(self.visits, key=lambda visit: visit.leg.number)]


@dataclass(frozen=True, slots=True)
class ProgramDay:
    """One day at one branch: the best plan, or the leg that does not fit together with those before it."""

    location: Location
    date: date
    plan: ProgramPlan | None
    blocked_by: ProgramLeg | None = None


def price_of(prices: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, None where one of the prices is not known."""
    total = Decimal(0)
    for price in prices:
        if price is None:
            return None
        total += price
    return total


def find_program_plans(
    *,
    program: Program,
    locations: Sequence[Location],
    dates: Sequence[date],
    now: datetime,
    patient: Patient | None = None,
    birth_date: date | None = None,
    audience: str = "patient",
) -> list[ProgramDay]:
    """The best plan of each branch and day, in that order. A handful of queries per branch, however many days.

    Least time on site, then least waiting, then the earliest start. Raises TooYoung or TooOld where the program is
    for this age on none of the days, ServiceUnavailable where it is not for patients to book.
    """
    check_bookable(program, audience=audience)
    legs = legs_of(program)
    if not legs or not dates:
        return []
    refused = [
        check_age(birth_date, day, day, min_age=program.min_age, max_age=program.max_age) for day in dates
    ]
    if refused[-1] and all(refused):
        raise error_of(refused[-1])
    dates = [day for day, refusal in zip(dates, refused, strict=True) if not refusal]
    clinic = snapshot.clinic(snapshot.read_tokens())
    found = []
    for location in locations:
        offers = offers_by_day(
            legs, location, dates, now=now, patient=patient, birth_date=birth_date, audience=audience
        )
        found += [plan_day(program, legs, location, day, offers.get(day, {}), clinic) for day in dates]
    return found


def check_bookable(program: Program, *, audience: str) -> None:
    if not program.active or (audience == Audience.PATIENT and not program.online_booking):
        raise ServiceUnavailable


def legs_of(program: Program) -> list[ProgramLeg]:
    return list(program.legs.select_related("service").order_by("number"))


def offers_by_day(
    legs: Sequence[ProgramLeg],
    location: Location,
    dates: Sequence[date],
    *,
    now: datetime,
    patient: Patient | None,
    birth_date: date | None,
    audience: str,
) -> dict[date, dict[UUID, list[Offer]]]:
    """Offers by day and service."""
    services = list(dict.fromkeys(leg.service_id for leg in legs))
    queries = [
        TimeQuery(
            start=moment_of(day_span(location.zone, min(dates))[0]),
            end=moment_of(day_span(location.zone, max(dates))[1]),
            service_id=service_id,
            location_ids=frozenset([location.pk]),
            modality=Modality.IN_PERSON,
            patient_id=patient.pk if patient else None,
            birth_date=birth_date,
            audience=audience,
        )
        for service_id in services
    ]
    by_day: dict[date, dict[UUID, list[Offer]]] = defaultdict(lambda: defaultdict(list))
    for service_id, answer in zip(services, find_many(queries, now=now), strict=True):
        for offer in answer.offers:
            by_day[local_day(location.zone, minute_of(offer.start))][service_id].append(offer)
    return by_day


def plan_day(
    program: Program,
    legs: Sequence[ProgramLeg],
    location: Location,
    day: date,
    offers: dict[UUID, list[Offer]],
    clinic: Clinic,
) -> ProgramDay:
    rules = rules_of(legs)
    options = [options_of(leg, location, day, offers.get(leg.service_id, ()), clinic) for leg in legs]
    best = planning.solve(rules, options, longest=program.longest_day_minutes)
    if best is None:
        blocked = planning.blocking(rules, options, longest=program.longest_day_minutes)
        return ProgramDay(location, day, None, blocked_by=legs[blocked])
    visits = (PlannedLeg(leg, option.value) for leg, option in zip(legs, best.options, strict=True))
    in_order = tuple(sorted(visits, key=lambda visit: visit.offer.start))
    return ProgramDay(location, day, ProgramPlan(program, location, day, in_order))


def options_of(
    leg: ProgramLeg, location: Location, day: date, offers: Iterable[Offer], clinic: Clinic
) -> list[planning.Option]:
    """The leg's offers as the solver sees them; whoever comes fasting comes in the morning."""
    latest = latest_morning_start(fasting=leg.fasting, latest_start=leg.service.latest_start)
    last_start = wall_minute(location.zone, day, latest) if latest and leg.fasting else None
    return [
        option_of(offer, clinic)
        for offer in offers
        if last_start is None or minute_of(offer.start) <= last_start
    ]


def option_of(offer: Offer, clinic: Clinic) -> planning.Option:
    service = clinic.services[offer.service_id]
    start, end = minute_of(offer.start), minute_after(offer.end)
    doctor = planning.Claim(offer.practitioner_id, start - service.buffer_before, end + service.buffer_after)
    units = [*((offer.room_id,) if offer.room_id else ()), *offer.equipment_ids]
    before, after = service.room_buffer_before, service.room_buffer_after
    claims = (doctor, *(planning.Claim(unit, start - before, end + after) for unit in units))
    return planning.Option(start, end, claims, offer)
