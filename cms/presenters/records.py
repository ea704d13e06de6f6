"""The clinic's records as an editor sees them: facts to read, kept elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from booking.models import HealthcareService, Location, Practitioner, Program
from cms.presenters.doctors import language_names
from cms.presenters.durations import duration
from cms.presenters.hours import opening_hours
from cms.presenters.prices import Money, Price, PriceBook, price_range
from cms.presenters.times import nearest_links


@dataclass(frozen=True)
class Facts:
    """`source` says where the record is kept and changed."""

    source: str
    rows: Sequence[tuple[str, str | list[str]]]
    warning: str = ""

    @property
    def shown(self) -> list[tuple[str, str, list[str]]]:
        """(name, value, lines): one of the two is empty."""
        return [
            (name, "", value) if isinstance(value, list) else (name, value, []) for name, value in self.rows
        ]


def facts(record: Model) -> Facts | None:
    match record:
        case Practitioner():
            return _practitioner(record)
        case HealthcareService():
            return _service(record)
        case Location():
            return _location(record)
        case Program():
            return _program(record)
    return None


def _practitioner(doctor: Practitioner) -> Facts:
    roles = list(
        doctor.roles.filter(active=True)
        .select_related("location")
        .prefetch_related("specialities", "services")
    )
    systems = {role.location.mis_system for role in roles if role.location.mis_system}
    offered = {service.pk for role in roles for service in role.services.all()}
    prices = PriceBook.read(offered, today=timezone.localdate())
    nearest = nearest_links([doctor.pk], book_url="", now=timezone.now())[doctor.pk] if roles else []
    rows: list[tuple[str, str | list[str]]] = [
        (_("Name"), doctor.name),
        (_("Speaks"), language_names(doctor.languages)),
    ]
    for role in roles:
        specialities = ", ".join(speciality.name for speciality in role.specialities.all())
        services = [
            _priced(
                service.name,
                prices.price(service.pk, practitioner_id=doctor.pk, location_id=role.location_id),
            )
            for service in role.services.all()
        ]
        rows.append((role.location.name, [specialities, *services]))
    rows.append((_("Nearest free time"), ", ".join(f"{time.day}, {time.clock}" for time in nearest)))
    warning = (
        ""
        if doctor.active and roles
        else _("The doctor has no active post: the page answers that the doctor has left.")
    )
    return Facts(_source(systems), rows, warning)


def _amount(price: Price | None) -> str:
    if price is None:
        return _("not set")
    amount = price_range([price])
    return _("from %(low)s") % {"low": amount} if price.varies else amount


def _priced(name: str, price: Price | None) -> str:
    if price is None:
        return _("%(service)s: no price") % {"service": name}
    return _("%(service)s: %(price)s") % {"service": name, "price": _amount(price)}


def _service(service: HealthcareService) -> Facts:
    price = PriceBook.read([service.pk], today=timezone.localdate()).price(service.pk)
    rows = [
        (_("Name"), service.name),
        (_("Category"), service.category.name),
        (_("Takes"), duration(service.duration_minutes)),
        (_("Price"), _amount(price)),
        (_("Preparation"), service.preparation or _("none")),
    ]
    warning = "" if service.active else _("The service is not offered at the moment.")
    return Facts(_source(set()), rows, warning)


def _location(location: Location) -> Facts:
    hours = opening_hours([location.pk], today=timezone.localdate())[location.pk]
    rows = [
        (_("Name"), location.name),
        (_("Address"), location.address),
        (_("Telephone"), location.phone),
        (_("Opening hours"), hours.summary or _("not set")),
        (_("Time zone"), location.time_zone),
    ]
    warning = (
        "" if location.latitude is not None else _("Without coordinates the branch is not found on maps.")
    )
    return Facts(_source({location.mis_system} - {""}), rows, warning)


def _program(program: Program) -> Facts:
    legs = [leg.service.name for leg in program.legs.select_related("service")]
    price = _("the sum of its visits")
    if program.price is not None:
        money = Money(program.price, program.currency)
        price = price_range([Price(money, varies=False, valid_from=timezone.localdate())])
    return Facts(_source(set()), [(_("Name"), program.name), (_("Visits"), legs), (_("Price"), price)])


def _source(systems: set[str]) -> str:
    if systems:
        return _(
            "From the medical information system (%(systems)s). Changes are made there and appear here."
        ) % {"systems": ", ".join(sorted(systems))}
    return _("From the clinic's schedule. Changes are made by the front desk and appear here.")
