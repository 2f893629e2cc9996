"""How actors stand to each other, when, and who says so."""

from django.db import models
from django.db.models.functions import Now

from accounts.models import Coder, Project

from .actors import Actor
from .windows import Window, window_constraints

RELATION_KINDS = (
    "part_of", "armed_wing_of", "member_of", "leads", "holds_office", "allied_with", "successor_of", "split_from",
)  # fmt: skip


class Relation(Window):
    """`subject` stands in this relation to `object` during the window, as `source` says.

    `detail` names the office or rank where there is one. `part_of` has no circles, redirects of merged actors followed;
    `allied_with` holds both ways and is kept with the older entry as subject. The source is a citation in words, with
    an address where there is one: the room of sources lies beside this one.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    subject = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="relations")
    object = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="relations_to")
    kind = models.CharField(max_length=16)
    detail = models.CharField(max_length=200, blank=True, default="")
    source = models.CharField(max_length=500, blank=True, default="")
    source_url = models.CharField(max_length=500, blank=True, default="")
    created_by = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=RELATION_KINDS), name="relation_kind_known"),
            models.CheckConstraint(
                condition=~models.Q(subject=models.F("object")), name="relation_not_to_itself"
            ),
            models.CheckConstraint(
                condition=models.Q(source_url="") | models.Q(source_url__regex=r"^https?://"),
                name="relation_source_address",
            ),
            models.UniqueConstraint(
                fields=["subject", "kind", "object", "valid_from"], name="relation_once_per_begin"
            ),
            *window_constraints("relation"),
        ]
        indexes = [models.Index(fields=["project", "kind"], name="relation_project_kind")]
