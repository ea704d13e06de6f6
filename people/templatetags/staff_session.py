from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("components/staff_session.html")
def staff_session() -> dict[str, int]:
    """Watches for keys and pointers, warns before the session ends, and clears the page when it has ended."""
    return {"seconds": settings.STAFF_IDLE_SECONDS}
