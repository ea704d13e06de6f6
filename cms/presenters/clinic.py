"""The frame of every HTML page: name, telephones, menus, languages, announcement.

The part that is the same for every page of a language is kept in the cache; what depends on the page is added per request.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from booking.models import Organization
from cms import generation
from cms.models import (
    BookingPage,
    CabinetPage,
    ContactsPage,
    DoctorIndexPage,
    HomePage,
    LocaleTexts,
    SearchPage,
    SiteSettings,
)
from cms.presenters.links import Link
from cms.presenters.phones import phone_href, phone_text

#: Pages that others link to by kind.
LANDMARKS: dict[str, type[Page]] = {
    "home": HomePage,
    "booking": BookingPage,
    "cabinet": CabinetPage,
    "search": SearchPage,
    "doctors": DoctorIndexPage,
    "contacts": ContactsPage,
}


@dataclass(frozen=True)
class LinkGroup:
    title: str
    items: list[Link]


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    url: str
    current: bool


@dataclass(frozen=True)
class Clinic:
    """What `templates/base.html` and the layouts read as `clinic`."""

    name: str = ""
    tagline: str = ""
    phone: str = ""
    phone_href: str = ""
    phone_hours: str = ""
    email: str = ""
    legal_name: str = ""
    licence: str = ""
    announcement: str = ""
    announcement_tone: str = ""
    analytics_script: str = ""
    consent_question: str = ""
    menu: list[Link] = field(default_factory=list)
    footer_menus: list[LinkGroup] = field(default_factory=list)
    legal_links: list[Link] = field(default_factory=list)
    #: Language code → address of the first page of that language.
    homes: dict[str, str] = field(default_factory=dict)
    landmarks: dict[str, str] = field(default_factory=dict)
    languages: list[LanguageLink] = field(default_factory=list)

    @property
    def home_url(self) -> str:
        return self.landmarks.get("home", "/")

    @property
    def book_url(self) -> str:
        return self.landmarks.get("booking", "")

    @property
    def cabinet_url(self) -> str:
        return self.landmarks.get("cabinet", "/account/")

    @property
    def search_url(self) -> str:
        return self.landmarks.get("search", "")

    @property
    def doctors_url(self) -> str:
        return self.landmarks.get("doctors", "")


def clinic_of(request: HttpRequest) -> Clinic:
    """The frame for this request, with its page marked in the menu and offered in the other languages."""
    language = translation.get_language() or "ru"
    known: Clinic | None = getattr(request, f"_clinic_{language}", None)
    if known is None:
        known = _clinic(request, language)
        setattr(request, f"_clinic_{language}", known)
    return known


def _clinic(request: HttpRequest, language: str) -> Clinic:
    frame = frame_of(Site.find_for_request(request), language)
    return replace(
        frame,
        menu=[replace(link, current=_leads_here(link, request.path, frame.home_url)) for link in frame.menu],
        languages=_languages(request, frame, language),
    )


def frame_of(site: Site | None, language: str) -> Clinic:
    """The part of the frame that all pages of a language share, from the cache while the generation lasts."""
    key = f"cms:frame:{site.pk if site else 0}:{language}"
    return generation.remember(key, lambda: _build(site, language))


def mount_address(kind: str, language: str) -> str | None:
    """Where a language's booking or cabinet is mounted (`cabinet.ports.MountPoints`)."""
    landmarks = generation.remember(f"cms:landmarks:{language}", lambda: _landmarks(language)[1])
    return landmarks.get(kind)


def frame_with(texts: LocaleTexts, site: Site | None) -> Clinic:
    """The frame as it would be with these texts, published or not."""
    language = texts.locale.language_code
    return _with_texts(_without_texts(site, language), texts, language)


def _build(site: Site | None, language: str) -> Clinic:
    frame = _without_texts(site, language)
    known = LocaleTexts.objects.filter(live=True, locale__language_code=language)
    texts = known.select_related("banner_link").first()
    return frame if texts is None else _with_texts(frame, texts, language)


def _without_texts(site: Site | None, language: str) -> Clinic:
    organization = Organization.objects.of_the_portal()
    settings = SiteSettings.read(site) if site else SiteSettings()
    homes, landmarks = _landmarks(language)
    return Clinic(
        name=organization.name if organization else "",
        legal_name=organization.legal_name if organization else "",
        licence=_licence(organization, settings),
        analytics_script=settings.analytics_script,
        homes=homes,
        landmarks=landmarks,
    )


