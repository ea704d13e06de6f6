"""Writes the words of published pages where the search finds them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import translation
from wagtail.models import Page
from wagtail.search import index

from booking.models import HealthcareService, Location, Practitioner, PractitionerRole
from cms.bites import in_bites
from cms.models import (
    ArticlePage,
    BranchPage,
    CabinetPage,
    DoctorPage,
    ProgramPage,
    SearchEntry,
    SearchPage,
    SearchWord,
    ServiceCategoryPage,
    ServicePage,
    SpecialityPage,
)
from cms.models.base import ContentPage
from cms.search.stems import stem, telling

KINDS: dict[type[Page], str] = {
    DoctorPage: "doctor",
    SpecialityPage: "doctor",
    ServicePage: "service",
    ServiceCategoryPage: "service",
    ProgramPage: "program",
    BranchPage: "branch",
    ArticlePage: "article",
}
OTHER = "other"
#: What a word tells of the page it stands on.
NAME, SUBJECT, SUMMARY, TEXT = 12, 8, 5, 2
#: A page about hypertension says so often; more than this tells nothing more.
HEAVIEST = 40
LEFT_OUT = (SearchPage, CabinetPage)

WeightedText = tuple[str, int]


def index_page(page: Page) -> None:
    """Makes the entry of a page anew; one that is not published loses it."""
    page = page.specific
    if not page.live or not isinstance(page, ContentPage) or isinstance(page, LEFT_OUT):
        forget_page(page)
        return
    language = page.locale.language_code
    # Records of the clinic give their names in the active language, and whoever publishes may use another.
    with transaction.atomic(), translation.override(language):
        words = _weigh(_texts(page))
        forget_page(page)
        entry = SearchEntry.objects.create(
            page_id=page.pk,
            language=language,
            kind=KINDS.get(type(page), OTHER),
            title=_title(page),
            summary=page.search_description or getattr(page, "introduction", ""),
        )
        SearchWord.objects.bulk_create(
            [
                SearchWord(entry=entry, language=entry.language, stem=root, word=word[:60], weight=weight)
                for root, (word, weight) in words.items()
            ]
        )


def forget_page(page: Page) -> None:
    SearchEntry.objects.filter(page_id=page.pk).delete()


def index_everything() -> int:
    """All pages of all languages; returns how many the search knows afterwards."""
    for page in in_bites(Page.objects.filter(depth__gt=1)):
        index_page(page)
    return SearchEntry.objects.count()


def pages_about(record: Model) -> Iterator[Page]:
    """Published pages whose words come from a record of the clinic."""
    match record:
        case Practitioner():
            yield from DoctorPage.objects.live().filter(practitioner=record)
        case PractitionerRole():
            yield from DoctorPage.objects.live().filter(practitioner=record.practitioner_id)
        case HealthcareService():
            yield from ServicePage.objects.live().filter(service=record)
        case Location():
            yield from BranchPage.objects.live().filter(location=record)


def _title(page: Page) -> str:
    if isinstance(page, DoctorPage) and page.practitioner is not None:
        return page.practitioner.name
    title: str = page.title
    return title


def _texts(page: ContentPage) -> Iterator[WeightedText]:
    yield page.title, NAME
    for field in page.get_search_fields():
        if isinstance(field, index.SearchField) and field.field_name != "title":
            weight = (
                SUMMARY if field.field_name in ("introduction", "job_title", "search_description") else TEXT
            )
            yield _plain(field.get_value(page)), weight
    yield from _facts(page)


def _facts(page: ContentPage) -> Iterator[WeightedText]:
    """What the schedule knows of the page's subject, in both languages: names are typed in either."""
    match page:
        case DoctorPage(practitioner=Practitioner() as doctor):
            yield f"{doctor.family_ru} {doctor.given_ru} {doctor.patronymic_ru}", NAME
            yield f"{doctor.family_en} {doctor.given_en}", NAME
            roles = doctor.roles.filter(active=True).prefetch_related("specialities", "services")
            for role in roles:
                yield role.location.name, SUBJECT
                for speciality in role.specialities.all():
                    yield from ((text, SUBJECT) for text in _both(speciality, "name", "title"))
                for service in role.services.all():
                    yield from ((text, SUMMARY) for text in _both(service, "name"))
        case ServicePage(service=HealthcareService() as service):
            yield from ((text, NAME) for text in _both(service, "name"))
            yield from ((text, SUMMARY) for text in _both(service.category, "name"))
            if service.speciality is not None:
                yield from ((text, SUBJECT) for text in _both(service.speciality, "name", "title"))
        case BranchPage(location=Location() as location):
            yield from ((text, SUBJECT) for text in _both(location, "name", "city", "street"))


def _both(record: Model, *attributes: str) -> Iterator[str]:
    for attribute in attributes:
        yield getattr(record, f"{attribute}_ru")
        yield getattr(record, f"{attribute}_en")


def _plain(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return " ".join(str(part) for part in value)
    return "" if value is None else str(value)


def _weigh(texts: Iterable[WeightedText]) -> dict[str, tuple[str, int]]:
    """Stem → the word as it was first met, and the sum of its weights."""
    weights: dict[str, tuple[str, int]] = {}
    for text, weight in texts:
        for word in telling(text):
            root = stem(word)
            known, sum_so_far = weights.get(root, (word, 0))
            weights[root] = known, min(sum_so_far + weight, HEAVIEST)
    return weights
