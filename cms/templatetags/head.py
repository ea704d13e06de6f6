"""The head of a page: tags for search engines and social networks, and the one place that writes JSON-LD."""

from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cms.head import HIDDEN, head_of
from cms.models.base import ContentPage
from cms.structured_data import Scene, page_graph
from schema_org.serialise import to_json

register = template.Library()


@register.simple_tag(takes_context=True)
def head_meta(context: Context, page: Any = None) -> SafeString:
    """Description, canonical, robots, language versions, social card. What is no page of the site is not indexed."""
    if not isinstance(page, ContentPage):
        return format_html('<meta name="robots" content="{}">', HIDDEN)
    scene = Scene.of(page, context, context["request"])
    return render_to_string("head/meta.html", {"head": head_of(scene)})


@register.simple_tag(takes_context=True)
def json_ld(context: Context, page: Any = None) -> SafeString:
    """The page's graph. A preview has none: its addresses are not public yet."""
    if not isinstance(page, ContentPage):
        return SafeString("")
    scene = Scene.of(page, context, context["request"])
    graph = None if scene.is_preview else page_graph(scene)
    return json_ld_script(graph.document) if graph else SafeString("")


def json_ld_script(document: dict[str, Any]) -> SafeString:
    json = mark_safe(to_json(document))  # noqa: S308 - it holds no character that HTML gives a meaning
    return format_html('<script type="application/ld+json">{}</script>', json)