def _with_texts(frame: Clinic, texts: LocaleTexts, language: str) -> Clinic:
    pages = _localised_pages(texts, language)
    return replace(
        frame,
        name=texts.clinic_name,
        tagline=texts.tagline,
        phone=phone_text(texts.phone),
        phone_href=phone_href(texts.phone),
        phone_hours=texts.phone_hours,
        email=texts.email,
        consent_question=texts.consent_question,
        announcement=_announcement(texts),
        announcement_tone=texts.banner_tone,
        menu=_links((block.value for block in texts.header_menu), pages),
        footer_menus=[
            LinkGroup(block.value["title"], _links(block.value["links"], pages))
            for block in texts.footer_menus
        ],
        legal_links=_links((block.value for block in texts.legal_links), pages),
    )


def _landmarks(language: str) -> tuple[dict[str, str], dict[str, str]]:
    homes: dict[str, str] = {}
    landmarks: dict[str, str] = {}
    kinds = {model: kind for kind, model in LANDMARKS.items()}
    found = (
        Page.objects.live()
        .type(*LANDMARKS.values())
        .select_related("locale", "content_type")
        .order_by("path")
    )
    for page in found:
        kind = kinds[page.specific_class]
        if kind == "home":
            homes.setdefault(page.locale.language_code, page.url or "/")
        if page.locale.language_code == language:
            landmarks.setdefault(kind, page.url or "/")
    return homes, landmarks


def _localised_pages(texts: LocaleTexts, language: str) -> dict[Any, Page]:
    """Menu pages by translation key: a menu translated from another language still leads to this language's pages."""
    values = [block.value for block in (*texts.header_menu, *texts.legal_links)]
    values += [link for block in texts.footer_menus for link in block.value["links"]]
    keys = {value["page"].translation_key for value in values if value["page"]}
    pages = Page.objects.live().filter(translation_key__in=keys, locale__language_code=language)
    return {page.translation_key: page for page in pages}


def _links(values: Iterable[Mapping[str, Any]], pages: Mapping[Any, Page]) -> list[Link]:
    """Links to live pages and outside addresses; a page that is not published here is left out."""
    links = []
    for value in values:
        if value["page"]:
            page = pages.get(value["page"].translation_key)
            if page is not None and page.url:
                links.append(Link(value["text"] or page.title, page.url))
        elif value["address"]:
            links.append(Link(value["text"], value["address"]))
    return links


def _announcement(texts: LocaleTexts) -> str:
    now = timezone.now()
    if not texts.banner_text:
        return ""
    if (texts.banner_starts_at and now < texts.banner_starts_at) or (
        texts.banner_ends_at and now >= texts.banner_ends_at
    ):
        return ""
    if texts.banner_link and texts.banner_link.live and texts.banner_link.url:
        return format_html('<a href="{}">{}</a>', texts.banner_link.url, texts.banner_text)
    return texts.banner_text


def _licence(organization: Organization | None, settings: SiteSettings) -> str:
    if organization is None or not organization.licence:
        return ""
    if settings.licence_issued_by:
        return _("Licence %(number)s, %(issuer)s") % {
            "number": organization.licence,
            "issuer": settings.licence_issued_by,
        }
    return _("Licence %(number)s") % {"number": organization.licence}


def _leads_here(link: Link, path: str, home_url: str) -> bool:
    return path == link.url or (link.url != home_url and path.startswith(link.url))


def _languages(request: HttpRequest, frame: Clinic, language: str) -> list[LanguageLink]:
    own = translations_of(request)
    links = []
    for code, home_url in sorted(frame.homes.items(), reverse=True):
        name = translation.get_language_info(code)["name_local"]
        links.append(LanguageLink(code, name.capitalize(), own.get(code, home_url), code == language))
    return links


def translations_of(request: HttpRequest) -> dict[str, str]:
    """Addresses of the requested page in every language it is published in, by language code.

    Below a mounting page the rest of the path stays: the same step of the booking in the other language.
    """
    result = getattr(request, "_wagtail_route_for_request", None)
    if result is None or not hasattr(result.page, "live_translations"):
        return {}
    rest = request.path[len(result.page.url or "") :] if "match" in result.kwargs else ""
    return {code: f"{page.url}{rest}" for code, page in result.page.live_translations.items()}
