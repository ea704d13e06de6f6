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
