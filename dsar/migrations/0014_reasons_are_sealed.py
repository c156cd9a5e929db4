from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dsar", "0013_seal_reasons_of_retention"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="retentiontask",
            name="what_is_kept_says_why_and_until_when",
        ),
        migrations.RemoveField(
            model_name="retentiontask",
            name="why",
        ),
        migrations.AddConstraint(
            model_name="retentiontask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "kept"), _negated=True),
                    models.Q(("keep_until__isnull", False), ("key__isnull", False)),
                    _connector="OR",
                ),
                name="what_is_kept_says_why_and_until_when",
            ),
        ),
    ]
