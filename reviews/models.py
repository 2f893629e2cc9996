"""Submissions, decisions and who is looking at what."""

from django.db import models
from django.db.models.functions import Now

from accounts.models import Coder, Membership, Project
from annotations.models import AnnotationSet, Revision

UNDO_SECONDS = 10
VERBS = ("approve", "return", "retract")
REASONS = (
    "wrong_span", "wrong_type", "wrong_actor", "wrong_date", "missing_tag", "extra_tag", "attribution",
    "guideline", "other",
)  # fmt: skip


class Submission(models.Model):
    """A coder put one revision of a set before the reviewers."""

    annotation_set = models.ForeignKey(AnnotationSet, on_delete=models.CASCADE, related_name="submissions")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveIntegerField()
    submitted_by = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    withdrawn_at = models.DateTimeField(null=True)


class Decision(models.Model):
    """A reviewer's word on exactly one revision. Append-only: undoing it appends a retraction.

    The database refuses a decision by an author of any person-made revision since the last approval, or on anything but
    the current revision of a set in the queue; and a retraction by anyone else or after `UNDO_SECONDS`.
    """

    annotation_set = models.ForeignKey(AnnotationSet, on_delete=models.CASCADE, related_name="decisions")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveIntegerField()
    reviewer = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=8)
    reason = models.CharField(max_length=16, blank=True, default="")
    note = models.TextField(blank=True, default="")
    retracts = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="retraction")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(verb__in=VERBS), name="decision_verb_known"),
            models.CheckConstraint(
                condition=~models.Q(verb="return") | models.Q(reason__in=REASONS),
                name="decision_return_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(verb="retract", retracts__isnull=False)
                | (~models.Q(verb="retract") & models.Q(retracts__isnull=True)),
                name="decision_retraction_names_its_decision",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason="other") | ~models.Q(note__regex=r"^\s*$"),
                name="decision_other_has_note",
            ),
        ]
        indexes = [models.Index(fields=["annotation_set", "-id"], name="decision_newest")]


class Lease(models.Model):
    """A reviewer is looking at this set until `expires_at`; the queue offers it to nobody else meanwhile.

    It hangs on the seat, so it goes when the reviewer leaves the project.
    """

    annotation_set = models.OneToOneField(AnnotationSet, on_delete=models.CASCADE, related_name="lease")
    holder = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="leases")
    taken_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
