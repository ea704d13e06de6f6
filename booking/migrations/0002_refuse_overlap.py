"""The database itself refuses two overlapping commitments of one resource.

PostgreSQL: an exclusion constraint over (resource, range). SQLite, where writers are serial: triggers.
"""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

EXCLUSION = """
    ALTER TABLE booking_commitment ADD CONSTRAINT booking_commitment_no_overlap
    EXCLUDE USING gist (resource_id WITH =, tstzrange(start, "end", '[)') WITH &&)
"""

# A commitment lasts at most a day (booking_commitment_length), so a short range of the index is searched. Django
# stores UTC as text that sorts by time; datetime() would drop microseconds, hence the second day's margin.
OVERLAP = """
    CREATE TRIGGER booking_commitment_no_overlap_{event} BEFORE {event} ON booking_commitment
    WHEN EXISTS (
        SELECT 1 FROM booking_commitment AS other
        WHERE other.resource_id = NEW.resource_id AND other.id IS NOT NEW.id
          AND other.start > datetime(NEW.start, '-2 days')
          AND other.start < NEW."end" AND other."end" > NEW.start
    )
    BEGIN SELECT RAISE(ABORT, 'booking_commitment_no_overlap'); END
"""


def refuse_overlap(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(EXCLUSION)
    else:
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(OVERLAP.format(event=event))


def allow_overlap(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE booking_commitment DROP CONSTRAINT booking_commitment_no_overlap")
    else:
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(f"DROP TRIGGER booking_commitment_no_overlap_{event}")


class Migration(migrations.Migration):
    dependencies = [("booking", "0001_initial")]

    operations = [BtreeGistExtension(), migrations.RunPython(refuse_overlap, allow_overlap)]
