"""Exports of other tools on their way in, and what came of each."""

from django.db import models
from django.db.models.functions import Now

from accounts.models import Coder, Project
from jobs.models import Job
from sources.models import Source


class TagImport(models.Model):
    """One file with tags: received, looked at, mapped, imported.

    `data` is kept until it is imported, or for a week. `summary` is what the file holds (labels with counts and
    examples), `rules` what each label becomes, `report` what came of it, `leftovers` all that became no tag and
    `refusals` what could not be imported. People of the file are words in these, never members.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tag_imports")
    coder = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255, blank=True, default="")
    format = models.CharField(max_length=24)
    rights = models.CharField(max_length=8, default="none")
    data = models.BinaryField(null=True)
    received_sha256 = models.CharField(max_length=64)
    received_bytes = models.BigIntegerField()
    summary = models.JSONField(default=dict)
    rules = models.JSONField(default=dict)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    report = models.JSONField(null=True)
    leftovers = models.JSONField(default=list)
    refusals = models.JSONField(default=list)
    sources = models.ManyToManyField(Source, related_name="tag_imports")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["project", "-id"], name="tag_import_newest"),
            models.Index(
                fields=["created_at"], condition=models.Q(data__isnull=False), name="tag_import_age"
            ),
        ]
