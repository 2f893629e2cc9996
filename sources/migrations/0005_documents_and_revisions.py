"""Received bytes are kept for good; sentences know which one they continue; a revision waits as a proposal."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

IMMUTABLE = """
CREATE TRIGGER received_file_immutable BEFORE UPDATE ON sources_receivedfile
  FOR EACH ROW EXECUTE FUNCTION sources_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_user_language"),
        ("jobs", "0002_debris"),
        ("sources", "0004_sentence_start_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="sentence",
            name="came_from",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="sources.sentence",
            ),
        ),
        migrations.AddField(
            model_name="sourceversion",
            name="extraction",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name="sourceversion",
            name="file_name",
            field=models.CharField(blank=True, db_default="", default="", max_length=255),
        ),
        migrations.CreateModel(
            name="ReceivedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("data", models.BinaryField()),
                ("size", models.PositiveBigIntegerField()),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.project"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("data", models.BinaryField(null=True)),
                ("received_sha256", models.CharField(max_length=64)),
                ("received_bytes", models.BigIntegerField()),
                ("file_name", models.CharField(blank=True, default="", max_length=255)),
                ("format", models.CharField(blank=True, default="", max_length=24)),
                ("encoding", models.CharField(blank=True, default="", max_length=16)),
                ("extraction", models.JSONField(default=dict)),
                ("text", models.TextField(null=True)),
                ("slices", models.JSONField(null=True)),
                ("notes", models.JSONField(default=list)),
                ("problem", models.TextField(blank=True, default="")),
                ("back_to", models.PositiveIntegerField(null=True)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="sources.sourceversion",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="jobs.job",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.coder",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.project"
                    ),
                ),
                (
                    "published",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="sources.sourceversion",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="sources.source",
                    ),
                ),
                (
                    "received",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.receivedfile",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="sourceversion",
            name="received",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sources.receivedfile",
            ),
        ),
        migrations.AddConstraint(
            model_name="receivedfile",
            constraint=models.UniqueConstraint(
                fields=("project", "sha256"), name="received_file_once_per_project"
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["created_at"], name="proposal_age"),
        ),
        migrations.RunSQL(IMMUTABLE, "DROP TRIGGER received_file_immutable ON sources_receivedfile"),
    ]
