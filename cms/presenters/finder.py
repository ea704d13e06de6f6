"""What the doctor finder and the filters of the list of doctors offer to choose from."""

from dataclasses import dataclass

from django.utils.translation import get_language

from booking.models import Location, Practitioner, Speciality
from cms import generation
from cms.presenters.doctors import language_names

Choice = tuple[str, str]


@dataclass(frozen=True)
class FinderChoices:
    """Only what leads to somebody: specialities and branches with doctors, languages that doctors speak."""

    specialities: list[Choice]
    branches: list[Choice]
    languages: list[Choice]


def finder_choices() -> FinderChoices:
    return generation.remember(f"cms:finder:{get_language()}", _build)


def _build() -> FinderChoices:
    at_work = {"roles__active": True, "roles__practitioner__active": True}
    specialities = Speciality.objects.filter(**at_work).distinct()
    branches = Location.objects.filter(active=True, **at_work).distinct()
    spoken = Practitioner.objects.filter(active=True).values_list("languages", flat=True)
    languages = {code for codes in spoken for code in codes}
    return FinderChoices(
        specialities=sorted(((item.code, item.name) for item in specialities), key=lambda choice: choice[1]),
        branches=sorted(((item.code, item.name) for item in branches), key=lambda choice: choice[1]),
        languages=sorted(
            ((code, language_names([code])) for code in languages), key=lambda choice: choice[1]
        ),
    )
