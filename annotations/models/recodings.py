"""What a change of a codebook did to each set."""

from django.db import models

from codebook.models import CodebookChange

from .revisions import Revision
from .sets import AnnotationSet


class Recoding(models.Model):
    """A set was looked at for one change of a codebook: once, by one revision, or by none where nothing could move.

    `left` lists what a person has to look at: [{tag, quote, code, modes, why}]; `why` is code, mode, twin or edited.
    """

    change = models.ForeignKey(CodebookChange, on_delete=models.CASCADE, related_name="recodings")
    annotation_set = models.ForeignKey(AnnotationSet, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, null=True, related_name="+")
    left = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "annotation_set"], name="recoding_once")]
        indexes = [
            models.Index(fields=["change", "id"], condition=~models.Q(left=[]), name="recoding_left"),
        ]
