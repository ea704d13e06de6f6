"""The patients as values: a few with names and stories of their own, and a crowd to fill the waiting rooms."""

import datetime as dt
import random
from functools import cache

from demo.words import Content, Language, read

#: Phones of the crowd follow those of the named patients.
CROWD_PHONE = 79_720_000_100
#: Every fourth of the crowd is a child.
CHILD_SHARE = 0.25
#: Ages are counted from here, so the crowd does not depend on the day of loading.
BORN_BEFORE = dt.date(2025, 1, 1)


class Person(Content):
    code: str
    family: str
    given: str
    patronymic: str
    gender: str
    birth_date: dt.date
    phone: str = ""
    email: str = ""
    language: Language = "ru"

    def age_on(self, day: dt.date) -> int:
        had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (not had_birthday)


class Principal(Person):
    """A patient one can sign in as, or act for. `story` names the measurements of years."""

    policy: str
    story: tuple[str, ...]
    home: str
    represented_by: str | None = None
    relationship: str = ""


class CrowdNames(Content):
    size: int
    families_male: tuple[str, ...]
    given_male: tuple[str, ...]
    patronymics_male: tuple[str, ...]
    given_female: tuple[str, ...]
    patronymics_female: tuple[str, ...]


class People(Content):
    principal: tuple[Principal, ...]
    crowd: CrowdNames


@cache
def principals() -> tuple[Principal, ...]:
    return read(People, "patients.yaml").principal


@cache
def crowd() -> tuple[Person, ...]:
    names = read(People, "patients.yaml").crowd
    return tuple(_member(names, number) for number in range(names.size))


def _member(names: CrowdNames, number: int) -> Person:
    chance = random.Random(f"crowd {number}")  # noqa: S311 - invented people, not secrets
    woman = chance.random() < 0.56
    family = names.families_male[number % len(names.families_male)]
    days = (
        chance.randint(400, 16 * 365) if chance.random() < CHILD_SHARE else chance.randint(19 * 365, 82 * 365)
    )
    return Person(
        code=f"crowd-{number:03}",
        family=feminine(family) if woman else family,
        given=chance.choice(names.given_female if woman else names.given_male),
        patronymic=chance.choice(names.patronymics_female if woman else names.patronymics_male),
        gender="female" if woman else "male",
        birth_date=BORN_BEFORE - dt.timedelta(days=days),
        phone=f"+{CROWD_PHONE + number}",
    )


def feminine(family: str) -> str:
    """
    >>> feminine("Тучкин-Лёгкий"), feminine("Скворечников-Дальний")
    ('Тучкина-Лёгкая', 'Скворечникова-Дальняя')
    """
    return "-".join(_feminine_part(part) for part in family.split("-"))


def _feminine_part(part: str) -> str:
    if part.endswith("ний"):
        return f"{part[:-2]}яя"
    if part.endswith(("ий", "ый", "ой")):
        return f"{part[:-2]}ая"
    return f"{part}а"
