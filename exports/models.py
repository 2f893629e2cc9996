"""Data sets and their immutable releases."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django_celery_beat.models import PeriodicTask

from accounts.models import Coder, Project
from jobs.models import Job

TEXT_POLICIES = ("all", "permitted")


class Dataset(models.Model):
    """A saved definition of what leaves the project: which formats, with which texts, and when by itself.

    `text` is `all` for the team's own copy, which then says that it is internal, or `permitted`: only what each
    source's rights allow. `scheduled_through` is the instant up to which the schedule has been served.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="datasets")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    formats = ArrayField(models.CharField(max_length=16))
    text = models.CharField(max_length=12, default="all", db_default="all")
    schedule = models.OneToOneField(
        PeriodicTask, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    scheduled_through = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "slug"], name="dataset_slug_once_per_project"),
            models.CheckConstraint(condition=models.Q(text__in=TEXT_POLICIES), name="dataset_text_known"),
        ]

    def __str__(self) -> str:
        return self.title


class Release(models.Model):
    """One immutable version of a data set: files in `folder`, described by `manifest`.

    The row is written by the transaction that publishes it, after the files are on disk; there is no half of one.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="releases")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="release")
    requested_by = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    folder = models.CharField(max_length=200, blank=True, default="")
    manifest = models.JSONField(null=True)
    sentence_count = models.PositiveIntegerField(null=True)
    tag_count = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dataset", "number"], name="release_number_once")]

    @property
    def files(self) -> list[dict[str, Any]]:
        """The data files as the manifest lists them: name, format, bytes, rows, sha256."""
        files: list[dict[str, Any]] = (self.manifest or {}).get("files", [])
        return files

    @property
    def is_internal(self) -> bool:
        """Whether it holds texts that may not be republished."""
        return bool((self.manifest or {}).get("internal"))
