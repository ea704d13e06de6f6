"""The cabinet as an application that can be installed: its manifest, its worker, and its page without a network."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cabinet.mount import patient_url

#: As the palette of `site/src/styles/_tokens.scss` has them: the header's ground and the icon's.
THEME, GROUND = "#ffffff", "#0a302e"


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest, language: str) -> HttpResponse:
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        content = {
            "name": _("My cabinet"),
            "short_name": _("Clinic"),
            "lang": language,
            "start_url": patient_url(language, "cabinet:home"),
            "scope": "/",
            "display": "standalone",
            "theme_color": THEME,
            "background_color": GROUND,
            "icons": [
                {"src": static(f"icons/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
                for size in (192, 512)
            ],
        }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """At the root, because a worker may serve only what lies below its own address."""
    path = settings.BASE_DIR / "build" / "site" / "service-worker.js"
    if not path.exists():
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="text/javascript; charset=utf-8")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Names nobody: the browser keeps it, whoever uses that browser."""
    return render(request, "cabinet/offline.html")
