"""What else is known of a code: of a cue, where it counts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("codebook", "0004_registry_holds"),
    ]

    operations = [
        migrations.AddField(
            model_name="code",
            name="traits",
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
