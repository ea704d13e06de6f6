"""What every page of the site has: how it looks to a search engine, and when somebody must read it again."""

import datetime as dt
from functools import cache
from typing import Any, ClassVar, NamedTuple

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property, classproperty, lazy
from django.utils.module_loading import import_string
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, PublishingPanel, TabbedInterface
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms import generation
from cms.editor.panels import FindingsPanel
from cms.fields import WebAddressField
from cms.models.images import ClinicImage
from cms.months import add_months
from database.prepared import Given, PreparedQuery

capfirst_lazy = lazy(capfirst, str)


class ContentPage(Page):
    """Base of all page types: search appearance, social picture, review date.

    `seo_title` and `search_description` come from Wagtail. `content_changed_at` is the date that readers and search
    engines may trust: it moves when the published words change, not when the same words are published again.
    """

    social_image = models.ForeignKey(
        "cms.ClinicImage",
        verbose_name=_("picture for social networks"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("At least 1200 × 630 pixels. If empty, the main picture of the page is used."),
    )
    noindex = models.BooleanField(
        _("hide from search engines"),
        default=False,
        help_text=_("The page stays open to visitors, but asks search engines to leave it out."),
    )
    canonical_url = WebAddressField(
        _("main address of this content"),
        blank=True,
        help_text=_(
            "Only if the same text is published elsewhere and that other page should be found instead."
        ),
    )
    review_by = models.DateField(
        _("review by"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("The page is listed to editors, and a reminder is sent, when this day comes."),
    )
    content_changed_at = models.DateTimeField(null=True, editable=False)
    content_digest = models.CharField(max_length=64, editable=False, default="")

    #: `module.function` within `cms.presenters` that works out what the template shows, if it shows more than fields.
    presenter: ClassVar[str] = ""
    #: Foreign keys that the template follows, fetched together with the page.
    route_select_related: ClassVar[tuple[str, ...]] = ("social_image",)
    #: A page of this kind is never found by search engines, whatever the editor chose (search results, cabinet).
    never_indexed: ClassVar[bool] = False
    #: The page speaks of health, so a medical reviewer sees it before it is published.
    is_medical: ClassVar[bool] = False

    search_fields = [*Page.search_fields, index.SearchField("search_description")]

    #: What the form calls fields that Wagtail names for web developers.
    plain_names: ClassVar[dict[str, Any]] = {
        "slug": _("last part of the address"),
        "seo_title": _("title in search results"),
        "search_description": _("description in search results"),
    }

    search_appearance_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug",
                    heading=capfirst_lazy(plain_names["slug"]),
                    help_text=_("Latin letters, digits and hyphens. The old address leads to the new one."),
                ),
                FieldPanel(
                    "seo_title",
                    heading=capfirst_lazy(plain_names["seo_title"]),
                    help_text=_("About 60 characters are shown. If empty: the title of the page."),
                ),
                FieldPanel(
                    "search_description",
                    heading=capfirst_lazy(plain_names["search_description"]),
                    help_text=_(
                        "50 to 160 characters that say why to open the page, different for each page."
                    ),
                ),
            ],
            heading=_("In search results"),
        ),
        FieldPanel("social_image"),
        MultiFieldPanel(
            [FieldPanel("noindex"), FieldPanel("canonical_url")],
            heading=_("For search engines"),
            classname="collapsed",
        ),
        FindingsPanel(heading=_("What search engines will read")),
    ]
    publishing_panels: ClassVar[list[Any]] = [
        PublishingPanel(),
        FieldPanel("review_by"),
    ]

    class Meta:
        abstract = True

    @classproperty
    def edit_handler(cls) -> TabbedInterface:  # noqa: N805 - a property of the class
        return TabbedInterface(
            [
                ObjectList(cls.content_panels, heading=_("Content")),
                ObjectList(cls.search_appearance_panels, heading=_("Search appearance")),
                ObjectList(cls.publishing_panels, heading=_("Publishing")),
            ],
            base_form_class=cls.base_form_class,
        )

    def present(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any] | HttpResponse:
        """What the template of this page shows beyond the page's own fields, or a response to send in its place.

        Reads `booking` and the rest of the site through `cms.presenters`; the page model knows its presenter by name only,
        because presenters are written in terms of page models.
        """
        if not self.presenter:
            return {}
        presented: dict[str, Any] | HttpResponse = import_string(f"cms.presenters.{self.presenter}")(
            self, request, **kwargs
        )
        return presented

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.is_preview = False  # type: ignore[attr-defined]  # Wagtail's mark on the request
        presented = self.present(request, **kwargs)
        if isinstance(presented, HttpResponse):
            return presented
        context = {**self.get_context(request, *args, **kwargs), **presented}
        return TemplateResponse(request, self.get_template(request, *args, **kwargs), context)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [
            ("", _("As a visitor sees it")),
            ("patient", _("As a signed-in patient sees it")),
            ("search", _("In search results")),
            ("social", _("In social networks")),
            ("checks", _("What is missing or wrong")),
        ]

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        sizes: list[dict[str, Any]] = super().preview_sizes
        return [
            {"name": "phone", "icon": "mobile-alt", "device_width": 390, "label": _("Preview on a phone")},
            *(size for size in sizes if size["name"] != "mobile"),
        ]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        if mode_name in ("search", "social", "checks"):
            return f"wagtailadmin/previews/{mode_name}.html"
        template: str = self.get_template(request)
        return template

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        presented = self.present(request)
        shown = {} if isinstance(presented, HttpResponse) else presented
        context = {**self.get_context(request), **shown}
        preview: dict[str, Any] = import_string("cms.presenters.previews.preview")(
            self, request, mode_name, context
        )
        return {**context, **preview}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "trail": self.trail}

    @classproperty
    def override_translatable_fields(cls) -> list[SynchronizedField]:  # noqa: N805 - a property of the class
        """Whom or what a page is about is the same in every language: a translator has nothing to choose there."""
        return [
            SynchronizedField(field.name, overridable=False)
            for field in cls._meta.get_fields()
            if field.is_relation and field.many_to_one and field.related_model._meta.app_label == "booking"
        ]

    @classmethod
    def field_name(cls, name: str) -> str:
        """What the form calls a field; empty for none.

        :raises FieldDoesNotExist: pages of this kind have no such field.
        """
        if not name:
            return ""
        return capfirst(str(cls.plain_names.get(name) or cls._meta.get_field(name).verbose_name))

    @property
    def next_review_on(self) -> dt.date | None:
        """The day that follows from the last review, where there are reviews; it then is the day to review by."""
        return None

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.review_by = self.next_review_on or self.review_by
        return super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> "ContentPage":
        """A revision brings the words, not what is known of the published ones: that stays as it is."""
        page: ContentPage = super().with_content_json(content)
        page.content_digest, page.content_changed_at = self.content_digest, self.content_changed_at
        return page

    @cached_property
    def trail(self) -> "list[Crumb]":
        """Published pages above this one, home page first. Routing has usually fetched them already."""
        return [crumb(above) for above in self.get_ancestors().live().filter(depth__gt=1)] if self.pk else []

    @cached_property
    def live_translations(self) -> dict[str, Page]:
        """Published versions of the page by language code, itself included, mere copies of another language left out."""
        # A class is hashable, whatever its instances are.
        pages = _versions(type(self)).instances(key=self.translation_key)  # type: ignore[arg-type]
        return {page.locale.language_code: page for page in pages}

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        return url_parts(self, request)

    def get_view_restrictions(self) -> Any:
        """As Wagtail finds them, without asking while no page of the whole site is restricted."""
        if not generation.remember("cms:restrictions", PageViewRestriction.objects.exists):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    @property
    def is_indexable(self) -> bool:
        """Whether search engines are invited: the sitemap, the robots tag and IndexNow all ask here."""
        return self.live and not self.noindex and not self.never_indexed and not self.canonical_url

    @property
    def main_image(self) -> ClinicImage | None:
        """The picture that stands for the page in lists, social cards and structured data."""
        return self.social_image


