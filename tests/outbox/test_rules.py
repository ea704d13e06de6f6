from datetime import timedelta

import pytest

from outbox.rules import pause_before_retry

FIVE_MINUTES = timedelta(minutes=5)


@pytest.mark.parametrize(
    ("attempts", "pause"),
    [(1, 5), (2, 10), (3, 20), (4, 40), (5, 60), (6, 60), (1000, 60)],
)
def test_pause_doubles_up_to_an_hour(attempts, pause):
    assert pause_before_retry(attempts, first=FIVE_MINUTES, jitter=0) == timedelta(minutes=pause)


@pytest.mark.parametrize(("jitter", "seconds"), [(-1, 270), (0, 300), (1, 330)])
def test_pause_varies_by_a_tenth(jitter, seconds):
    assert pause_before_retry(1, first=FIVE_MINUTES, jitter=jitter) == timedelta(seconds=seconds)


def test_first_pause_of_the_product_is_five_minutes(settings):
    assert settings.OUTBOX_RETRY_SECONDS == 300
