"""Undo knows what it undid, merged sets know who took over, and twins are looked for when a request is complete."""

import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0002_integrity"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="actortag",
            name="actor_tag_no_twin",
        ),
        migrations.RemoveConstraint(
            model_name="eventtag",
            name="event_tag_no_twin",
        ),
        migrations.RemoveConstraint(
            model_name="reliabilitytag",
            name="reliability_tag_no_twin",
        ),
        migrations.AddField(
            model_name="annotationset",
            name="absorbed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotations.annotationset",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="undoes",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="operation",
            name="revision",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="annotations.revision",
            ),
        ),
        migrations.AddConstraint(
            model_name="actortag",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("annotation_set", "start", "end", "actor"),
                name="actor_tag_no_twin",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="eventtag",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("annotation_set", "start", "end", "code"),
                name="event_tag_no_twin",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="reliabilitytag",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("annotation_set", "start", "end", "source_start", "source_end"),
                name="reliability_tag_no_twin",
                nulls_distinct=False,
            ),
        ),
    ]
