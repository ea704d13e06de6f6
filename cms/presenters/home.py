from typing import Any

from django.http import HttpRequest

from cms import generation
from cms.models import HomePage
from cms.presenters.clinic import clinic_of
from cms.presenters.finder import finder_choices
from cms.presenters.reviews import Rating, opinion


def home_page(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    return {
        "finder": finder_choices(),
        "finder_url": clinic_of(request).doctors_url,
        "rating": generation.remember("cms:rating", _rating),
    }


def _rating() -> Rating | None:
    """The mean over the whole clinic, for the first screen."""
    return opinion(1).rating
