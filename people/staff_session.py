"""How long a staff session lives: 15 minutes after a person last did something, 12 hours at most.

Only requests that a person made move the clock. Polling, autosave and preview do not, or an open window would stay
signed in for ever.
"""

import time
from collections.abc import MutableMapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

_LAST_ACTIVITY = "last_user_activity"
_SIGNED_IN = "staff_signed_in_at"
#: Seconds; the session is not written more often than this.
_RESOLUTION = 15


def begin(session: MutableMapping[str, Any]) -> None:
    session[_SIGNED_IN] = session[_LAST_ACTIVITY] = int(time.time())


def seconds_left(session: MutableMapping[str, Any]) -> int:
    """Until the session ends if nobody does anything. Zero for a session that is over or was never begun."""
    now = int(time.time())
    idle_end = session.get(_LAST_ACTIVITY, 0) + settings.STAFF_IDLE_SECONDS
    end = session.get(_SIGNED_IN, 0) + settings.STAFF_SESSION_SECONDS
    return max(0, min(idle_end, end) - now)


def note_activity(request: HttpRequest) -> None:
    """Move the clock if a person made this request."""
    now = int(time.time())
    if made_by_person(request) and now - request.session.get(_LAST_ACTIVITY, 0) >= _RESOLUTION:
        request.session[_LAST_ACTIVITY] = now


def made_by_person(request: HttpRequest) -> bool:
    """A navigation the browser attributes to a person, or a request our script marks after a key or pointer event."""
    if request.headers.get("X-User-Activity") == "1":
        return True
    mode = request.headers.get("Sec-Fetch-Mode")
    if mode is not None:
        # Browsers set these headers themselves; scripts cannot.
        return mode == "navigate" and request.headers.get("Sec-Fetch-User") == "?1"
    # Without fetch metadata (plain HTTP outside localhost): a page load, as far as can be told.
    return "text/html" in request.headers.get("Accept", "") and "X-Requested-With" not in request.headers
