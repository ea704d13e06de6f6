"""Migrating an empty database takes most of a minute, so it is done once per state of the migrations.

What came out is kept: for SQLite as a file, for PostgreSQL as a template database. Both are named after the contents of all migration files;
a test session starts from the copy, and `migrate` finds nothing left to do.
"""

import os
import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import psycopg
from django.apps import apps
from django.db import connection

FOLDER = Path(__file__).resolve().parents[1] / "build" / "migrated"


def state_of_migrations() -> str:
    """A name for what `migrate` would do: twelve hexadecimal digits over the contents of every migration."""
    digest = sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label}/{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def start_from_copy() -> Iterator[None]:
    """Wrap around the creation of the test database: use the copy if there is one, leave one if there was none."""
    name = state_of_migrations()
    yield from (_sqlite if connection.vendor == "sqlite" else _postgresql)(name)


def _sqlite(name: str) -> Iterator[None]:
    kept = FOLDER / f"{name}.sqlite3"
    database = None
    if kept.exists():
        # A shared in-memory database lives as long as somebody is connected to it.
        database = sqlite3.connect(connection.creation._get_test_db_name(), uri=True)
        with sqlite3.connect(kept) as source:
            source.backup(database)
    yield
    if database is not None:
        database.close()
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    with sqlite3.connect(unfinished) as target:
        connection.connection.backup(target)
    unfinished.rename(kept)


def _postgresql(name: str) -> Iterator[None]:
    template = f"portal_migrated_{name}"
    with _maintenance() as server:
        exists = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone()
    test_settings = connection.settings_dict["TEST"]
    if exists:
        test_settings["TEMPLATE"] = template
    yield
    if exists:
        return
    source = connection.settings_dict["NAME"]
    connection.close()
    try:
        with _maintenance() as server:
            server.execute(f'CREATE DATABASE "{template}" TEMPLATE "{source}"')
    except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation, psycopg.errors.ObjectInUse):
        # Another test process was first.
        return


def _maintenance() -> psycopg.Connection:
    given = connection.settings_dict
    return psycopg.connect(
        host=given["HOST"],
        port=given["PORT"] or None,
        user=given["USER"],
        password=given["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    )
