"""The clinic's records as an editor sees them: facts to read, kept elsewhere."""

from dataclasses import dataclass

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.models import HealthcareService, Location, Practitioner, Program
from cms.presenters.doctors import language_names
from cms.presenters.durations import duration
from cms.presenters.hours import opening_hours
from cms.presenters.prices import PriceBook


@dataclass(frozen=True)
class Facts:
    """`source` says where the record is kept and changed."""

    source: str
    rows: list[tuple[str, str]]
    warning: str = ""


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
    rows = [(_("Name"), doctor.name), (_("Speaks"), language_names(doctor.languages))]
    for role in roles:
        specialities = ", ".join(speciality.name for speciality in role.specialities.all())
        count = role.services.count()
        services = ngettext("%(count)s service", "%(count)s services", count) % {"count": count}
        rows.append((role.location.name, f"{specialities}; {services}"))
    warning = (
        ""
        if doctor.active and roles
        else _("The doctor has no active post: the page answers that the doctor has left.")
    )
    return Facts(_source(systems), rows, warning)


def _service(service: HealthcareService) -> Facts:
    price = PriceBook.read([service.pk], today=timezone.localdate()).price(service.pk)
    rows = [
        (_("Name"), service.name),
        (_("Category"), service.category.name),
        (_("Takes"), duration(service.duration_minutes)),
        (_("Price"), f"{price.least.amount} {price.least.currency}" if price else _("not set")),
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
    legs = [f"{leg.number}. {leg.service.name}" for leg in program.legs.select_related("service")]
    price = f"{program.price} {program.currency}" if program.price is not None else _("the sum of its visits")
    return Facts(
        _source(set()), [(_("Name"), program.name), (_("Visits"), "; ".join(legs)), (_("Price"), price)]
    )


def _source(systems: set[str]) -> str:
    if systems:
        return _(
            "From the medical information system (%(systems)s). Changes are made there and appear here."
        ) % {"systems": ", ".join(sorted(systems))}
    return _("From the clinic's schedule. Changes are made by the front desk and appear here.")
