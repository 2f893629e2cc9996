"""The unit of work, locking and approval: one sentence in one layer."""

from django.db import models
from django.db.models.functions import Now

from accounts.models import Coder, Project
from annotations.states import STATES
from sources.models import Sentence, Source

from .choices import OUTCOMES


class AnnotationSet(models.Model):
    """The unit of work, locking and approval: one sentence in one layer.

    `layer` is null for the team's shared layer, else the coder whose blind layer it is. A sentence without a row was
    not read. `revision` is the number of the newest Revision. `approved_revision` is what data sets read; it stays
    while a newer round is open. `status_version` is the revision that last marked the set. When sentences were merged,
    `absorbed_by` is the set that took over the tags: this one keeps its history and is shown to nobody. A set whose
    sentence a revision removed absorbed itself. `anchor_score` is the least score (`anchoring`) with which the last
    revision of the source that changed its sentence placed its tags, null when none did.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="annotation_sets")
    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, related_name="annotation_sets")
    layer = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=0, db_default=0)
    state = models.CharField(max_length=16, default="draft", db_default="draft")
    round = models.PositiveIntegerField(default=1, db_default=1)
    outcome = models.CharField(max_length=16, default="open", db_default="open")
    question = models.TextField(blank=True, default="", db_default="")
    status_version = models.PositiveIntegerField(default=0, db_default=0)
    approved_revision = models.ForeignKey("Revision", on_delete=models.PROTECT, null=True, related_name="+")
    last_author = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    absorbed_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    anchor_score = models.FloatField(null=True)
    submitted_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sentence", "layer"], nulls_distinct=False, name="set_once_per_layer"
            ),
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="set_state_known"),
            models.CheckConstraint(condition=models.Q(outcome__in=OUTCOMES), name="set_outcome_known"),
        ]
        indexes = [
            models.Index(
                fields=["project", "submitted_at", "id"],
                condition=models.Q(state__in=["submitted", "approved_once"]),
                name="set_queue",
            ),
            models.Index(fields=["source", "state"], name="set_source_state"),
            models.Index(
                fields=["project", "id"],
                condition=models.Q(approved_revision__isnull=False),
                name="set_approved",
            ),
            models.Index(
                fields=["project", "-updated_at", "-id"],
                condition=~models.Q(question=""),
                name="set_questions",
            ),
            models.Index(
                fields=["last_author", "id"], condition=models.Q(state="returned"), name="set_returned"
            ),
        ]
