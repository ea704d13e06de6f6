"""The invented clinic as values: places, specialities, services, programs, doctors."""

import datetime as dt
from functools import cache

from demo.words import Content, Words, files, read


class Licence(Content):
    number: str
    issued_by: Words
    issued_on: dt.date


class Organization(Content):
    code: str
    name: Words
    legal_name: Words
    slogan: Words
    description: Words
    licence: Licence
    founded: int
    tax_number: str
    registration_number: str
    email: str
    currency: str


class Room(Content):
    code: str
    kind: str
    name: Words
    equipment: tuple[str, ...] = ()
    seats: int | None = None


class Amenity(Content):
    kind: str
    note: Words | None = None


class Department(Content):
    """A part of a branch with hours of its own."""

    name: Words
    phone: str = ""
    hours: dict[str, tuple[dt.time, dt.time]]


class HoursChange(Content):
    """A day that differs from the week, counted from the day of loading: closed, or open at other hours."""

    after_days: int
    reason: Words
    closed: bool = False
    hours: tuple[dt.time, dt.time] | None = None


class Branch(Content):
    code: str
    mis_system: str
    time_zone: str
    name: Words
    short_name: Words
    region: Words
    city: Words
    street: Words
    postal_code: str
    latitude: float
    longitude: float
    phone: str
    email: str
    metro: Words
    directions: Words
    about: Words
    amenities: tuple[Amenity, ...]
    departments: tuple[Department, ...] = ()
    hours: dict[str, tuple[dt.time, dt.time]]
    facade: str
    rooms: tuple[Room, ...]
    exceptions: tuple[HoursChange, ...]


class Places(Content):
    organization: Organization
    branches: tuple[Branch, ...]
    room_kinds: dict[str, Words]
    equipment: dict[str, Words]


class Speciality(Content):
    code: str
    schema_org_value: str | None
    name: Words
    doctor: Words
    summary: Words


class Service(Content):
    """`minutes` and `price` are of the first and of a repeat visit."""

    code: str
    emblem: str
    speciality: str
    minutes: tuple[int, int]
    price: tuple[int, int]
    room: str | None
    name: Words
    summary: Words
    preparation: Words
    how_performed: Words
    followup: Words
    schema_org: str = "MedicalProcedure"
    equipment: tuple[str, ...] = ()
    modality: str = "in-person"
    fasting: bool = False
    referral: bool = False
    seats: int = 1
    min_age: int | None = None
    max_age: int | None = None


class CategoryHead(Content):
    code: str
    name: Words
    summary: Words


class Category(Content):
    category: CategoryHead
    services: tuple[Service, ...]


class Education(Content):
    year: int
    school: str
    what: Words


class Interests(Content):
    ru: tuple[str, ...]
    en: tuple[str, ...]


class Nurse(Content):
    """Family, given and (in Russian) patronymic. `hours` by branch, in the notation of `words.spans`."""

    code: str
    ru: tuple[str, str, str]
    en: tuple[str, str]
    gender: str
    hours: dict[str, str]


class Doctor(Nurse):
    practising_since: int
    languages: tuple[str, ...]
    specialities: tuple[str, ...]
    services: tuple[str, ...]
    post: Words
    education: tuple[Education, ...]
    interests: Interests
    about: Words
    quote: Words
    degree: Words | None = None
    online: bool = False


class Leg(Content):
    """Legs of one stage come in any order. `gap` is least and most minutes since the end of the leg `after`."""

    code: str
    service: str
    stage: int
    fasting: bool = False
    after: str | None = None
    gap: tuple[int, int] | None = None


class Program(Content):
    code: str
    emblem: str
    name: Words
    summary: Words
    about: Words
    preparation: Words
    price: int
    branches: tuple[str, ...]
    legs: tuple[Leg, ...]
    min_age: int | None = None
    max_age: int | None = None


class Clinic(Content):
    places: Places
    institutions: dict[str, Words]
    specialities: tuple[Speciality, ...]
    categories: tuple[Category, ...]
    doctors: tuple[Doctor, ...]
    nurses: tuple[Nurse, ...]
    programs: tuple[Program, ...]

    @property
    def services(self) -> dict[str, Service]:
        return {service.code: service for category in self.categories for service in category.services}

    def can_be_given(self, service: Service, branch: Branch) -> bool:
        """Whether the branch has a room of the kind and all the equipment."""
        kinds = {room.kind for room in branch.rooms}
        equipment = {piece for room in branch.rooms for piece in room.equipment}
        return (service.room is None or service.room in kinds) and set(service.equipment) <= equipment


@cache
def the_clinic() -> Clinic:
    return Clinic(
        places=read(Places, "clinic.yaml"),
        institutions=read(dict[str, Words], "institutions.yaml"),
        specialities=read(tuple[Speciality, ...], "specialities.yaml"),
        categories=tuple(read(Category, name) for name in files("services/*.yaml")),
        doctors=tuple(
            doctor for name in files("doctors/*.yaml") for doctor in read(tuple[Doctor, ...], name)
        ),
        nurses=read(tuple[Nurse, ...], "nurses.yaml"),
        programs=read(tuple[Program, ...], "programs.yaml"),
    )
