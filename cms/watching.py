"""What happens by itself when a page or the clinic's records change: caches end, the search learns, pictures are made."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from booking.models import (
    HealthcareService,
    Location,
    Organization,
    Practitioner,
    PractitionerRole,
    Program,
    ProgramLeg,
    Review,
    ServiceCategory,
    catalogue_changed,
)
from cms import generation
from cms.editorial.checking import check_page
from cms.models import BranchNotice, ClinicImage, LegalTextPage, LocaleTexts, SiteSettings
from cms.models.base import ContentPage
from cms.renditions import make_later
from cms.search.indexing import forget_page, index_page, pages_about
from cms.visible_content import note_change

#: Records that pages show and that are no part of the catalogue which `booking` watches itself.
SHOWN = (
    Organization,
    Program,
    ProgramLeg,
    Review,
    ServiceCategory,
    BranchNotice,
    LocaleTexts,
    SiteSettings,
    Site,
    PageViewRestriction,
)
#: Records whose words the search knows pages by.
SEARCHED = (Practitioner, PractitionerRole, HealthcareService, Location)


def connect() -> None:
    page_published.connect(_published)
    page_unpublished.connect(_unpublished)
    page_slug_changed.connect(_renew)
    post_page_move.connect(_renew)
    post_delete.connect(_page_deleted, sender=Page)
    catalogue_changed.connect(_renew)
    for model in SHOWN:
        post_save.connect(_renew, sender=model)
        post_delete.connect(_renew, sender=model)
    for model in SEARCHED:
        post_save.connect(_record_saved, sender=model)
    post_save.connect(_picture_saved, sender=ClinicImage)
    post_delete.connect(_renew, sender=ClinicImage)


def _renew(sender: Any, **kwargs: Any) -> None:
    generation.begin()


def _published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, ContentPage):
        note_change(instance, now=timezone.now())
        check_page(instance)
    if isinstance(instance, LegalTextPage):
        instance.keep_version(now=timezone.now())
    transaction.on_commit(lambda: index_page(instance))
    generation.begin()


def _unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    forget_page(instance)
    generation.begin()


def _page_deleted(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    generation.begin()


def _record_saved(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    def index() -> None:
        for page in pages_about(instance):
            index_page(page)

    transaction.on_commit(index)


def _picture_saved(sender: type[ClinicImage], instance: ClinicImage, created: bool, **kwargs: Any) -> None:
    make_later(instance)
    if not created:
        generation.begin()
