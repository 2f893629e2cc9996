"""A sentence is found by where it starts: with an index, a cut costs the same plan on every database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0003_immutable"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="sentence",
            constraint=models.UniqueConstraint(fields=("version", "start"), name="sentence_start_once"),
        ),
    ]
