"""The registry of actors: who is known to a project, and under which names."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import MD5, Cast, Left, Now

from accounts.models import Coder, Project

from .windows import Window, window_constraints

ACTOR_KINDS = (
    "state", "government", "party", "armed_group", "security_force", "court", "organisation", "media",
    "community", "person", "other",
)  # fmt: skip
ACTOR_STATUSES = ("active", "dormant", "dissolved", "retired")
INTER_CODES = (1, 2, 3, 4, 5, 6, 7, 8)
ALIAS_KINDS = ("official", "acronym", "transliteration", "former", "nickname", "descriptive")


class Actor(Window):
    """Someone or something that acts, known to one project. Merging redirects; nothing is deleted.

    `key` names the actor in files: the team's own, or one made here. The window is the time in which it acts.
    `status` tells of the world (active, dormant, dissolved), or that the entry is no longer used (retired). `inter` is
    ACLED's code of the kind of actor, 1 to 8.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="actors")
    key = models.CharField(
        max_length=64, db_default=Left(MD5(Cast(RandomUUID(), models.TextField())), 16), blank=True
    )
    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=24, default="other")
    status = models.CharField(max_length=16, default="active", db_default="active")
    inter = models.PositiveSmallIntegerField(null=True)
    sectors = ArrayField(models.CharField(max_length=3), default=list, db_default=[])
    country = models.CharField(max_length=2, blank=True, default="")
    wikidata = models.CharField(max_length=20, blank=True, default="")
    ucdp = models.CharField(max_length=10, blank=True, default="", db_default="")
    description = models.TextField(blank=True, default="")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="actor_key_once"),
            models.CheckConstraint(condition=~models.Q(key=""), name="actor_key_given"),
            models.CheckConstraint(condition=models.Q(kind__in=ACTOR_KINDS), name="actor_kind_known"),
            models.CheckConstraint(condition=models.Q(status__in=ACTOR_STATUSES), name="actor_status_known"),
            models.CheckConstraint(
                condition=models.Q(inter__isnull=True) | models.Q(inter__in=INTER_CODES),
                name="actor_inter_known",
            ),
            models.CheckConstraint(
                condition=models.Q(wikidata="") | models.Q(wikidata__regex=r"^Q[1-9]\d*$"),
                name="actor_wikidata_wellformed",
            ),
            models.CheckConstraint(
                condition=models.Q(ucdp="") | models.Q(ucdp__regex=r"^[1-9]\d*$"),
                name="actor_ucdp_wellformed",
            ),
            models.CheckConstraint(
                condition=models.Q(country="") | models.Q(country__regex=r"^[A-Z]{2}$"),
                name="actor_country_wellformed",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="actor_not_merged_into_itself",
            ),
            *window_constraints("actor"),
        ]
        indexes = [
            models.Index(fields=["project", "label"], name="actor_project_label"),
            models.Index(
                fields=["project", "wikidata"],
                condition=~models.Q(wikidata=""),
                name="actor_project_wikidata",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def kind_words(self) -> str:
        """The kind as a page shows it."""
        return self.kind.replace("_", " ")


class Alias(Window):
    """A name an actor goes by. Not unique: two actors may share one, and the person is shown both.

    A retired name stays for history and finds nobody. `skeleton` and `keys` are the consonants of the name and of its
    words, the same for different transliterations (see `codebook.skeletons`); `trigrams` forgive typing errors.
    """

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="aliases")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=200)
    normalised = models.CharField(max_length=200)
    trigrams = ArrayField(models.CharField(max_length=3), default=list)
    skeleton = models.CharField(max_length=200, blank=True, default="", db_default="")
    keys = ArrayField(models.CharField(max_length=200), default=list, db_default=[])
    language = models.CharField(max_length=12, blank=True, default="")
    kind = models.CharField(max_length=16, default="official")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "aliases"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ALIAS_KINDS), name="alias_kind_known"),
            models.UniqueConstraint(fields=["actor", "normalised", "language"], name="alias_once_per_actor"),
            *window_constraints("alias"),
        ]
        indexes = [
            models.Index(
                fields=["project", "normalised"],
                name="alias_project_prefix",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
            models.Index(
                fields=["project", "skeleton"],
                name="alias_project_skeleton",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
            GinIndex(fields=["trigrams"], name="alias_trigrams"),
            GinIndex(fields=["keys"], name="alias_keys"),
        ]
