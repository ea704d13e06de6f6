"""What the blocks that draw on the site or the schedule show: one function per block, value in, context out."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone, translation
from wagtail.models import Page

from cms.models import ArticlePage, DoctorPage, PromotionPage
from cms.presenters.articles import article_cards, newest_articles
from cms.presenters.branches import branch_cards, published_branches
from cms.presenters.clinic import Clinic, clinic_of
from cms.presenters.doctors import ServiceLine, doctor_cards
from cms.presenters.durations import duration
from cms.presenters.finder import finder_choices
from cms.presenters.links import booking_address, doctor_links, program_links, service_links
from cms.presenters.pictures import load, picture
from cms.presenters.prices import PriceBook
from cms.presenters.reviews import opinion

#: Nothing more than this many offers at once is an offer any more.
PROMOTIONS_SHOWN = 6


def booking(value: Any, request: HttpRequest | None) -> dict[str, Any]:
    """A card that begins a booking with the block's choices made, and whose nearest times come later."""
    language = _language()
    practitioner, service = value.get("practitioner"), value.get("service")
    location, program = value.get("location"), value.get("program")
    links = []
    if practitioner:
        links.append(doctor_links([practitioner.pk], language, request).get(practitioner.pk))
    if service:
        links.append(service_links(language, request).get(service.pk))
    if program:
        links.append(program_links(language, request).get(program.pk))
    return {
        "subjects": [chosen.name for chosen in (program, service, practitioner, location) if chosen],
        "links": [link for link in links if link],
        "practitioner_id": practitioner.pk if practitioner else None,
        "book_url": booking_address(
            _clinic(request).book_url,
            practitioner=practitioner and practitioner.pk,
            service=service and service.pk,
            location=location and location.pk,
            program=program and program.pk,
        ),
    }


def nearest_times(value: Any, request: HttpRequest | None) -> dict[str, Any]:
    speciality, location = value.get("speciality"), value.get("location")
    return {
        "speciality_code": speciality.code if speciality else "",
        "branch_code": location.code if location else "",
        "book_url": booking_address(
            _clinic(request).book_url,
            speciality=speciality and speciality.pk,
            location=location and location.pk,
        ),
    }


def doctor_finder(value: Any, request: HttpRequest | None) -> dict[str, Any]:
    return {"finder": finder_choices(), "action": _clinic(request).doctors_url}


def reviews(value: Any, request: HttpRequest | None) -> dict[str, Any]:
    about = {}
    if value["about"] == "chosen":
        about = {name: value[name].pk for name in ("practitioner", "service", "location") if value.get(name)}
    return {"opinion": opinion(value["limit"], **about)}


def prices(value: Any, request: HttpRequest | None) -> dict[str, Any]:
    today = timezone.localdate()
    services = [service for service in value["services"] if service and service.active]
    book = PriceBook.read([service.pk for service in services], today=today)
    pages = service_links(_language(), request)
    book_url = _clinic(request).book_url
    rows = [
        ServiceLine(
            service_id=service.pk,
            name=service.name,
            url=pages[service.pk].url if service.pk in pages else "",
            duration=duration(service.duration_minutes),
            price=price,
            modality=service.modality,
            referral_required=service.referral_required,
            book_url=booking_address(book_url, service=service.pk),
        )
        for service in services
        if (price := book.price(service.pk)) is not None
    ]
    return {"rows": rows, "today": today}


def team(value: Any, request: HttpRequest | None) -> dict[str, Any]:
    wanted = [
        practitioner.pk for practitioner in value["practitioners"] if practitioner and practitioner.active
    ]
    found = DoctorPage.objects.live().filter(practitioner__in=wanted, locale__language_code=_language())
    pages = dict(found.values_list("practitioner_id", "pk"))
    ordered = [pages[key] for key in wanted if key in pages]
    return {"doctors": doctor_cards(ordered, today=timezone.localdate(), request=request)}


def branches(value: Any, request: HttpRequest | None) -> dict[str, Any]:
    return {"branches": branch_cards(published_branches(_language()), request)}


def articles(value: Any, request: HttpRequest | None) -> dict[str, Any]:
    found = ArticlePage.objects.filter(locale__language_code=_language())
    if value["category"]:
        category = _localised([value["category"]]).get(value["category"].translation_key)
        found = found.child_of(category) if category else found.none()
    newest = newest_articles(found).values_list("pk", flat=True)[: value["limit"]]
    return {"articles": article_cards(list(newest), request)}


def promotions(value: Any, request: HttpRequest | None) -> dict[str, Any]:
    today = timezone.localdate()
    pages = (
        PromotionPage.objects.live()
        .filter(Q(starts_on__lte=today) & Q(ends_on__gte=today), locale__language_code=_language())
        .select_related("image")
        .only("title", "url_path", "introduction", "ends_on", "image")
        .order_by("ends_on")[:PROMOTIONS_SHOWN]
    )
    load(page.image for page in pages)
    return {
        "promotions": [
            {
                "title": page.title,
                "url": page.get_url(request),
                "summary": page.introduction,
                "ends_on": page.ends_on,
                "picture": picture(page.image, "card", alt=""),
            }
            for page in pages
        ]
    }


def cards(value: Any, request: HttpRequest | None) -> dict[str, Any]:
    """Cards in the editor's order; a page that is not published in this language is left out."""
    pages = _localised([card["page"] for card in value["cards"] if card["page"]])
    load(card["image"] for card in value["cards"])
    shown = []
    for card in value["cards"]:
        page = pages.get(card["page"].translation_key) if card["page"] else None
        if page is not None:
            shown.append(
                {
                    "title": card["title"] or page.title,
                    "url": page.get_url(request),
                    "text": card["text"],
                    "picture": picture(card["image"], "card", alt=""),
                }
            )
    return {"cards": shown}


def action(value: Any, request: HttpRequest | None) -> dict[str, Any]:
    page = _localised([value["page"]]).get(value["page"].translation_key) if value["page"] else None
    return {"url": page.get_url(request) if page else ""}


def _localised(pages: list[Page]) -> dict[Any, Page]:
    """Published versions of the pages in the active language by translation key, in one query."""
    keys = {page.translation_key for page in pages}
    found = Page.objects.live().filter(translation_key__in=keys, locale__language_code=_language())
    return {page.translation_key: page for page in found.only("title", "url_path", "translation_key")}


def _language() -> str:
    return translation.get_language() or "ru"


def _clinic(request: HttpRequest | None) -> Clinic:
    return clinic_of(request) if request is not None else Clinic()
