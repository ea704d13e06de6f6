"""A request as an anonymous visitor would make it, for code that looks at pages without being asked over HTTP."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from wagtail.models import Page, Site

#: Added to addresses by advertisers; the page is the same with and without.
TRACKING = frozenset({"gclid", "fbclid", "yclid", "ysclid", "_openstat", "from", "ref"})


def is_tracking(name: str) -> bool:
    """Whether a parameter of an address says where the visitor came from and nothing else."""
    return name in TRACKING or name.startswith("utm_")


def visitor_request(page: Page) -> HttpRequest:
    """A GET of the page's own address on the page's own site."""
    site = page.get_site() or Site.objects.filter(is_default_site=True).get()
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = page.get_url() or "/"
    request.META = {
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port),
        "HTTP_HOST": site.hostname if site.port in (80, 443) else f"{site.hostname}:{site.port}",
        "REQUEST_METHOD": "GET",
        "wsgi.url_scheme": "https" if site.port == 443 else "http",
    }
    request.user = AnonymousUser()
    return request
