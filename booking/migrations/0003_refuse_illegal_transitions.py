"""The database refuses what `booking.transitions` does not know: a state changed by hand, a script, an older process.

A change of the table needs a migration of its own; tests/booking/test_transitions.py compares the two.
"""

from django.db import migrations

WAYS = """
    proposed>pending proposed>booked proposed>cancelled proposed>waitlist
    waitlist>proposed waitlist>booked waitlist>cancelled
    pending>booked pending>cancelled
    booked>pending booked>arrived booked>checked-in booked>fulfilled booked>noshow booked>cancelled
    checked-in>arrived checked-in>fulfilled checked-in>cancelled
    arrived>fulfilled arrived>cancelled
    proposed>entered-in-error waitlist>entered-in-error pending>entered-in-error booked>entered-in-error
    checked-in>entered-in-error arrived>entered-in-error fulfilled>entered-in-error cancelled>entered-in-error
    noshow>entered-in-error
""".split()
ALLOWED = ", ".join(f"'{way}'" for way in WAYS)

POSTGRESQL = f"""
    CREATE FUNCTION booking_check_appointment_way() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.status || '>' || NEW.status NOT IN ({ALLOWED}) THEN
            RAISE EXCEPTION 'booking_appointment_way: % > %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER booking_appointment_way BEFORE UPDATE OF status ON booking_appointment
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION booking_check_appointment_way();
"""

SQLITE = f"""
    CREATE TRIGGER booking_appointment_way BEFORE UPDATE OF status ON booking_appointment
    WHEN OLD.status IS NOT NEW.status AND OLD.status || '>' || NEW.status NOT IN ({ALLOWED})
    BEGIN SELECT RAISE(ABORT, 'booking_appointment_way'); END
"""


def guard(apps, schema_editor):
    # Without parameters a per cent sign is a per cent sign.
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE, params=None)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION booking_check_appointment_way() CASCADE")
    else:
        schema_editor.execute("DROP TRIGGER booking_appointment_way")


class Migration(migrations.Migration):
    dependencies = [("booking", "0002_refuse_overlap")]

    operations = [migrations.RunPython(guard, unguard)]
