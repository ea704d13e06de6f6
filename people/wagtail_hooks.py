"""What Wagtail's admin needs of this room."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail import hooks

from people.templatetags.staff_session import staff_session


@hooks.register("insert_global_admin_js")
def watch_staff_session() -> SafeString:
    """Typing a long page moves no clock by itself: the script says that somebody is there."""
    return render_to_string("components/staff_session.html", staff_session())
