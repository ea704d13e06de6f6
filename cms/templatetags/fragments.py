"""Parts of a page that are not in it: free times change by the minute, pages are cached."""

from collections.abc import Iterable
from urllib.parse import urlencode
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def times_address(doctors: Iterable[UUID] = (), **query: object) -> str:
    """Address of the nearest free times of some doctors, or of a speciality at a branch."""
    pairs = [("language", get_language()), *(("doctor", str(pk)) for pk in doctors)]
    pairs += [(name, str(value)) for name, value in query.items() if value]
    return f"{reverse('nearest_times')}?{urlencode(pairs)}"


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
