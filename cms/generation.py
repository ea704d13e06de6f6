"""One number that stands for everything the public pages show.

Every cached page, menu and list remembers the number it was made under and is worthless once the number has moved. So a
change purges all pages at once: a page draws on so many others (menus, lists, prices, reviews) that a list of what
depends on what would sooner or later be wrong, and making a page again costs some milliseconds.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction

KEY = "cms:generation"
#: Seconds. Hours, promotions and announcements begin and end by the clock, without anybody saving anything.
LIFETIME = 300

#: Entries in a process, the oldest dropped first. Most are below a kilobyte; the clinic's maps of links are the largest.
MOST_HELD = 20_000

Name = TypeVar("Name", bound=Hashable)
Made = TypeVar("Made")


@dataclass
class _Reading:
    number: str | None


_reading: ContextVar[_Reading | None] = ContextVar("generation", default=None)


@contextmanager
def read_once(number: str | None = None) -> Iterator[None]:
    """Within, the number is asked for once, if at all: a request shows one generation, and a page has twenty parts."""
    token = _reading.set(_Reading(number))
    try:
        yield
    finally:
        _reading.reset(token)


def current() -> str:
    """The present generation; a cache that has lost it begins a new one, which only costs a purge."""
    reading = _reading.get()
    if reading is None:
        return _read()
    if reading.number is None:
        reading.number = _read()
    return reading.number


def begin() -> None:
    """Makes everything stale, once the running transaction is committed."""
    transaction.on_commit(_renew)


def _read() -> str:
    return str(cache.get(KEY) or cache.get_or_set(KEY, _new, timeout=None))


def _renew() -> None:
    cache.set(KEY, _new(), timeout=None)
    if reading := _reading.get():
        reading.number = None


def _new() -> str:
    # Not a counter: a counter that was evicted would start again and revive what an older one had purged.
    return uuid4().hex


def remember(key: str, build: Callable[[], Made], *, seconds: int = LIFETIME) -> Made:
    """What `build` makes, kept while the generation lasts, but never longer than `seconds`. Callers do not change it.

    Kept twice: in the shared cache, so that one process makes it for all, and in this process, so that a page does not
    unpickle the same menus ten times a second.
    """
    return remember_each("", [key], lambda _missing: {key: build()}, seconds=seconds)[key]


def remember_each(
    prefix: str,
    names: Collection[Name],
    build: Callable[[list[Name]], Mapping[Name, Made]],
    *,
    seconds: int = LIFETIME,
) -> dict[Name, Made]:
    """As `remember`, for many things of a kind: `build` makes all that are missing at once.

    In the order of `names`; what `build` does not find either is left out.
    """
    present, now = current(), time.time()
    keys = {name: f"{prefix}{name}" for name in names}
    kept = _good({key: _held.get(key) for key in keys.values()}, present, now)
    if missing := [key for key in keys.values() if key not in kept]:
        kept |= _good(cache.get_many(missing), present, now)
        if unmade := [name for name, key in keys.items() if key not in kept]:
            made = build(unmade)
            fresh = {keys[name]: _Kept(present, now + seconds, value) for name, value in made.items()}
            cache.set_many(fresh, seconds)
            kept |= fresh
        _hold({key: kept[key] for key in missing if key in kept})
    return {name: kept[key].value for name, key in keys.items() if key in kept}


class _Kept(NamedTuple):
    """`until` is the end of the shared copy: a process that finds it keeps it to then, not for as long again."""

    made_under: str
    until: float
    value: Any


def _good(found: Mapping[str, _Kept | None], present: str, now: float) -> dict[str, _Kept]:
    return {key: one for key, one in found.items() if one and one.made_under == present and now < one.until}


def _hold(kept: Mapping[str, _Kept]) -> None:
    _held.update(kept)
    while len(_held) > MOST_HELD:
        _held.popitem(last=False)


_held: OrderedDict[str, _Kept] = OrderedDict()
