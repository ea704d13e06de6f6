"""What can be booked online, as the first steps of booking list it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef

from booking.models import HealthcareService, Location, Practitioner, PractitionerRole, Program, Speciality


@dataclass(frozen=True, slots=True)
class Category:
    name: str
    services: list[HealthcareService]


def online_services(location: Location | None = None) -> list[HealthcareService]:
    """Services that patients book themselves and that somebody gives, at the branch or anywhere."""
    giving = _posts(location).filter(services=OuterRef("pk"))
    bookable = HealthcareService.objects.filter(Exists(giving), active=True, online_booking=True)
    return list(bookable.select_related("category", "speciality").order_by("category__sort_order", "name_ru"))


def by_category(services: Iterable[HealthcareService]) -> list[Category]:
    categories: dict[str, Category] = {}
    for service in services:
        name = service.category.name
        categories.setdefault(name, Category(name, [])).services.append(service)
    return list(categories.values())


def specialities_of(services: Iterable[HealthcareService]) -> list[Speciality]:
    """Specialities whose usual visit is among the services, by the name that is shown."""
    given = {service.pk for service in services}
    found = Speciality.objects.filter(consultation__in=given)
    return sorted(found, key=lambda speciality: speciality.title or speciality.name)


def matching(services: Iterable[HealthcareService], text: str) -> list[HealthcareService]:
    """Services whose own name, or whose speciality's, has every word of the text in either language."""
    words = text.casefold().replace("ё", "е").split()
    return [service for service in services if all(word in _names(service) for word in words)]


def _names(service: HealthcareService) -> str:
    parts = [service.name_ru, service.name_en]
    if service.speciality:
        speciality = service.speciality
        parts += [speciality.name_ru, speciality.name_en, speciality.title_ru, speciality.title_en]
    return " ".join(parts).casefold().replace("ё", "е")


@dataclass(frozen=True, slots=True)
class GivingDoctor:
    """A doctor with the posts in which they give a service."""

    practitioner: Practitioner
    posts: list[PractitionerRole]


def doctors_giving(
    service: HealthcareService, location: Location | None = None, practitioner: Practitioner | None = None
) -> list[GivingDoctor]:
    """Doctors whom patients book for this service themselves, with their branches and specialities."""
    posts = _posts(location).filter(services=service, practitioner__active=True)
    if practitioner is not None:
        posts = posts.filter(practitioner=practitioner)
    posts = posts.select_related("practitioner", "location")
    doctors: dict[UUID, GivingDoctor] = {}
    for post in posts.prefetch_related("specialities"):
        doctors.setdefault(post.practitioner_id, GivingDoctor(post.practitioner, [])).posts.append(post)
    return list(doctors.values())


def services_of(practitioner: Practitioner) -> list[HealthcareService]:
    given = _posts().filter(practitioner=practitioner, services=OuterRef("pk"))
    found = HealthcareService.objects.filter(Exists(given), active=True, online_booking=True)
    return list(found.select_related("category", "speciality").order_by("category__sort_order", "name_ru"))


def _posts(location: Location | None = None) -> models.QuerySet[PractitionerRole]:
    """Posts in which patients book the doctor themselves."""
    posts = PractitionerRole.objects.filter(active=True, online_booking=True, location__active=True)
    return posts.filter(location=location) if location else posts


def programs() -> list[Program]:
    return list(Program.objects.filter(active=True, online_booking=True))


def usual_service(
    practitioner: Practitioner, services: Iterable[HealthcareService]
) -> HealthcareService | None:
    """What one comes to this doctor for unless one says otherwise: the usual visit of their speciality."""
    usual = set(
        Speciality.objects.filter(roles__practitioner=practitioner, roles__active=True).values_list(
            "consultation", flat=True
        )
    )
    return next((service for service in services if service.pk in usual), None)
