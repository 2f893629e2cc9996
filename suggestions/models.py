"""Suggestions are computed and never kept; what is kept is that a person did not want one."""

from django.db import models
from django.db.models.functions import Now

from accounts.models import Coder, Project
from sources.models import Source

from .engine.proposals import KINDS


class Rejection(models.Model):
    """A coder rejected a suggestion on a sentence: it is not offered there again.

    The sentence is named by its source and the sha256 of its words, so a rejection outlives a new cut or a new
    version that leaves the words alone. `key` is `Suggestion.key`; `phrase` its words, folded: what many sentences of
    the project rejected is offered no more (see `learned.demoted_in`). `layer` as in AnnotationSet: what a coder
    rejects in a blind layer is kept from the team.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    sentence_sha256 = models.CharField(max_length=64)
    layer = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=32)
    phrase = models.CharField(max_length=120)
    rejected_by = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "sentence_sha256", "layer", "key"],
                nulls_distinct=False,
                name="rejection_once_per_sentence",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="rejection_kind_known"),
        ]
        indexes = [
            models.Index(
                fields=["project", "kind", "phrase"],
                condition=models.Q(layer__isnull=True),
                name="rejection_phrase",
            )
        ]
