"""What the modes of the live preview add to a page, and what the form says of it. Nobody in them is a real person."""

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cms.editorial.checking import DESCRIPTION_LENGTH, TITLE_LENGTH, problems
from cms.head import Head, head_of
from cms.models.base import ContentPage
from cms.requests import visitor_request
from cms.structured_data.checking import Verdict, advice, verdict
from cms.structured_data.scene import Scene


def preview(page: ContentPage, request: HttpRequest, mode: str, context: dict[str, Any]) -> dict[str, Any]:
    match mode:
        case "patient":
            return {"preview_patient": {"name": _("Maria Example"), "visits": 2}}
        case "search":
            return _search_card(page, head_of(Scene.of(page, context, request)))
        case "social":
            head = head_of(Scene.of(page, context, request))
            return {"head": head, "picture_path": _here(head.picture.url) if head.picture else ""}
        case "checks":
            return checks(page)
    return {}


def _here(address: str) -> str:
    """The address on whatever host the editor works at: the card names the public one."""
    return address if urlsplit(settings.MEDIA_URL).netloc else urlsplit(address).path


def _search_card(page: ContentPage, head: Head) -> dict[str, Any]:
    address = urlsplit(head.canonical)
    return {
        "head": head,
        "language": page.locale.language_code,
        "host": address.netloc,
        "path": [unquote(part) for part in address.path.split("/") if part],
        "shown_title": Truncator(head.title).chars(TITLE_LENGTH),
        "shown_description": Truncator(head.description).chars(DESCRIPTION_LENGTH),
        "title_length": len(head.title),
        "description_length": len(page.search_description),
        "most_title": TITLE_LENGTH,
        "most_description": DESCRIPTION_LENGTH,
    }


@dataclass(frozen=True)
class Remark:
    """What is to be mended, in the editor's language. `field` is empty where the cause lies outside the form."""

    field: str
    place: str
    is_error: bool
    text: str


def remarks(page: ContentPage, found: Verdict) -> list[Remark]:
    """The clinic's own rules first, then what search engines would stumble over."""
    own = [
        Remark(
            field=problem.field,
            place=page.field_name(problem.field),
            is_error=problem.is_error,
            text=f"{problem.message} “{problem.words}”" if problem.words else problem.message,
        )
        for problem in problems(page)
    ]
    strangers = [
        Remark(
            field=item.mend.field,
            place=item.mend.place,
            is_error=item.is_error,
            text=f"{item.problem} {item.advice}".strip(),
        )
        for item in (advice(page, finding) for finding in found.findings)
    ]
    return own + strangers


def findings(page: ContentPage) -> dict[str, Any]:
    """What the form shows of the page's search appearance: its search result, remarks, and JSON-LD."""
    found = verdict(page)
    told = remarks(page, found)
    return {
        "card": search_card(page),
        "remarks": told,
        "json_ld": found.readable,
        "placed": [{**asdict(remark), "isError": remark.is_error} for remark in told if remark.field],
    }


def search_card(page: ContentPage) -> dict[str, Any] | None:
    """The page as a search result, in its own language; none where its visitor is sent elsewhere."""
    with translation.override(page.locale.language_code):
        request = visitor_request(page)
        shown = page.present(request)
        if isinstance(shown, HttpResponse):
            return None
        return _search_card(page, head_of(Scene(page, shown, request)))


def checks(page: ContentPage) -> dict[str, Any]:
    """The clinic's own rules, and what a search engine would find, each with the field that mends it."""
    return {"remarks": remarks(page, verdict(page))}
