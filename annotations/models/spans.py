"""What every tag has, and the simplest of them: a mention of an actor."""

from django.db import models
from django.db.models.functions import Now

from accounts.models import Coder
from codebook.models import Actor

from .sets import AnnotationSet


def whole_or_no_span(part: str) -> models.Q:
    """Both offsets of a further span, in order, or neither. A comparison with null alone would let half a span pass."""
    start, end = f"{part}_start", f"{part}_end"
    neither = models.Q(**{f"{start}__isnull": True, f"{end}__isnull": True})
    both = models.Q(**{f"{start}__isnull": False, f"{end}__isnull": False, f"{start}__lt": models.F(end)})
    return neither | both


class Span(models.Model):
    """What every tag has: its set, the client's id, the version for conflicts, the words it stands on.

    `version` is the number of the revision that last touched the tag, so it never repeats within a set. That no two
    tags are twins is looked at when a request is complete: two tags may change places within one.
    """

    annotation_set = models.ForeignKey(AnnotationSet, on_delete=models.CASCADE)
    uid = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    note = models.TextField(blank=True, default="", db_default="")
    created_by = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True


class ActorTag(Span):
    """A mention, linked to the registry or not yet."""

    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, null=True, related_name="mentions")

    class Meta:
        default_related_name = "actor_tags"
        constraints = [
            models.UniqueConstraint(fields=["annotation_set", "uid"], name="actor_tag_uid"),
            models.UniqueConstraint(
                fields=["annotation_set", "start", "end", "actor"],
                nulls_distinct=False,
                deferrable=models.Deferrable.DEFERRED,
                name="actor_tag_no_twin",
            ),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="actor_tag_not_empty"),
        ]
        indexes = [models.Index(fields=["actor", "-id"], name="actor_tag_mentions")]
