"""Pages that carry the patient's applications: the editor owns address, title, introduction and help.

Everything below such a page's address is resolved against an URL configuration of the `cabinet` room. The view finds the
page in `request.mount_page`.
"""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, get_resolver
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.url_routing import RouteResult

from cms.blocks.streams import HelpBlocks
from cms.fields import ContentField
from cms.models.base import ContentPage


class MountPage(ContentPage):
    """A page whose descendants' addresses belong to an application."""

    introduction = models.TextField(_("introduction"), blank=True)
    help_text = ContentField(
        HelpBlocks(),
        verbose_name=_("help"),
        blank=True,
        help_text=_("Shown beside every step: how to go on, whom to ask."),
    )

    # Steps of an application are addresses of their own, and none of them is for finding.
    never_indexed = True

    #: Dotted path of the URL configuration that answers below the page.
    urlconf: ClassVar[str]
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("help_text"),
    ]

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if not self.live:
            raise Http404
        below = "".join(f"{component}/" for component in path_components)
        try:
            match = get_resolver(self.urlconf).resolve(f"/{below}")
        except Resolver404 as error:
            raise Http404 from error
        return RouteResult(self, kwargs={"match": match})

    def serve(self, request: HttpRequest, *args: Any, match: ResolverMatch, **kwargs: Any) -> HttpResponse:
        request.mount_page = self  # type: ignore[attr-defined]  # for the application's views
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        # Neither our page cache nor a proxy or browser keeps what belongs to one patient.
        patch_cache_control(response, private=True, no_store=True)
        return response

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        request.mount_page = self  # type: ignore[attr-defined]  # for the application's views
        match = get_resolver(self.urlconf).resolve("/")
        return match.func(request, *match.args, **match.kwargs)


class BookingPage(MountPage):
    """Where the booking journey lives."""

    urlconf = "cabinet.urls.booking"

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("booking pages")


class CabinetPage(MountPage):
    """Where the patient's cabinet lives."""

    urlconf = "cabinet.urls.cabinet"
    never_indexed = True

    class Meta:
        verbose_name = _("patient's cabinet")
        verbose_name_plural = _("patient's cabinets")
