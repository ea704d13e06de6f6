"""The addresses of the house; each room keeps its own list."""

from django.apps import apps
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.functional import lazy
from django.views.decorators.cache import cache_control
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config import probes

urlpatterns: list[URLPattern | URLResolver] = [
    # Asked for by every browser on its own, whatever the page says.
    path("favicon.ico", RedirectView.as_view(url=lazy(static, str)("icons/icon-48.png")), name="favicon"),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("account/", include("people.urls")),
    path("_allauth/", include("people.headless_urls")),
    path("staff/account/", include("people.staff_urls")),
    path("staff/", include("staff.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", include("patient_api.urls")),
    path("", include("notifications.urls")),
    path("", include("cabinet.urls.root")),
    path("", include("cms.urls")),
]
if apps.is_installed("demo"):
    urlpatterns += [
        path("demo/", include("demo.urls")),
        # In production the web server hands public media out. A new upload or crop has a new name.
        path(
            "media/<path:path>", cache_control(max_age=86400)(serve), {"document_root": settings.MEDIA_ROOT}
        ),
    ]
urlpatterns += i18n_patterns(path("", include("cms.site_urls")))
