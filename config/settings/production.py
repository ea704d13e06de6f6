"""Reads every secret and address from the environment; a missing one stops the start and is named."""

import os

from config.environment import database, mail, require

from .base import *  # noqa: F403 - settings modules extend one another by design
from .base import LOGGING as BASE_LOGGING

_env = require(
    [
        "SECRET_KEY",
        "DATABASE_URL",
        "REDIS_URL",
        "ALLOWED_HOSTS",
        "PUBLIC_URL",
        "FIELD_KEK_RING",
        "BLIND_INDEX_KEY",
        "EMAIL_URL",
    ]
)

DEBUG = False
SECRET_KEY = _env["SECRET_KEY"]
ALLOWED_HOSTS = _env["ALLOWED_HOSTS"].split(",")
CSRF_TRUSTED_ORIGINS = [_env["PUBLIC_URL"]]
PUBLIC_URL = _env["PUBLIC_URL"]
WAGTAILADMIN_BASE_URL = PUBLIC_URL
globals().update(mail(_env["EMAIL_URL"]))
DATABASES = {"default": database(_env["DATABASE_URL"])}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _env["REDIS_URL"]}
}
FIELD_KEK_RING = _env["FIELD_KEK_RING"]
BLIND_INDEX_KEY = _env["BLIND_INDEX_KEY"]
# nginx overwrites X-Real-IP with the address of its own peer.
CLIENT_ADDRESS_HEADER = "HTTP_X_REAL_IP"
SEARCH_ENGINES_WELCOME = os.environ.get("SEARCH_ENGINES_WELCOME", "1") == "1"
INDEXNOW_KEY = os.environ.get("INDEXNOW_KEY", "")
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", _env["REDIS_URL"])
LOGGING = {
    **BASE_LOGGING,
    "formatters": {
        "without_values": {
            "()": "config.logs.WithoutValues",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "without_values"}},
}

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