class Crumb(NamedTuple):
    """A page on the way to another."""

    id: int
    title: str
    url: str


def crumb(page: Page, request: HttpRequest | None = None) -> Crumb:
    parts = url_parts(page, request)
    return Crumb(page.pk, page.title, parts[2] if parts else "")


def url_parts(page: Page, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
    """As Wagtail finds them, without asking the resolver for each of the fifty links of a page."""
    root = next(iter(page._get_relevant_site_root_paths(request)), None)
    if root is None:
        return None
    path = f"{_first_address(root.language_code)}{page.url_path[len(root.root_path) :]}"
    return root.site_id, root.root_url, path


@cache
def _first_address(language: str) -> str:
    """Where the addresses of a language begin."""
    with translation.override(language):
        return reverse("wagtail_serve", args=("",))


@cache
def _versions(model: type[ContentPage]) -> "PreparedQuery[ContentPage]":
    pages = model.objects.live().filter(translation_key=Given.key("key"), alias_of__isnull=True)
    return PreparedQuery(
        pages.select_related("locale")
        # A page has a hundred columns, most of them long texts.
        .only("title", "url_path", "noindex", "canonical_url", "locale__language_code")
        .order_by("-locale__language_code")
    )


class MedicallyReviewed(models.Model):
    """Authorship and medical review, shown to the reader and repeated in the structured data.

    The day of the next review follows from the last one, so a reviewer enters one date only.
    """

    author = models.ForeignKey(
        "booking.Practitioner",
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    medical_reviewer = models.ForeignKey(
        "booking.Practitioner",
        verbose_name=_("medical reviewer"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The doctor who has checked the text. Where possible, not its author."),
    )
    last_reviewed_on = models.DateField(_("medically reviewed on"), null=True, blank=True)
    review_interval_months = models.PositiveSmallIntegerField(
        _("months until the next review"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )

    review_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel("author"),
                FieldPanel("medical_reviewer"),
                FieldPanel("last_reviewed_on"),
                FieldPanel("review_interval_months"),
            ],
            heading=_("Author and medical review"),
        )
    ]

    class Meta:
        abstract = True

    @property
    def next_review_on(self) -> dt.date | None:
        if self.last_reviewed_on is None:
            return None
        return add_months(self.last_reviewed_on, self.review_interval_months)
