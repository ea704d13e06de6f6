"""The rooms up to booking and nothing above them: what booking costs by itself, without pages that listen to it."""

from config.settings.test import *  # noqa: F403 - settings modules extend one another by design

INSTALLED_APPS = [
    "people",
    "outbox",
    "booking",
    # The sign-in is part of people.
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.usersessions",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django.contrib.postgres",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
]
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
OUTBOX_SUBSCRIBERS: dict[str, list[str]] = {}
