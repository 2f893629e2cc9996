"""The append-only history of everything people and jobs did, and who has been told of it."""

from django.db import models
from django.db.models.functions import Cast, Now


class Activity(models.Model):
    """One thing that happened. Plain columns, no foreign keys: history outlives its subjects.

    `actor_id` is the coder code's row (`accounts.Coder`) inside a project, never a person; null for the system and
    for account-wide events. Readers follow the cursor (xact, id) up to `pg_snapshot_xmin`: ids alone lose late commits.
    """

    at = models.DateTimeField(db_default=Now(), editable=False)
    xact = models.BigIntegerField(
        db_default=Cast(
            Cast(models.Func(function="pg_current_xact_id"), models.TextField()), models.BigIntegerField()
        ),
        editable=False,
    )
    project_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=64)
    target_kind = models.CharField(max_length=32)
    target_id = models.CharField(max_length=64)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    request_id = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name_plural = "activity"
        indexes = [
            models.Index(fields=["project_id", "xact", "id"], name="activity_project_cursor"),
            models.Index(fields=["target_kind", "target_id", "id"], name="activity_target"),
        ]


class Delivery(models.Model):
    """`consumer` has been told of `activity`."""

    activity = models.ForeignKey(Activity, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    consumer = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["activity", "consumer"], name="delivery_once_per_consumer")
        ]
