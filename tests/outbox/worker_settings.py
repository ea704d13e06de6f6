"""An outbox alone on SQLite, for the worker that is killed."""

import os

from config.environment import database

SECRET_KEY = "tests only"
USE_TZ = True
INSTALLED_APPS = ["outbox"]
DATABASES = {"default": database(f"sqlite:///{os.environ['OUTBOX_DATABASE']}")}
OUTBOX_SUBSCRIBERS = {
    "remote": ["tests.outbox.house.outside"],
    "chained": ["tests.outbox.house.here"],
    "echo": ["tests.outbox.house.nothing"],
}
OUTBOX_RETRY_SECONDS = 1
OUTBOX_PROBE_SECONDS = 1
PERIODIC_JOBS: dict[str, tuple[str, int]] = {}
CELERY_BROKER_URL = ""
