"""Runs with no environment at all: SQLite, local files, the demonstration's channels."""

import os

from config.environment import database

from .base import *  # noqa: F403 - settings modules extend one another by design
from .base import INSTALLED_APPS, NOTIFICATION_CHANNELS, VAR_DIR

DEBUG = os.environ.get("DEBUG", "1") == "1"
SECRET_KEY = "development only: never a secret, refused by the production settings"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
INTERNAL_IPS = ["127.0.0.1"]
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]

VAR_DIR.mkdir(exist_ok=True)
DATABASES = {"default": database(os.environ.get("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"))}
# Shared by the web processes and the worker, so that rate limits hold without Redis.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_table"}}
# Keys everybody can read, so that data survives restarts without an environment; production refuses them.
EXAMPLE_KEYS_ALLOWED = True
FIELD_KEK_RING = "dev:AKjj+gJNJtO9P43+X5e8TnjXTCF5XIC1QaHodyEID+k="
BLIND_INDEX_KEY = "S3pUU2D7qnIK1Qv2w6F8G0e19jjvI+8AAfTGErPBMzs="
# What is sent is shown at /demo/messages/ and leaves the machine by no road.
EMAIL_BACKEND = "demo.channels.MailOnScreen"
NOTIFICATION_CHANNELS = {**NOTIFICATION_CHANNELS, "sms": "demo.channels.SmsOnScreen"}

PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://localhost:8000")
WAGTAILADMIN_BASE_URL = PUBLIC_URL
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# Three of the demonstration's branches run on simulated systems that listen on neighbouring ports.
_first_port = int(os.environ.get("DEMO_MIS_PORT", "8001"))
MIS_CONNECTIONS = {
    name: {
        "adapter": "integrations.fhir.scheduling.FhirScheduling",
        "base_url": f"http://127.0.0.1:{_first_port + number}/fhir",
        "state": VAR_DIR / "mis" / name,
    }
    for number, name in enumerate(("east", "north", "south"))
}
# The demonstration should not keep its visitor waiting five minutes for a retry.
OUTBOX_RETRY_SECONDS = 15
# Everybody comes from one address here, and plays one patient again and again.
SIGN_IN_LIMITS = {"number": [(1, 10), (60, 3600)], "address": [(600, 3600)]}
