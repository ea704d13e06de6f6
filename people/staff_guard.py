"""The gate before everything: what staff reach without their second factor is a short list, nobody else enters the
staff's addresses, and nothing of what they show is kept by a cache.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.utils.cache import add_never_cache_headers
from two_factor.utils import default_device

from people import staff_session
from people.models import User

#: Views a member of staff reaches before the second factor is proven. Everything else is closed.
BEFORE_SECOND_FACTOR = frozenset({"two_factor:login", "two_factor:setup", "two_factor:logout"})
#: The only one of them that makes sense signed out.
BEFORE_SIGN_IN = frozenset({"two_factor:login"})
#: Doors of libraries that ask for a name and password alone.
PASSWORD_ONLY_DOORS = frozenset({"wagtailadmin_login", "wagtailcore_login"})


class StaffGuard:
    """Stands behind OTPMiddleware and looks at every view before it runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # A board with names must not come back with the back button, or from a cache, after signing out.
        if request.path.startswith(settings.STAFF_PREFIXES) and not response.has_header("Cache-Control"):
            add_never_cache_headers(cast("HttpResponse", response))
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        view_name = request.resolver_match.view_name if request.resolver_match else ""
        if view_name in PASSWORD_ONLY_DOORS:
            return _to_sign_in(request, "second-factor-required", keep_next=False)
        user = _staff_of(request)
        if user is None:
            closed = request.path.startswith(settings.STAFF_PREFIXES) and view_name not in BEFORE_SIGN_IN
            return _to_sign_in(request, "staff-only") if closed else None
        if not staff_session.seconds_left(request.session):
            logout(request)
            return None if view_name in BEFORE_SIGN_IN else _to_sign_in(request, "session-ended")
        staff_session.note_activity(request)
        if not user.is_verified() and view_name not in BEFORE_SECOND_FACTOR:
            return _to_setup_or_sign_in(request, user)
        return None


def _staff_of(request: HttpRequest) -> User | None:
    # Asking for the user reads the session, which makes a page uncacheable: not for visitors without a cookie.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user if isinstance(request.user, User) and request.user.is_staff else None


def _to_setup_or_sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """Someone who has an authenticator proves it at sign-in; someone who has none enrols."""
    if default_device(user):
        return _to_sign_in(request, "second-factor-required")
    return _refusal(request, "second-factor-required", resolve_url("two_factor:setup"))


def _to_sign_in(request: HttpRequest, code: str, *, keep_next: bool = True) -> HttpResponse:
    coming_from = request.get_full_path() if keep_next and request.method == "GET" else ""
    address = resolve_url("two_factor:login")
    if coming_from:
        address = redirect_to_login(coming_from, address).url
    return _refusal(request, code, address)


def _refusal(request: HttpRequest, code: str, address: str) -> HttpResponse:
    """A redirect for a page, a machine-readable 401 for a script."""
    if _is_script(request):
        return JsonResponse({"code": code, "sign_in": address}, status=HTTPStatus.UNAUTHORIZED)
    return HttpResponseRedirect(address)


def _is_script(request: HttpRequest) -> bool:
    return (
        request.path.startswith("/api/")
        or request.headers.get("X-Requested-With") == "XMLHttpRequest"
        or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
        or request.headers.get("Accept", "").startswith("application/json")
    )
