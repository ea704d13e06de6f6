"""The clinic's own rules for a page: what stops its publication, and what an editor should look at again."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import CharField, TextField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from booking.models import Organization
from cms.bites import in_bites
from cms.editorial.phrases import promise, undated_price
from cms.fields import ContentField
from cms.models import (
    ArticlePage,
    ContactsPage,
    EditorialFinding,
    EnquiryPage,
    HomePage,
    LandingPage,
    PromotionPage,
    ServicePage,
)
from cms.models.base import ContentPage, MedicallyReviewed

#: Where the reader must find the number of the licence in the footer.
LICENSED = (HomePage, ServicePage, PromotionPage, LandingPage, ContactsPage)
#: A search result shows about so much of a title and of a description.
TITLE_LENGTH, DESCRIPTION_LENGTH, SHORTEST_DESCRIPTION = 60, 160, 50
#: Field of the form → how many characters it should have, at least and at most.
LIMITS = {"seo_title": (1, TITLE_LENGTH), "search_description": (SHORTEST_DESCRIPTION, DESCRIPTION_LENGTH)}


class Severity(StrEnum):
    #: The page is not published while it lasts.
    ERROR = "error"
    WARNING = "warning"


#: What each kind of problem says to the editor.
SENTENCES = {
    "no-author": _("A text on health needs an author who is a doctor."),
    "no-reviewer": _("A text on health needs a medical reviewer."),
    "own-reviewer": _("The author has reviewed the text. Ask another doctor where there is one."),
    "no-review-date": _("Say on which day the text was reviewed."),
    "undated-price": _(
        "A price without a date. Name the day, or use the block “Prices”, which is never out of date."
    ),
    "promise": _("These words promise a cure. The law forbids it, and no doctor can."),
    "no-alt": _("The picture “%(title)s” has no alternative text in the language of this page."),
    "no-licence": _(
        "The number of the medical licence is missing in the clinic's legal data; every page must show it."
    ),
    "long-title": _("Search results show about %(most)s characters of a title; this one has %(count)s."),
    "no-description": _("There is no description for search results."),
    "description-length": _(
        "A description reads best with %(least)s to %(most)s characters; this one has %(count)s."
    ),
}


@dataclass(frozen=True)
class Problem:
    """`field` names a field of the page's form, empty where the cause lies elsewhere. `facts` fill the sentence."""

    code: str
    severity: Severity
    field: str
    facts: dict[str, Any] = dataclass_field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        return self.severity == Severity.ERROR

    @property
    def message(self) -> str:
        return str(SENTENCES[self.code]) % self.facts

    @property
    def words(self) -> str:
        """The words that were found in the text, if the problem is with words."""
        return str(self.facts.get("words", ""))


def problems(page: ContentPage) -> list[Problem]:
    """Everything the rules find on a page as it stands in memory, errors first."""
    found = [*_authorship(page), *_phrases(page), *_pictures(page), *_licence(page), *_appearance(page)]
    return sorted(found, key=lambda problem: not problem.is_error)


def errors(page: ContentPage) -> list[Problem]:
    return [problem for problem in problems(page) if problem.is_error]


def check_page(page: ContentPage) -> None:
    """Keeps what the rules find on a published page, for the report and the dashboard."""
    now = timezone.now()
    # Before the transaction: SQLite has one writer, and reading a page takes its time.
    found = problems(page)
    with transaction.atomic():
        EditorialFinding.objects.filter(page_id=page.pk).delete()
        EditorialFinding.objects.bulk_create(
            EditorialFinding(
                page_id=page.pk,
                severity=problem.severity.value,
                code=problem.code,
                field=problem.field,
                facts=problem.facts,
                checked_at=now,
            )
            for problem in found
        )


def check_all() -> None:
    """Periodic job: a rule may be new, and pictures and legal data change without a publication."""
    for page in in_bites(Page.objects.live().filter(depth__gt=1, alias_of=None)):
        if isinstance(page, ContentPage):
            check_page(page)


