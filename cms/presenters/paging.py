"""Pages of a list: `?page=2` is an address of its own, `?page=1` is not."""

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect


def page_of(request: HttpRequest, objects: Any, per_page: int) -> Page[Any] | HttpResponsePermanentRedirect:
    """The requested page of a list. The first has one address only; one that does not exist raises Http404."""
    number = request.GET.get("page")
    if number == "1":
        query = request.GET.copy()
        del query["page"]
        rest = f"?{query.urlencode()}" if query else ""
        return HttpResponsePermanentRedirect(f"{request.path}{rest}")
    try:
        return Paginator(objects, per_page).page(number or 1)
    except InvalidPage as error:
        raise Http404 from error
