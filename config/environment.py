"""What the settings read from the process environment, with one error that names everything missing."""

import os
from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def require(names: Iterable[str]) -> dict[str, str]:
    """Return the named variables; raise once, naming every one that is missing or empty."""
    wanted = tuple(names)
    missing = [name for name in wanted if not os.environ.get(name)]
    if missing:
        raise ImproperlyConfigured("Missing environment variables: " + ", ".join(missing))
    return {name: os.environ[name] for name in wanted}


def flag(name: str, *, default: bool = False) -> bool:
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def database(url: str) -> dict[str, Any]:
    """Django's dictionary for `sqlite:////absolute/path` or `postgres://user:password@host:port/name?option=value`."""
    parts = urlsplit(url)
    match parts.scheme:
        case "sqlite":
            return _sqlite(unquote(parts.path)[1:] or ":memory:")
        case "postgres" | "postgresql":
            return _postgres(
                parts.path, parts.username, parts.password, parts.hostname, parts.port, parts.query
            )
    raise ImproperlyConfigured(
        f"DATABASE_URL: unknown scheme {parts.scheme!r}; sqlite and postgres are supported"
    )


def _sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # Writers are serial in SQLite: taking the write lock at BEGIN makes them queue here instead of
            # failing half-way with "database is locked", and WAL lets readers go on meanwhile.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def _postgres(
    path: str, user: str | None, password: str | None, host: str | None, port: int | None, query: str
) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(path.lstrip("/")),
        "USER": unquote(user or ""),
        "PASSWORD": unquote(password or ""),
        "HOST": host or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # A search or a booking is the same few statements again and again: the server plans each once per connection.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5} | dict(parse_qsl(query)),
    }


def mail(url: str) -> dict[str, Any]:
    """Django's mail settings for `smtp://user:password@host:587?tls=true` (STARTTLS), `smtps://…:465` (TLS from the start),
    or a provider's own interface through Anymail: `anymail://mailgun?api_key=…`, with Anymail's names of its settings.
    """
    parts = urlsplit(url)
    if parts.scheme == "anymail" and parts.hostname:
        return _anymail(parts.hostname, dict(parse_qsl(parts.query)))
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL: expected smtp://user:password@host:port, smtps://… or anymail://provider?…"
        )
    implicit_tls = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if implicit_tls else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": implicit_tls,
        "EMAIL_USE_TLS": not implicit_tls and dict(parse_qsl(parts.query)).get("tls") == "true",
        "EMAIL_TIMEOUT": 20,
    }


def _anymail(provider: str, given: dict[str, str]) -> dict[str, Any]:
    # Found, not imported: its modules read the settings that are being made here.
    if find_spec(f"anymail.backends.{provider}") is None:
        raise ImproperlyConfigured(f"EMAIL_URL: Anymail has no provider {provider!r}")
    return {
        "EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend",
        "ANYMAIL": {f"{provider}_{name}".upper(): value for name, value in given.items()},
        "EMAIL_TIMEOUT": 20,
    }
