"""Tags that a revision of their source left without words: a worklist, so that none is ever lost."""

from typing import Final

from django.db import models
from django.db.models.functions import Now

from accounts.models import Coder, Project
from sources.models import Sentence, Source, SourceVersion

from .choices import KINDS
from .sets import AnnotationSet

REASONS: Final = ("removed", "changed", "twin")
"""Its sentence is gone; its words are not in the changed sentence; another tag says the same there now."""
ORPHAN_STATES: Final = ("open", "placed", "discarded", "returned")
"""Waiting; placed by a person; given up by a person, who says why; its words came back with a later revision."""


class OrphanTag(models.Model):
    """A tag that was taken off its set because its words are not there any more, with all that places it again.

    `value` is the tag's whole value in `sentence`, whose words never change. `score` is that of the best place found in
    the sentence that took over, 0 when there is none. `links` are what pointed at the tag from tags that stayed:
    {"tag": uid, "participant": {...}} of an event, {"tag": uid, "parent": true} of a nested claim; placing the tag in
    their set restores them. `made_by` made the tag, `author` touched it last since the last approval, null when nobody
    did: whoever places it elsewhere does not make the author a stranger to it (four eyes).
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    annotation_set = models.ForeignKey(AnnotationSet, on_delete=models.CASCADE, related_name="orphans")
    layer = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(SourceVersion, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    uid = models.UUIDField()
    value = models.JSONField()
    links = models.JSONField(default=list)
    reason = models.CharField(max_length=8)
    score = models.FloatField(default=0)
    made_by = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, default="open", db_default="open")
    placed_in = models.ForeignKey(AnnotationSet, on_delete=models.CASCADE, null=True, related_name="+")
    placed_revision = models.PositiveIntegerField(null=True)
    resolved_by = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=500, blank=True, default="", db_default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["annotation_set", "uid"], condition=models.Q(state="open"), name="orphan_open_once"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="orphan_kind_known"),
            models.CheckConstraint(condition=models.Q(reason__in=REASONS), name="orphan_reason_known"),
            models.CheckConstraint(condition=models.Q(state__in=ORPHAN_STATES), name="orphan_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state="discarded")
                | (models.Q(resolved_by__isnull=False) & ~models.Q(why="")),
                name="orphan_discarded_with_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="placed") | models.Q(placed_in__isnull=False),
                name="orphan_placed_somewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-id"], condition=models.Q(state="open"), name="orphan_worklist"),
            models.Index(fields=["source", "state"], name="orphan_of_source"),
        ]
