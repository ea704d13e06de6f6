"""What the visitor has chosen so far, as the address says it: every step of booking is a link that can be sent on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Self, TypeVar
from uuid import UUID

from django.db import models
from django.utils.dateparse import parse_date, parse_datetime

from booking.codes import Modality
from booking.models import HealthcareService, Location, Practitioner, Program, Speciality
from booking.search import TimeQuery
from booking.services import moment_named

_Entity = TypeVar("_Entity", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Choice:
    """`unknown` names the parameters that lead nowhere: an old link, a doctor who has left, a slip of the hand."""

    service: HealthcareService | None = None
    speciality: Speciality | None = None
    practitioner: Practitioner | None = None
    location: Location | None = None
    program: Program | None = None
    modality: str = ""
    referral: UUID | None = None
    start: datetime | None = None
    #: A start without an offset, which only a place can make a moment.
    wall_clock: str = ""
    day: date | None = None
    unknown: tuple[str, ...] = ()

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> Self:
        unknown: list[str] = []

        def wanted(name: str, found: Any) -> Any:
            if parameters.get(name) and found is None:
                unknown.append(name)
            return found

        speciality = wanted(
            "speciality",
            _by_code(Speciality.objects.select_related("consultation"), parameters.get("speciality")),
        )
        services = HealthcareService.objects.filter(active=True).select_related("speciality")
        service = wanted("service", _by_code(services, parameters.get("service")))
        if service is None and speciality is not None:
            service = speciality.consultation
        modality = parameters.get("modality", "")
        return cls(
            service=service,
            speciality=speciality,
            practitioner=wanted(
                "practitioner",
                _by_key(Practitioner.objects.filter(active=True), parameters.get("practitioner")),
            ),
            location=wanted(
                "location", _by_code(Location.objects.filter(active=True), parameters.get("location"))
            ),
            program=wanted(
                "program",
                _by_code(Program.objects.filter(active=True, online_booking=True), parameters.get("program")),
            ),
            modality=modality if modality in (Modality.IN_PERSON, Modality.VIRTUAL) else "",
            referral=wanted("referral", _uuid(parameters.get("referral"))),
            start=wanted("start", _moment(parameters.get("start"))),
            wall_clock=_wall_clock(parameters.get("start", "")),
            day=wanted("day", _day(parameters.get("day"))),
            unknown=tuple(unknown),
        )

    def query(self, **changes: Any) -> dict[str, str]:
        """The choice as parameters of an address, some of them changed; None takes one away."""
        parts: dict[str, Any] = {
            "service": self.service.code if self.service else None,
            "practitioner": self.practitioner.pk if self.practitioner else None,
            "location": self.location.code if self.location else None,
            "modality": self.modality,
            "referral": self.referral,
        }
        return {name: str(value) for name, value in {**parts, **changes}.items() if value}

    def times_query(self, start: datetime, end: datetime, **options: Any) -> TimeQuery:
        return TimeQuery(
            start=start,
            end=end,
            service_id=self.service.pk if self.service else None,
            practitioner_ids=frozenset({self.practitioner.pk} if self.practitioner else ()),
            location_ids=frozenset({self.location.pk} if self.location else ()),
            modality=self.modality,
            referral_id=self.referral,
            **options,
        )

    def on_the_clock(self, zone: str) -> Self:
        """With a start that has no offset read from the clocks of the zone, else of the chosen branch.

        Raises the BookingError that says why those clocks never, or twice, show this time.
        """
        zone = zone or (self.location.time_zone if self.location else "")
        if not self.wall_clock or not zone:
            return self
        start = moment_named(self.wall_clock, zone_name=zone)
        return replace(self, start=start, unknown=tuple(one for one in self.unknown if one != "start"))

    def with_any_doctor(self) -> Self:
        return replace(self, practitioner=None)

    def with_any_branch(self) -> Self:
        return replace(self, location=None)

    def with_modality(self, modality: str) -> Self:
        return replace(self, modality=modality)


def _by_code(rows: models.QuerySet[_Entity], value: str | None) -> _Entity | None:
    """Links name things by their code, which people can read; partners' links may name them by key."""
    if not value:
        return None
    return rows.filter(code=value).first() or _by_key(rows, value)


def _by_key(rows: models.QuerySet[_Entity], value: str | None) -> _Entity | None:
    key = _uuid(value)
    return rows.filter(pk=key).first() if key else None


def _uuid(value: str | None) -> UUID | None:
    try:
        return UUID(value or "")
    except ValueError:
        return None


def _moment(value: str | None) -> datetime | None:
    """An instant with its offset. A plus sign that an address turned into a space is still a plus sign."""
    try:
        moment = parse_datetime((value or "").replace(" ", "+"))
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _wall_clock(value: str) -> str:
    try:
        moment = parse_datetime(value)
    except ValueError:
        return ""
    return value if moment is not None and moment.tzinfo is None else ""


def _day(value: str | None) -> date | None:
    try:
        return parse_date(value or "")
    except ValueError:
        return None
