"""What the modes of the live preview add to a page. Nobody in them is a real person."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cms.editorial.checking import DESCRIPTION_LENGTH, TITLE_LENGTH, field_label, problems
from cms.head import Head, head_of
from cms.models.base import ContentPage
from cms.structured_data.checking import advice, verdict
from cms.structured_data.scene import Scene


def preview(page: ContentPage, request: HttpRequest, mode: str, context: dict[str, Any]) -> dict[str, Any]:
    match mode:
        case "patient":
            return {"preview_patient": {"name": _("Maria Example"), "visits": 2}}
        case "search":
            return _search_card(head_of(Scene.of(page, context, request)))
        case "social":
            head = head_of(Scene.of(page, context, request))
            return {"head": head, "picture_path": _here(head.picture.url) if head.picture else ""}
        case "checks":
            return checks(page)
    return {}


def _here(address: str) -> str:
    """The address on whatever host the editor works at: the card names the public one."""
    return address if urlsplit(settings.MEDIA_URL).netloc else urlsplit(address).path


def _search_card(head: Head) -> dict[str, Any]:
    address = urlsplit(head.canonical)
    return {
        "head": head,
        "host": address.netloc,
        "path": [unquote(part) for part in address.path.split("/") if part],
        "shown_title": Truncator(head.title).chars(TITLE_LENGTH),
        "shown_description": Truncator(head.description).chars(DESCRIPTION_LENGTH),
        "title_length": len(head.title),
        "description_length": len(head.description),
        "most_title": TITLE_LENGTH,
        "most_description": DESCRIPTION_LENGTH,
    }


def checks(page: ContentPage) -> dict[str, Any]:
    """The clinic's own rules, and what a search engine would find, each with the field that mends it."""
    found = verdict(page)
    return {
        "problems": [
            {
                "is_error": problem.is_error,
                "message": problem.message,
                "words": problem.words,
                "place": field_label(page, problem.field),
            }
            for problem in problems(page)
        ],
        "advice": [advice(page, finding) for finding in found.findings],
        "json_ld": found.readable,
    }
