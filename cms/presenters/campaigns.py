from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils import timezone

from cms.models import LandingPage, LegalTextPage, PromotionPage
from cms.presenters.clinic import clinic_of
from cms.presenters.links import booking_address
from cms.presenters.pictures import picture


class LegalText(NamedTuple):
    page: LegalTextPage
    url: str


def landing_page(page: LandingPage, request: HttpRequest) -> dict[str, Any]:
    """A landing page above legal texts lists them: nothing else leads to those that no menu names."""
    texts = LegalTextPage.objects.child_of(page).live().order_by("path")
    return {"legal_texts": [LegalText(text, text.get_url(request) or "") for text in texts]}


def promotion_page(page: PromotionPage, request: HttpRequest) -> dict[str, Any]:
    over = page.is_over(timezone.localdate())
    book_url = booking_address(clinic_of(request).book_url, service=page.service_id, program=page.program_id)
    return {
        "over": over,
        "book_url": "" if over else book_url,
        "picture": picture(page.image, "wide", alt="", eager=True),
        "noindex": over,
    }
