"""What a change of a codebook did to each set."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0009_mentions_are_found"),
        ("codebook", "0002_schemes_in_full"),
    ]

    operations = [
        migrations.CreateModel(
            name="Recoding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("left", models.JSONField(default=list)),
                (
                    "annotation_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="annotations.annotationset",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recodings",
                        to="codebook.codebookchange",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="annotations.revision",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("left", []), _negated=True),
                        fields=["change", "id"],
                        name="recoding_left",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("change", "annotation_set"), name="recoding_once")
                ],
            },
        ),
    ]
