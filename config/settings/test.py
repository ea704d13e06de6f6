"""Fast and closed: memory for mail and cache, a cheap hasher, SQLite unless DATABASE_URL names another."""

import os

from config.environment import database

from .base import *  # noqa: F403 - settings modules extend one another by design
from .base import INSTALLED_APPS, PORTS

SECRET_KEY = "tests only"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
DATABASES = {"default": database(os.environ.get("DATABASE_URL", "sqlite:///"))}
CACHES: dict[str, dict[str, str]] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if "REDIS_URL" in os.environ:
    # Parallel test processes share the server but no database of it: emptying a cache empties a whole database.
    server, first = os.environ["REDIS_URL"].rsplit("/", 1)
    number = int(first) + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"{server}/{number}",
    }
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Keys everybody can read, so that data survives restarts without an environment; production refuses them.
EXAMPLE_KEYS_ALLOWED = True
FIELD_KEK_RING = "dev:AKjj+gJNJtO9P43+X5e8TnjXTCF5XIC1QaHodyEID+k="
BLIND_INDEX_KEY = "S3pUU2D7qnIK1Qv2w6F8G0e19jjvI+8AAfTGErPBMzs="
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Unit tests need no built front end; browser tests build it first.
DJANGO_VITE = {"default": {"dev_mode": True}}

PORTS = {
    **PORTS,
    "people.CodeSender": "tests.people.doubles.send_code",
    "people.PatientHome": "tests.people.doubles.patient_home",
}
# The whole suite signs in from one address.
SIGN_IN_LIMITS = {"number": [(1, 60), (5, 3600)], "address": [(10_000, 3600)]}
STAFF_PASSWORD_LIMITS = {"address": [(10_000, 900)], "name": [(10, 900)]}
# Looks for files when asked instead of at start, so the collected folder need not be there.
WHITENOISE_AUTOREFRESH = True
