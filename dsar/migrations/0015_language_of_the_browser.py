from typing import Any

from django.db import migrations, models


def leave_it_to_the_browser(apps: Any, _schema_editor: Any) -> None:
    """English stood with everybody before there was a choice: nobody has chosen it."""
    apps.get_model("dsar", "User").objects.filter(language="en").update(language="")


class Migration(migrations.Migration):
    dependencies = [
        ("dsar", "0014_reasons_are_sealed"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="language",
            field=models.CharField(blank=True, default="", max_length=8),
        ),
        migrations.RunPython(leave_it_to_the_browser, migrations.RunPython.noop),
    ]
