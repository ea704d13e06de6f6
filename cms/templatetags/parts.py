"""Small parts of a page that many pages repeat: a doctor's card, a row of the price list."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

#: Parts kept by a process, half a kilobyte to two each; those unused for longest are dropped.
MOST_KEPT = 4096


@register.simple_tag
def part(template_name: str, **values: Any) -> SafeString:
    """As `{% include … with … only %}`, but equal values are drawn once: the markup must depend on them alone.

    Values are compared, so they have to be hashable: frozen dataclasses, numbers, words.
    """
    return _drawn(template_name, get_language(), tuple(values.items()))


@lru_cache(MOST_KEPT)
def _drawn(template_name: str, language: str | None, values: tuple[tuple[str, Any], ...]) -> SafeString:
    return render_to_string(template_name, dict(values))