def kept_problem(row: EditorialFinding) -> Problem:
    return Problem(row.code, Severity(row.severity), row.field, row.facts)


def _authorship(page: ContentPage) -> Iterator[Problem]:
    if not isinstance(page, MedicallyReviewed) or not page.is_medical:
        return
    severity = Severity.ERROR if isinstance(page, ArticlePage) else Severity.WARNING
    if page.author_id is None:
        yield Problem("no-author", severity, "author")
    if page.medical_reviewer_id is None:
        yield Problem("no-reviewer", severity, "medical_reviewer")
    elif page.medical_reviewer_id == page.author_id:
        yield Problem("own-reviewer", Severity.WARNING, "medical_reviewer")
    if page.last_reviewed_on is None:
        yield Problem("no-review-date", severity, "last_reviewed_on")


def _phrases(page: ContentPage) -> Iterator[Problem]:
    for field, text in texts(page):
        if words := undated_price(text):
            yield Problem("undated-price", Severity.ERROR, field, {"words": words})
        if words := promise(text):
            yield Problem("promise", Severity.ERROR, field, {"words": words})


def _pictures(page: ContentPage) -> Iterator[Problem]:
    language = page.locale.language_code
    for field, image, alt in images(page):
        if not (alt or getattr(image, f"alt_{language}", "")):
            yield Problem("no-alt", Severity.ERROR, field, {"title": image.title})


def _licence(page: ContentPage) -> Iterator[Problem]:
    if (
        isinstance(page, LICENSED)
        and not Organization.objects.filter(active=True).exclude(licence="").exists()
    ):
        yield Problem("no-licence", Severity.WARNING, "")


def _appearance(page: ContentPage) -> Iterator[Problem]:
    if page.noindex or page.never_indexed or isinstance(page, EnquiryPage):
        return
    if (count := len(page.seo_title or page.title)) > TITLE_LENGTH:
        yield Problem("long-title", Severity.WARNING, "seo_title", {"most": TITLE_LENGTH, "count": count})
    count = len(page.search_description)
    if not count:
        yield Problem("no-description", Severity.WARNING, "search_description")
    elif not SHORTEST_DESCRIPTION <= count <= DESCRIPTION_LENGTH:
        facts = {"least": SHORTEST_DESCRIPTION, "most": DESCRIPTION_LENGTH, "count": count}
        yield Problem("description-length", Severity.WARNING, "search_description", facts)


# --- What a page holds ------------------------------------------------------------------------------


def texts(page: ContentPage) -> Iterator[tuple[str, str]]:
    """(field, text) of everything an editor wrote, each block of a stream on its own."""
    for field in page._meta.get_fields():
        if isinstance(field, ContentField):
            for block in getattr(page, field.name):
                yield (
                    field.name,
                    " ".join(str(part) for part in block.block.get_searchable_content(block.value)),
                )
        elif isinstance(field, CharField | TextField) and field.editable and not field.choices:
            yield field.name, str(getattr(page, field.name) or "")


def images(page: ContentPage) -> Iterator[tuple[str, AbstractImage, str]]:
    """(field, image, alternative text given there) of all pictures whose meaning must not be lost.

    Decorative ones and portraits, which are named by the doctor beside them, are left out.
    """
    for field in page._meta.get_fields():
        if isinstance(field, ContentField):
            yield from ((field.name, image, alt) for image, alt in _images_in(getattr(page, field.name)))
        elif field.name == "image" and getattr(page, "image_id", None):
            yield field.name, page.image, ""


def _images_in(value: Any) -> Iterator[tuple[AbstractImage, str]]:
    match value:
        case AbstractImage() if not value.decorative:
            yield value, value.contextual_alt_text or ""
        case StreamValue():
            for block in value:
                yield from _images_in(block.value)
        case StructValue():
            for part in value.values():
                yield from _images_in(part)
        case ListValue():
            for part in value:
                yield from _images_in(part)
