"""What all pages share is kept no longer than it says, however many processes keep it."""

import pytest
from django.core.cache import cache

from cms import generation


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()
    generation._held.clear()


def test_another_process_keeps_no_longer_than_the_first(monkeypatch):
    clock, made = [1_000_000.0], []
    monkeypatch.setattr("time.time", lambda: clock[0])

    def build():
        made.append(clock[0])
        return len(made)

    assert generation.remember("part", build, seconds=300) == 1
    clock[0] += 299
    generation._held.clear()  # another process, which finds the shared copy
    assert generation.remember("part", build, seconds=300) == 1
    clock[0] += 2
    assert generation.remember("part", build, seconds=300) == 2
    assert made == [1_000_000.0, 1_000_301.0]


def test_a_new_generation_makes_it_anew_at_once(db, django_capture_on_commit_callbacks):
    made = []
    assert generation.remember("part", lambda: made.append(1) or len(made)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        generation.begin()

    assert generation.remember("part", lambda: made.append(1) or len(made)) == 2


def test_only_what_is_missing_is_made(db):
    asked = []

    def build(missing):
        asked.append(missing)
        return {name: name.upper() for name in missing if name != "nobody"}

    assert generation.remember_each("part:", ["a", "b"], build) == {"a": "A", "b": "B"}
    assert generation.remember_each("part:", ["c", "nobody", "a"], build) == {"c": "C", "a": "A"}
    generation._held.clear()  # another process
    assert list(generation.remember_each("part:", ["b", "c"], build)) == ["b", "c"]
    assert asked == [["a", "b"], ["c", "nobody"]]


def test_a_request_asks_for_the_generation_once_and_sees_its_own_change(
    db, django_capture_on_commit_callbacks
):
    before = generation.current()
    with generation.read_once():
        generation.current()
        cache.set(generation.KEY, "from another process")
        assert generation.current() == before
        with django_capture_on_commit_callbacks(execute=True):
            generation.begin()
        assert generation.current() not in (before, "from another process")
    assert generation.current() == cache.get(generation.KEY)


def test_the_oldest_give_way(db, monkeypatch):
    monkeypatch.setattr(generation, "MOST_HELD", 2)
    generation.remember_each("", ["a", "b", "c"], lambda missing: dict.fromkeys(missing, 1))

    assert list(generation._held) == ["b", "c"]
