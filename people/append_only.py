"""Triggers that make a table append-only, whoever writes to it: services, the shell, an SQL console."""

from django.db.backends.base.base import BaseDatabaseWrapper

APPEND_ONLY_TABLES = ("people_accessevent", "people_auditevent", "people_consenttext")

_FUNCTION = """
CREATE OR REPLACE FUNCTION people_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Refuse UPDATE and DELETE (and TRUNCATE, where there is one) on the trails and the consent texts."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for table in APPEND_ONLY_TABLES:
            for statement in _create(connection.vendor, table):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: for undoing the migration, and for emptying a test database."""
    with connection.cursor() as cursor:
        for table in APPEND_ONLY_TABLES:
            for name in _names(connection.vendor, table):
                suffix = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{suffix}")


def _names(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [f"{table}_rows_stay", f"{table}_table_stays"]
    return [f"{table}_no_update", f"{table}_no_delete"]


def _create(vendor: str, table: str) -> list[str]:
    first, second = _names(vendor, table)
    if vendor == "postgresql":
        return [
            f"CREATE TRIGGER {first} BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION people_refuse_change()",
            f"CREATE TRIGGER {second} BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION people_refuse_change()",
        ]
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return [
        f"CREATE TRIGGER {first} BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {second} BEFORE DELETE ON {table} {refuse}",
    ]
