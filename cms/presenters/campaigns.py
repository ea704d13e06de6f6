from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from cms.models import PromotionPage
from cms.presenters.clinic import clinic_of
from cms.presenters.links import booking_address
from cms.presenters.pictures import picture


def promotion_page(page: PromotionPage, request: HttpRequest) -> dict[str, Any]:
    over = page.is_over(timezone.localdate())
    book_url = booking_address(clinic_of(request).book_url, service=page.service_id, program=page.program_id)
    return {
        "over": over,
        "book_url": "" if over else book_url,
        "picture": picture(page.image, "wide", alt="", eager=True),
        "noindex": over,
    }
