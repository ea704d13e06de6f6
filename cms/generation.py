"""One number that stands for everything the public pages show.

Every cached page, menu and list remembers the number it was made under and is worthless once the number has moved. So a
change purges all pages at once: a page draws on so many others (menus, lists, prices, reviews) that a list of what
depends on what would sooner or later be wrong, and making a page again costs some milliseconds.
"""

import time
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction

KEY = "cms:generation"
#: Seconds. Hours, promotions and announcements begin and end by the clock, without anybody saving anything.
LIFETIME = 300

#: Entries in a process. Most are a few kilobytes; the clinic's maps of links are the largest.
MOST_HELD = 5000

Made = TypeVar("Made")


def current() -> str:
    """The present generation; a cache that has lost it begins a new one, which only costs a purge."""
    return str(cache.get_or_set(KEY, _new, timeout=None))


def begin() -> None:
    """Makes everything stale, once the running transaction is committed."""
    transaction.on_commit(_renew)


def _renew() -> None:
    cache.set(KEY, _new(), timeout=None)


def _new() -> str:
    # Not a counter: a counter that was evicted would start again and revive what an older one had purged.
    return uuid4().hex


def remember(key: str, build: Callable[[], Made], *, seconds: int = LIFETIME) -> Made:
    """What `build` makes, kept while the generation lasts, but never longer than `seconds`. Callers do not change it.

    Kept twice: in the shared cache, so that one process makes it for all, and in this process, so that a page does not
    unpickle the same menus ten times a second.
    """
    present = cache.get(KEY) or current()
    now = time.time()
    held = _held.get(key)
    if held is not None and held.made_under == present and now < held.until:
        value: Made = held.value
        return value
    made_under, until, value = cache.get(key, (None, 0.0, None))
    if made_under != present or until <= now:
        until, value = now + seconds, build()
        cache.set(key, (present, until, value), seconds)
    if len(_held) >= MOST_HELD:
        _held.clear()
    # Until the shared copy ends, not for as long again from now.
    _held[key] = _Held(present, until, value)
    return value


class _Held(NamedTuple):
    made_under: str
    until: float
    value: Any


_held: dict[str, _Held] = {}
