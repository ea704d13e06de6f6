"""Counters that hold under parallel requests: how often something was asked for since it was first asked for.

A cache whose increment is atomic (Redis, local memory) counts in the cache; with Django's database cache, whose
increment reads and writes in two steps, one SQL statement on a table of ours counts instead.
"""

import logging
import time
from collections.abc import Iterable

from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, connection
from redis.exceptions import RedisError

from people.keyed_hash import keyed_hash
from people.models import RateCounter

log = logging.getLogger(__name__)


def allow(scope: str, key: str, limit: int, seconds: int) -> bool:
    """Count one more and say whether it is within `limit` for the `seconds` since the first one.

    Fails closed: when the counter cannot be reached nothing is allowed.
    """
    # The key is a phone number or an address, which must not stand in the cache.
    counter = f"limit:{scope}:{seconds}:{keyed_hash('limit/v1', key).hex()[:32]}"
    try:
        return _increment(counter, seconds) <= limit
    except (RedisError, DatabaseError, OSError):
        log.exception("The counter of %s is out of reach: refusing", scope)
        return False


def allow_all(scope: str, key: str, limits: Iterable[tuple[int, int]]) -> bool:
    """Count against several (limit, seconds) and say whether all of them hold.

    Shortest first: what a minute refuses does not use up the hour.
    """
    return all(allow(scope, key, limit, seconds) for limit, seconds in limits)


def forget_expired() -> None:
    """Periodic work: drop the counters whose time is over."""
    RateCounter.objects.filter(expires__lt=int(time.time())).delete()


def _increment(counter: str, seconds: int) -> int:
    if isinstance(caches["default"], DatabaseCache):
        return _increment_row(counter, seconds)
    cache.add(counter, 0, timeout=seconds)
    try:
        return cache.incr(counter)
    except ValueError:
        # It expired between the two calls, so this is the first of the next period.
        cache.add(counter, 1, timeout=seconds)
        return 1


def _increment_row(counter: str, seconds: int) -> int:
    now = int(time.time())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_ratecounter (counter, hits, expires) VALUES (%s, 1, %s) "
            "ON CONFLICT (counter) DO UPDATE SET "
            "hits = CASE WHEN people_ratecounter.expires <= %s THEN 1 ELSE people_ratecounter.hits + 1 END, "
            "expires = CASE WHEN people_ratecounter.expires <= %s THEN excluded.expires "
            "ELSE people_ratecounter.expires END RETURNING hits",
            [counter, now + seconds, now, now],
        )
        (hits,) = cursor.fetchone()
    return int(hits)
