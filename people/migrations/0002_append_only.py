from django.db import migrations

from people import append_only


class Migration(migrations.Migration):
    """The trails and the consent texts refuse update and delete in the database itself."""

    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: append_only.install(schema_editor.connection),
            lambda apps, schema_editor: append_only.remove(schema_editor.connection),
        )
    ]
