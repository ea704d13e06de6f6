"""Answers and legal texts."""

import datetime as dt
import hashlib
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index
from wagtail.url_routing import RouteResult

from cms.blocks.questions import QuestionStream
from cms.blocks.streams import LegalBlocks
from cms.fields import ContentField
from cms.models.base import ContentPage


class FAQPage(ContentPage):
    """Questions and answers, in sections."""

    introduction = models.TextField(_("introduction"), blank=True)
    questions = ContentField(QuestionStream(), verbose_name=_("questions"))

    template = "pages/faq.html"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.LandingPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("questions"),
    ]
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("questions"),
    ]

    class Meta:
        verbose_name = _("questions and answers")
        verbose_name_plural = _("questions and answers")


class LegalTextPage(ContentPage):
    """A legal text with a version: every version that was ever in force stays readable at its own address."""

    version = models.CharField(
        _("version"),
        max_length=20,
        validators=[validate_slug],
        help_text=_("For example 3 or 2026-11."),
    )
    effective_from = models.DateField(_("in force from"))
    change_summary = models.TextField(_("what changed since the last version"), blank=True)
    body = ContentField(LegalBlocks(), verbose_name=_("text"))

    template = "pages/legal.html"
    presenter = "legal.legal_page"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.LandingPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields = [*ContentPage.search_fields, index.SearchField("body")]
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        FieldRowPanel([FieldPanel("version"), FieldPanel("effective_from")]),
        FieldPanel("change_summary"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("legal text")
        verbose_name_plural = _("legal texts")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        match path_components:
            case ["versions", version] if self.live:
                return RouteResult(self, kwargs={"version": version})
        return super().route(request, path_components)

    def clean(self) -> None:
        super().clean()
        published = self.versions.filter(version=self.version).first() if self.pk else None
        if published is not None and published.digest != LegalTextVersion.digest_of(self.html):
            raise ValidationError(
                {
                    "version": _(
                        "Version %(version)s is published and cannot change. Give the new text a new version."
                    )
                    % {"version": self.version}
                }
            )

    @property
    def html(self) -> str:
        """The text as the reader sees it."""
        return str(self.body.render_as_block())

    def keep_version(self, *, now: dt.datetime) -> None:
        """Keeps the published text for good; publishing the same version again changes nothing."""
        LegalTextVersion.objects.get_or_create(
            page=self,
            version=self.version,
            defaults={
                "effective_from": self.effective_from,
                "title": self.title,
                "html": self.html,
                "digest": LegalTextVersion.digest_of(self.html),
                "published_at": now,
            },
        )


class LegalTextVersion(models.Model):
    """A published version as the reader saw it. Never changed, never deleted with a later one."""

    page = models.ForeignKey(LegalTextPage, on_delete=models.PROTECT, related_name="versions", editable=False)
    version = models.CharField(_("version"), max_length=20)
    effective_from = models.DateField(_("in force from"))
    title = models.CharField(_("title"), max_length=255)
    html = models.TextField(_("text"))
    digest = models.CharField(_("SHA-256 of the text"), max_length=64)
    published_at = models.DateTimeField(_("published"))

    class Meta:
        verbose_name = _("version of a legal text")
        verbose_name_plural = _("versions of legal texts")
        ordering = ["-effective_from", "-published_at"]
        constraints = [models.UniqueConstraint(fields=("page", "version"), name="legal_text_version_once")]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"

    @staticmethod
    def digest_of(html: str) -> str:
        return hashlib.sha256(html.encode()).hexdigest()
