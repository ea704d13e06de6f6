from typing import Any

from django.http import Http404, HttpRequest

from cms.models import LegalTextPage


def legal_page(page: LegalTextPage, request: HttpRequest, version: str = "") -> dict[str, Any]:
    """The text in force, or an earlier version at its own address, which search engines leave alone."""
    versions = list(page.versions.all())
    shown: Any = page
    if version:
        shown = next((known for known in versions if known.version == version), None)
        if shown is None:
            raise Http404
    superseded = bool(version) and shown.version != page.version
    address = page.get_url(request) or ""
    return {
        "shown": shown,
        "superseded": superseded,
        "noindex": bool(version),
        "versions": [
            {
                "version": known.version,
                "effective_from": known.effective_from,
                "url": f"{address}versions/{known.version}/",
            }
            for known in versions
            if known.version != page.version
        ],
    }
