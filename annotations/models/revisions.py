"""What was done to a set, for ever: revisions, snapshots beside them, and the operations that were accepted."""

from django.db import models
from django.db.models.functions import Now

from accounts.models import Coder

from .choices import ORIGINS
from .sets import AnnotationSet


class Revision(models.Model):
    """One accepted request, for ever: its operations in canonical form, who, from where and why.

    `operations` is {"operations": [entry, ...]}, each with the value before and after, so a revision can be replayed
    and inverted by itself. `undoes` is the number of the revision that this one takes back; undoing an undo is a redo.
    """

    annotation_set = models.ForeignKey(AnnotationSet, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    round = models.PositiveIntegerField()
    author = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    origin = models.CharField(max_length=16)
    instigator = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=200, blank=True, default="")
    operations = models.JSONField()
    undoes = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["annotation_set", "number"], name="revision_number_once"),
            models.CheckConstraint(condition=models.Q(origin__in=ORIGINS), name="revision_origin_known"),
            models.CheckConstraint(
                condition=~models.Q(origin__in=["person", "fix"]) | models.Q(author__isnull=False),
                name="revision_person_named",
            ),
        ]


class Snapshot(models.Model):
    """The whole set in canonical form as of one revision: at submit, at decision and at every 20th revision."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="snapshot")
    body = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now(), editable=False)


class Operation(models.Model):
    """A client operation that was accepted, with its answer: sent again, the answer is repeated.

    `revision` is the one it became; null when it changed nothing in a set that had none.
    """

    coder = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="+")
    uid = models.UUIDField()
    digest = models.CharField(max_length=64)
    annotation_set = models.ForeignKey(AnnotationSet, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, null=True, related_name="+")
    answer = models.JSONField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coder", "uid"], name="operation_once_per_coder")]
