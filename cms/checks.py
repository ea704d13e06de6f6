"""What `manage.py check` finds wrong with the settings of this room."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's own name
from django.db import DatabaseError
from wagtail.models import Site

#: https://www.indexnow.org/documentation
_KEY = re.compile(r"[A-Za-z0-9-]{8,128}\Z")


@register()
def indexnow_key(**kwargs: Any) -> list[CheckMessage]:
    if not settings.INDEXNOW_KEY or _KEY.match(settings.INDEXNOW_KEY):
        return []
    hint = "8 to 128 letters, digits or hyphens; or leave it empty to announce nothing."
    return [Error("INDEXNOW_KEY is no key of IndexNow.", hint=hint, id="cms.E001")]


@register(Tags.database, deploy=True)
def public_address(**kwargs: Any) -> list[CheckMessage]:
    """Canonical addresses, sitemap and structured data are made from Wagtail's Site record."""
    public = urlsplit(settings.PUBLIC_URL)
    try:
        site = Site.objects.filter(is_default_site=True).first()
    except DatabaseError:
        # Before the first migration there is nothing to compare.
        return []
    if site is None or urlsplit(site.root_url)[:2] == public[:2]:
        return []
    hint = "Settings → Sites in the admin: host name and port, 443 for https."
    return [
        Warning(
            f"The site calls itself {site.root_url}, but PUBLIC_URL is {settings.PUBLIC_URL}.",
            hint=hint,
            id="cms.W001",
        )
    ]
