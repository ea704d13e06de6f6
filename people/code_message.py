"""The text of the SMS with a sign-in code."""

from django.utils import translation
from django.utils.translation import gettext as _


def code_message(code: str, language: str, host: str) -> str:
    """A line for people and, last, the line by which phones fill the code in on our own site only.

    The last line follows "Origin-bound one-time codes delivered via SMS": `@host #code`, the host without scheme and
    port. In Russian the whole must stay within 70 characters, one part of a UCS-2 message; so it is short.
    """
    with translation.override(language):
        words = _("%(code)s is your sign-in code. Never share it.") % {"code": code}
    return f"{words}\n@{host.partition(':')[0]} #{code}"
