"""Data sets and their immutable releases."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django_celery_beat.models import PeriodicTask

from accounts.models import Coder, Project
from jobs.models import Job


class Dataset(models.Model):
    """A saved definition of what leaves the project: which formats, and when by itself."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="datasets")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    formats = ArrayField(models.CharField(max_length=16))
    schedule = models.OneToOneField(
        PeriodicTask, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "slug"], name="dataset_slug_once_per_project")
        ]

    def __str__(self) -> str:
        return self.title


class Release(models.Model):
    """One immutable version of a data set. Visible once `published_at` is set, by one last transaction."""

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
