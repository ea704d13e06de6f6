from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cms.presenters.clinic import clinic_of


def clinic(request: HttpRequest) -> dict[str, Any]:
    """`clinic`: what the frame of every HTML page shows (`cms.presenters.clinic.Clinic`)."""
    return {"clinic": SimpleLazyObject(lambda: clinic_of(request))}
