import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from secrets import token_bytes, token_urlsafe

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection

from config.environment import database, mail, require

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = [
    "SECRET_KEY",
    "DATABASE_URL",
    "REDIS_URL",
    "ALLOWED_HOSTS",
    "PUBLIC_URL",
    "FIELD_KEK_RING",
    "BLIND_INDEX_KEY",
    "EMAIL_URL",
]


def random_key() -> str:
    return b64encode(token_bytes(32)).decode()


def start_with(settings: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": settings, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_names_every_missing_variable() -> None:
    run = start_with("config.settings.production", SECRET_KEY="x" * 50)

    assert run.returncode != 0
    assert "Missing environment variables: " + ", ".join(REQUIRED[1:]) in run.stderr


def test_dev_starts_without_any_environment(tmp_path: Path) -> None:
    run = start_with("config.settings.dev", VAR_DIR=str(tmp_path))

    assert run.returncode == 0, run.stderr


def test_require_counts_an_empty_variable_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_TEST_EMPTY", "")

    with pytest.raises(ImproperlyConfigured, match="PORTAL_TEST_EMPTY"):
        require(["PORTAL_TEST_EMPTY"])


@pytest.mark.parametrize(
    ("url", "engine", "name"),
    [
        ("sqlite:////var/lib/portal.sqlite3", "django.db.backends.sqlite3", "/var/lib/portal.sqlite3"),
        ("sqlite:///", "django.db.backends.sqlite3", ":memory:"),
        ("postgres://clinic:p%40ss@db:5433/portal", "django.db.backends.postgresql", "portal"),
    ],
)
def test_database_url_is_read(url: str, engine: str, name: str) -> None:
    read = database(url)

    assert (read["ENGINE"], read["NAME"]) == (engine, name)


def test_database_url_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="mysql"):
        database("mysql://root@localhost/portal")


@pytest.mark.parametrize(
    ("url", "port", "starttls", "implicit"),
    [
        ("smtp://portal:secret@mail.clinic.test:587?tls=true", 587, True, False),
        ("smtps://portal:secret@mail.clinic.test", 465, False, True),
    ],
)
def test_mail_url_is_read(url: str, port: int, starttls: bool, implicit: bool) -> None:
    read = mail(url)

    assert (read["EMAIL_HOST"], read["EMAIL_PORT"]) == ("mail.clinic.test", port)
    assert (read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"]) == (starttls, implicit)


@pytest.mark.parametrize("url", ["imap://mail.clinic.test", "smtp://", "anymail://pigeon_post?api_key=k"])
def test_mail_url_of_an_unknown_kind_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        mail(url)


def test_mail_goes_through_a_provider(settings) -> None:
    for name, value in mail("anymail://mailgun?api_key=s%26cret").items():
        setattr(settings, name, value)

    connection = get_connection()

    assert (type(connection).__module__, connection.api_key) == ("anymail.backends.mailgun", "s&cret")


def test_production_starts_with_everything_given() -> None:
    run = start_with(
        "config.settings.production",
        SECRET_KEY=token_urlsafe(50),
        DATABASE_URL="postgres://portal@127.0.0.1:5432/portal",
        REDIS_URL="redis://127.0.0.1:6379/0",
        ALLOWED_HOSTS="clinic.test",
        PUBLIC_URL="https://clinic.test",
        FIELD_KEK_RING=f"k1:{random_key()}",
        BLIND_INDEX_KEY=random_key(),
        EMAIL_URL="smtps://portal:secret@mail.clinic.test",
    )

    assert run.returncode == 0, run.stderr
