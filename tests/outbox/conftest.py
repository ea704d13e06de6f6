from datetime import UTC, datetime, timedelta

import pytest

from outbox.services import deliver_due
from tests.outbox import receivers

NOW = datetime(2030, 3, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clean_receivers():
    receivers.received.clear()
    receivers.behaviour.clear()


@pytest.fixture(autouse=True)
def subscribers(settings):
    settings.OUTBOX_SUBSCRIBERS = {
        "local": [f"{receivers.PATH}.here"],
        "chained": [f"{receivers.PATH}.here_and_on"],
        "echo": [f"{receivers.PATH}.here"],
        "remote": [f"{receivers.PATH}.north"],
        "branch": [f"{receivers.PATH}.by_branch"],
        "both": [f"{receivers.PATH}.here", f"{receivers.PATH}.north"],
        "gone": [f"{receivers.PATH}.no_such_function_any_more", f"{receivers.PATH}.here"],
    }
    return settings.OUTBOX_SUBSCRIBERS


@pytest.fixture
def now(monkeypatch):
    """Messages are published at this moment."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return NOW


@pytest.fixture
def deliver():
    """Deliver all that is due at the moment, as a worker's lanes do."""

    def deliver_everything(at: datetime) -> int:
        total = 0
        while attempted := deliver_due(now=at):
            total += attempted
            at += timedelta(milliseconds=1)
        return total

    return deliver_everything
