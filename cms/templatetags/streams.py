from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def render_block(context: Context, block: Any) -> SafeString:
    """A block's HTML, empty where it has nothing to show today, so that a page can leave out the band around it."""
    html: str = block.render(context.flatten())
    return mark_safe(html.strip())  # noqa: S308 - the block's own template has escaped what needs it
