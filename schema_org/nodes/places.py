"""Where a branch is and when it is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from schema_org.node import Node
from schema_org.terms import DayOfWeek


@dataclass(frozen=True, kw_only=True)
class PostalAddress(Node, types=("PostalAddress",), required=("street_address", "address_locality")):
    """`address_country` is the two-letter ISO 3166-1 code."""

    street_address: str = ""
    address_locality: str = ""
    address_region: str = ""
    postal_code: str = ""
    address_country: str = ""


@dataclass(frozen=True, kw_only=True)
class GeoCoordinates(Node, types=("GeoCoordinates",), required=("latitude", "longitude")):
    """Degrees, written with six decimals: Google asks for at least five, and a JSON number drops its last
    zeros.
    """

    latitude: str = ""
    longitude: str = ""

    @classmethod
    def at(
        cls, latitude: Decimal | float | None, longitude: Decimal | float | None
    ) -> "GeoCoordinates | None":
        """None while a branch has no coordinates."""
        if latitude is None or longitude is None:
            return None
        return cls(latitude=f"{latitude:.6f}", longitude=f"{longitude:.6f}")


@dataclass(frozen=True, kw_only=True)
class LocationFeature(Node, types=("LocationFeatureSpecification",), required=("name",)):
    """Something a visitor can count on: step-free access, parking."""

    name: str = ""
    value: bool = True


@dataclass(frozen=True, kw_only=True)
class OpeningHours(Node, types=("OpeningHoursSpecification",), required=("opens", "closes")):
    """Wall clock of the place. The same hour for `opens` and `closes`, midnight, means closed."""

    day_of_week: tuple[DayOfWeek, ...] = ()
    opens: time | None = None
    closes: time | None = None
    valid_from: date | None = None
    valid_through: date | None = None


@dataclass(frozen=True, order=True)
class Span:
    """One opening on one weekday, 0 is Monday; wall clock of the place."""

    weekday: int
    opens: time
    closes: time


def weekly_hours(spans: Iterable[Span]) -> tuple[OpeningHours, ...]:
    """A week of openings: one node for all days that share the same hours, in the order of the first such
    day.
    """
    weekdays = list(DayOfWeek)
    shared: dict[tuple[time, time], list[DayOfWeek]] = {}
    for span in sorted(set(spans)):
        shared.setdefault((span.opens, span.closes), []).append(weekdays[span.weekday])
    return tuple(
        OpeningHours(day_of_week=tuple(days), opens=opens, closes=closes)
        for (opens, closes), days in shared.items()
    )


def open_on(day: date, opens: time, closes: time) -> OpeningHours:
    """Hours of one date that differ from the week's."""
    return OpeningHours(opens=opens, closes=closes, valid_from=day, valid_through=day)


def closed_on(first: date, last: date) -> OpeningHours:
    """Closed on all days from the first to the last: Google's form is midnight to midnight."""
    return OpeningHours(opens=time(0), closes=time(0), valid_from=first, valid_through=last)
