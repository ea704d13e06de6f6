"""What every patient's page has in common, whatever it shows."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.cache import add_never_cache_headers, patch_cache_control

from cabinet.mount import mounts_asked_once

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """The answer is for one person: no cache on the way keeps it, and the back button does not show it later."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with mounts_asked_once():
            response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return answer


def private_path(route: str, view: View, *, name: str) -> URLPattern:
    return path(route, private(view), name=name)
