"""A program's days to choose from, and the visits of the chosen one in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from booking.models import Location, Practitioner, Program
from booking.services.planning import ProgramDay, ProgramPlan
from cabinet import words
from cabinet.presenters.doctors import Price
from cabinet.presenters.visit import minutes_words

#: Between the signed offers of one plan: a character that none of them has.
TOKENS_APART = "."


@dataclass(frozen=True, slots=True)
class Step:
    clock: str
    service: str
    doctor: str
    room: str
    fasting: bool


@dataclass(frozen=True, slots=True)
class DayChoice:
    """One day: a plan to take, or the visit that does not fit."""

    date: date
    tokens: str
    span: str
    takes: str
    waiting: str
    price: Price | None
    steps: list[Step]
    blocked_by: str


def day_choices(days: Iterable[ProgramDay]) -> list[DayChoice]:
    found = list(days)
    doctors = Practitioner.objects.in_bulk(
        {offer.practitioner_id for day in found if day.plan for offer in day.plan.offers}
    )
    return [_choice(day, doctors) for day in found]


def _choice(day: ProgramDay, doctors: dict[Any, Practitioner]) -> DayChoice:
    if day.plan is None:
        name = day.blocked_by.service.name if day.blocked_by else ""
        return DayChoice(day.date, "", "", "", "", None, [], name)
    plan, location = day.plan, day.location
    return DayChoice(
        date=day.date,
        tokens=TOKENS_APART.join(plan.tokens),
        span=_span(plan, location),
        takes=minutes_words(plan.minutes_on_site),
        waiting=minutes_words(plan.minutes_waiting) if plan.minutes_waiting else "",
        price=_price(plan),
        steps=[
            Step(
                clock=words.clock(words.local(visit.offer.start, location)),
                service=visit.leg.service.name,
                doctor=doctors[visit.offer.practitioner_id].name,
                room="",
                fasting=visit.leg.fasting,
            )
            for visit in plan.visits
        ],
        blocked_by="",
    )


def _span(plan: ProgramPlan, location: Location) -> str:
    start, end = words.local(plan.start, location), words.local(plan.end, location)
    return _("%(start)s to %(end)s") % {"start": words.clock(start), "end": words.clock(end)}


def _price(plan: ProgramPlan) -> Price | None:
    return None if plan.price is None else Price(plan.price, plan.offers[0].currency)


def steps_of(visits: Sequence[Any]) -> list[Step]:
    """Of held visits or appointments, with doctor, service, branch and room at hand."""
    return [
        Step(
            clock=words.clock(words.local(visit.start, visit.location)),
            service=visit.service.name,
            doctor=visit.practitioner.name,
            room=visit.room.number if visit.room else "",
            fasting=visit.service.fasting,
        )
        for visit in sorted(visits, key=lambda visit: visit.start)
    ]


def price_of_visits(program: Program, visits: Sequence[Any]) -> Price | None:
    if program.price is not None:
        return Price(program.price, program.currency)
    prices = [visit.price for visit in visits]
    return None if not prices or None in prices else Price(sum(prices), visits[0].currency)


def preparations(visits: Iterable[Any]) -> list[tuple[str, str]]:
    """How to prepare, once per service, in the order of the visits."""
    found = {visit.service.name: visit.service.preparation for visit in visits if visit.service.preparation}
    return list(found.items())
