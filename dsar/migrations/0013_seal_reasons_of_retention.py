"""Reasons of retention move from plain words to sealed ones, each under a key of its own."""

from django.db import migrations

from dsar.foundation.keys import create_data_key


def seal(apps, schema_editor):
    """What is told already is sealed; the key is made by the service, whose table this step does not change."""
    task = apps.get_model("dsar", "RetentionTask")
    for row in task.objects.exclude(why="").iterator():
        row.key_id = create_data_key().pk
        row.words = row.why
        row.save(update_fields=["key", "words"])


class Migration(migrations.Migration):
    dependencies = [
        ("dsar", "0012_rights_and_periods"),
    ]

    operations = [
        migrations.RunPython(seal, migrations.RunPython.noop, elidable=True),
    ]
