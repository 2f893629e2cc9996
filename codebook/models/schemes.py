"""Code schemes as versioned data."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from accounts.models import Project


class Codebook(models.Model):
    """One immutable version of a code scheme. `project` is null for the schemes shipped with Attest."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, related_name="own_codebooks")
    slug = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    credit = models.TextField(blank=True, default="")
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "slug", "version"], nulls_distinct=False, name="codebook_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug} v{self.version}"


class Code(models.Model):
    """A type of event in one codebook version."""

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="codes")
    value = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    definition = models.TextField(blank=True, default="")
    quad = models.CharField(max_length=24, blank=True, default="")
    modes = ArrayField(models.CharField(max_length=40), default=list)
    needs_recipient = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["codebook", "value"], name="code_once_per_codebook")]

    def __str__(self) -> str:
        return self.value


class Adoption(models.Model):
    """A project codes with this codebook version."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="adoptions")
    codebook = models.ForeignKey(Codebook, on_delete=models.PROTECT, related_name="adoptions")
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "codebook"], name="adoption_once"),
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(is_default=True), name="adoption_one_default"
            ),
        ]
