"""Which pages a language lacks, and which translations are older than what they translate."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from cms.models.base import ContentPage


def missing_translations() -> list[Page]:
    """Published pages without a published version in some language; `missing` says which."""
    found = []
    for locale in Locale.objects.all():
        version = Page.objects.live().filter(
            translation_key=OuterRef("translation_key"), locale=locale, alias_of__isnull=True
        )
        pages = (
            Page.objects.live()
            .filter(content_type__app_label="cms", alias_of__isnull=True)
            .exclude(locale=locale)
            .filter(~Exists(version))
            .select_related("locale", "content_type")
            .order_by("path")
        )
        for page in pages:
            page.missing = _("not published in: %(language)s") % {"language": locale.get_display_name()}
            found.append(page)
    return found


def outdated_translations() -> list[Page]:
    """Translations whose source was published with other words after it was last given to translate."""
    changed = {page.translation_key for page in _changed_sources()}
    if not changed:
        return []
    languages: defaultdict[object, set[int]] = defaultdict(set)
    for key, locale_id in Translation.objects.filter(enabled=True, source__object_id__in=changed).values_list(
        "source__object_id", "target_locale_id"
    ):
        languages[key].add(locale_id)
    pages = (
        Page.objects.filter(translation_key__in=changed)
        .select_related("locale", "content_type")
        .order_by("path")
    )
    found = [page for page in pages if page.locale_id in languages[page.translation_key]]
    for page in found:
        page.missing = _("the source has changed since")
    return found


def _changed_sources() -> list[Page]:
    """A new publication alone is no change: the page itself knows when its words last were others."""
    given = TranslationSource.objects.filter(
        object_id=OuterRef("translation_key"), locale=OuterRef("locale"), translations__enabled=True
    )
    republished = (
        Page.objects.annotate(given_at=Subquery(given.values("last_updated_at")[:1]))
        .filter(Exists(given.filter(last_updated_at__lt=OuterRef("last_published_at"))))
        .specific()
    )
    return [
        page
        for page in republished
        if not isinstance(page, ContentPage)
        or page.content_changed_at is None
        or page.content_changed_at > page.given_at
    ]
