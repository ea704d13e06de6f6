from typing import Any

from django.http import HttpRequest

from cms.models import HomePage
from cms.presenters.clinic import clinic_of
from cms.presenters.finder import finder_choices
from cms.presenters.pictures import picture


def home_page(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    return {
        "finder": finder_choices(),
        "finder_url": clinic_of(request).doctors_url,
        "picture": picture(page.image, "wide", alt="", eager=True),
    }
