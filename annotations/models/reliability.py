"""Reliability: how far a piece of content is to be believed, and whose word it is."""

from django.db import models

from .choices import BASES, CHECK_WORTHINESS, COMMITMENTS, CREDIBILITIES
from .events import one_of
from .spans import Span, whole_or_no_span


class ReliabilityTag(Span):
    """How credible a piece of content is and who it is attributed to. `start`/`end` are the content; 6 is unknown.

    A sentence may hold several. Attribution nests: `parent` is the uid of the claim in whose content this one is told
    ("According to A, B says that ..."). `source_from` is a source named in another sentence of the same text.
    """

    credibility = models.CharField(max_length=1)
    rationale = models.TextField(blank=True, default="", db_default="")
    source_start = models.PositiveIntegerField(null=True)
    source_end = models.PositiveIntegerField(null=True)
    source_from = models.JSONField(null=True)
    source_basis = models.CharField(max_length=16, blank=True, default="", db_default="")
    cue_start = models.PositiveIntegerField(null=True)
    cue_end = models.PositiveIntegerField(null=True)
    hedge_start = models.PositiveIntegerField(null=True)
    hedge_end = models.PositiveIntegerField(null=True)
    parent = models.UUIDField(null=True)
    anonymous = models.BooleanField(default=False, db_default=False)
    commitment = models.CharField(max_length=16, blank=True, default="", db_default="")
    check_worthiness = models.CharField(max_length=4, blank=True, default="", db_default="")

    class Meta:
        default_related_name = "reliability_tags"
        constraints = [
            models.UniqueConstraint(fields=["annotation_set", "uid"], name="reliability_tag_uid"),
            models.UniqueConstraint(
                fields=["annotation_set", "start", "end", "source_start", "source_end"],
                nulls_distinct=False,
                deferrable=models.Deferrable.DEFERRED,
                name="reliability_tag_no_twin",
            ),
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")), name="reliability_tag_not_empty"
            ),
            models.CheckConstraint(
                condition=models.Q(credibility__in=CREDIBILITIES), name="reliability_credibility_known"
            ),
            models.CheckConstraint(
                condition=models.Q(credibility="6") | ~models.Q(rationale__regex=r"^\s*$"),
                name="reliability_rationale_given",
            ),
            *(
                models.CheckConstraint(
                    condition=whole_or_no_span(part),
                    name=f"reliability_{part}_span",
                )
                for part in ("source", "cue", "hedge")
            ),
            models.CheckConstraint(
                condition=models.Q(source_from__isnull=True) | models.Q(source_start__isnull=True),
                name="reliability_source_from_one",
            ),
            models.CheckConstraint(
                condition=one_of("source_basis", BASES), name="reliability_source_basis_known"
            ),
            models.CheckConstraint(
                condition=one_of("commitment", COMMITMENTS), name="reliability_commitment_known"
            ),
            models.CheckConstraint(
                condition=one_of("check_worthiness", CHECK_WORTHINESS),
                name="reliability_check_worthiness_known",
            ),
        ]
