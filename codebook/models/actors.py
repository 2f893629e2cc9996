"""The registry of actors: who is known to a project, and under which names."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from accounts.models import Coder, Project

ACTOR_KINDS = (
    "state", "government", "party", "armed_group", "security_force", "court", "organisation", "media",
    "community", "person", "other",
)  # fmt: skip
ALIAS_KINDS = ("official", "acronym", "transliteration", "former", "nickname", "descriptive")


class Actor(models.Model):
    """Someone or something that acts, known to one project. Merging redirects; nothing is deleted."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="actors")
    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=24, default="other")
    country = models.CharField(max_length=2, blank=True, default="")
    wikidata = models.CharField(max_length=20, blank=True, default="")
    description = models.TextField(blank=True, default="")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ACTOR_KINDS), name="actor_kind_known"),
            models.CheckConstraint(
                condition=models.Q(wikidata="") | models.Q(wikidata__regex=r"^Q[1-9]\d*$"),
                name="actor_wikidata_wellformed",
            ),
            models.CheckConstraint(
                condition=models.Q(country="") | models.Q(country__regex=r"^[A-Z]{2}$"),
                name="actor_country_wellformed",
            ),
        ]
        indexes = [models.Index(fields=["project", "label"], name="actor_project_label")]

    def __str__(self) -> str:
        return self.label

    @property
    def kind_words(self) -> str:
        """The kind as a page shows it."""
        return self.kind.replace("_", " ")


class Alias(models.Model):
    """A name an actor goes by. Not unique: two actors may share one, and the person is shown both."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="aliases")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=200)
    normalised = models.CharField(max_length=200)
    trigrams = ArrayField(models.CharField(max_length=3), default=list)
    language = models.CharField(max_length=12, blank=True, default="")
    kind = models.CharField(max_length=16, default="official")

    class Meta:
        verbose_name_plural = "aliases"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ALIAS_KINDS), name="alias_kind_known"),
            models.UniqueConstraint(fields=["actor", "normalised", "language"], name="alias_once_per_actor"),
        ]
        indexes = [
            models.Index(
                fields=["project", "normalised"],
                name="alias_project_prefix",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
            GinIndex(fields=["trigrams"], name="alias_trigrams"),
        ]
