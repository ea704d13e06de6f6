"""Counters that hold when everybody comes at once."""

import threading
import time

import pytest
from django.core.cache import cache
from django.db import connection

from people import rate_limits
from people.models import RateCounter

DATABASE_CACHE = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "unused"}}


@pytest.fixture(params=["cache", "database"])
def counters(request, settings, db):
    """The suite's cache, and our own table that replaces a database cache."""
    if request.param == "database":
        settings.CACHES = DATABASE_CACHE
    return request.param


@pytest.fixture
def fresh_counters():
    """Not the room's own: the database cache of these tests has no table to clear."""


def test_limit_is_reached_exactly(counters):
    assert [rate_limits.allow("test", "limit", 3, 60) for _ in range(5)] == [True, True, True, False, False]


def test_keys_and_scopes_count_apart(counters):
    assert rate_limits.allow("test", "a", 1, 60)
    assert rate_limits.allow("test", "b", 1, 60)
    assert rate_limits.allow("other", "a", 1, 60)
    assert not rate_limits.allow("test", "a", 1, 60)


def test_all_limits_have_to_hold(counters):
    limits = [(1, 60), (2, 3600)]

    assert [rate_limits.allow_all("test", "all", limits) for _ in range(3)] == [True, False, False]


def test_counting_begins_anew_when_the_time_is_over(db, settings, monkeypatch):
    settings.CACHES = DATABASE_CACHE
    now = time.time()
    monkeypatch.setattr(rate_limits.time, "time", lambda: now)
    assert [rate_limits.allow("test", "anew", 1, 60) for _ in range(2)] == [True, False]

    now += 59
    assert not rate_limits.allow("test", "anew", 1, 60)
    now += 1
    assert [rate_limits.allow("test", "anew", 1, 60) for _ in range(2)] == [True, False]

    now += 61
    rate_limits.forget_expired()
    assert not RateCounter.objects.exists()


def test_key_is_not_readable_in_the_counter(db, settings):
    settings.CACHES = DATABASE_CACHE

    rate_limits.allow("test", "+79160000001", 1, 60)

    assert "9160000001" not in RateCounter.objects.get().counter


def test_counter_out_of_reach_refuses(settings, caplog):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }

    assert not rate_limits.allow("test", "down", 5, 60)
    assert "refusing" in caplog.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("store", ["cache", "database"])
def test_eighty_at_once_get_no_more_than_the_limit(settings, store):
    if store == "database":
        if connection.vendor == "sqlite" and connection.is_in_memory_db():
            pytest.skip("an in-memory database has one connection")
        settings.CACHES = DATABASE_CACHE
    else:
        cache.clear()
    allowed = []
    start = threading.Barrier(8)

    def ask():
        start.wait()
        try:
            allowed.extend(rate_limits.allow("test", "crowd", 5, 60) for _ in range(10))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(allowed), sum(allowed)) == (80, 5)
