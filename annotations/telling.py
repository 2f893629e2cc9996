"""Which rows of a project's history a member may be told: none about a layer they may not know of."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Q

from accounts.models import Membership
from activity.models import Activity

from .models import AnnotationSet

SET_KINDS: Final = ("set", "annotation_set")


def tellable(seat: Membership, rows: Iterable[Activity]) -> list[Activity]:
    """The rows in their order, those about other coders' blind layers left out. At most one query."""
    told = list(rows)
    sets = {row.target_id for row in told if row.target_kind in SET_KINDS and row.target_id.isdecimal()}
    if not sets:
        return told
    known = AnnotationSet.objects.filter(
        Q(layer=None) | Q(layer=seat.coder_id), project_id=seat.project_id, pk__in=sets
    )
    visible = {str(pk) for pk in known.values_list("pk", flat=True)}
    return [row for row in told if row.target_kind not in SET_KINDS or row.target_id in visible]
