"""Site search: its page, and what people looked for."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.models.base import ContentPage


class SearchPage(ContentPage):
    """Answers questions over doctors, services, articles and the other pages of its language."""

    introduction = models.TextField(_("introduction"), blank=True)

    never_indexed = True
    template = "pages/search.html"
    presenter = "searching.search_page"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    content_panels: ClassVar[list[Any]] = [*ContentPage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("search pages")


class SearchEntry(models.Model):
    """A published page as the site search knows it. Made anew whenever the page or what it draws on changes."""

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="search_entry")
    language = models.CharField(max_length=5)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["language", "kind"], name="cms_search_entry_kind")]

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word of a page, reduced to its stem, with how much it says about the page."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=5)
    stem = models.CharField(max_length=40)
    word = models.CharField(max_length=60)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["language", "stem"], name="cms_search_word_stem")]
        constraints = [models.UniqueConstraint(fields=("entry", "stem"), name="search_word_once_per_entry")]

    def __str__(self) -> str:
        return self.stem


class SearchTerm(models.Model):
    """How often a phrase was looked for and what was found: counts only, never who asked."""

    phrase = models.CharField(_("phrase"), max_length=100)
    language = models.CharField(_("language"), max_length=5)
    times = models.PositiveIntegerField(_("times"), default=0)
    results = models.PositiveIntegerField(_("results last time"), default=0)
    last_searched_on = models.DateField(_("last time"))

    class Meta:
        verbose_name = _("search phrase")
        verbose_name_plural = _("search phrases")
        ordering = ["-times", "phrase"]
        constraints = [
            models.UniqueConstraint(fields=("phrase", "language"), name="search_phrase_once_per_language")
        ]

    def __str__(self) -> str:
        return self.phrase


class LinkProblem(models.TextChoices):
    PAGE_GONE = "page-gone", _("the page has been deleted")
    PAGE_HIDDEN = "page-hidden", _("the page is not published")
    DOCUMENT_GONE = "document-gone", _("the file has been deleted")
    NOT_FOUND = "not-found", _("nothing answers at this address of our site")


class BrokenLink(models.Model):
    """A link on a published page that leads nowhere, as the last check found it."""

    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="broken_links"
    )
    address = models.CharField(_("address"), max_length=500)
    problem = models.CharField(_("problem"), max_length=20, choices=LinkProblem.choices)
    first_seen_at = models.DateTimeField(_("first seen"))
    last_seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("broken link")
        verbose_name_plural = _("broken links")
        ordering = ["page_id", "address"]
        constraints = [models.UniqueConstraint(fields=("page", "address"), name="broken_link_once_per_page")]

    def __str__(self) -> str:
        return self.address
