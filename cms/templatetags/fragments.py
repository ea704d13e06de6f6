"""Parts of a page that are not in it: free times change by the minute, pages are cached."""

from collections.abc import Iterable
from urllib.parse import urlencode
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cms.presenters.doctors import DoctorCard

register = template.Library()


@register.simple_tag
def nearest_address(cards: Iterable[DoctorCard]) -> str:
    """Where the nearest time of each of these doctors comes from."""
    return _address(reverse("times_nearest"), [("doctor", card.practitioner_id) for card in cards])


@register.simple_tag
def doctor_address(
    practitioner_id: UUID, service_id: UUID | None = None, location_id: UUID | None = None
) -> str:
    """Where the next free days of one doctor come from."""
    return _address(
        reverse("times_doctor", args=[practitioner_id]), [("service", service_id), ("location", location_id)]
    )


@register.simple_tag
def soonest_address(speciality: str, branch: str, limit: int) -> str:
    """Where the doctors with the earliest times come from."""
    return _address(
        reverse("times_soonest"), [("speciality", speciality), ("branch", branch), ("limit", limit)]
    )


def _address(path: str, parameters: Iterable[tuple[str, object]]) -> str:
    given = [(name, str(value)) for name, value in parameters if value]
    return f"{path}?{urlencode([('language', get_language()), *given])}"


@register.filter
def plain_text(text: str) -> SafeString:
    """Paragraphs apart by an empty line; lines that start with "- " are a list, as `booking` writes preparations."""
    parts = [part.strip("\n") for part in text.replace("\r\n", "\n").split("\n\n")]
    return mark_safe("".join(_paragraph(part) for part in parts if part.strip()))  # noqa: S308 - every line is escaped below


def _paragraph(part: str) -> str:
    html, items = "", []
    words: list[str] = []
    for line in part.split("\n"):
        if line.startswith("- "):
            items.append((line[2:],))
        else:
            words.append(escape(line))
    if words:
        html += f"<p>{'<br>'.join(words)}</p>"
    if items:
        html += f"<ul>{format_html_join('', '<li>{}</li>', items)}</ul>"
    return html
