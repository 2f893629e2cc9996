"""Which rows of a project's history a member may be told: none about a layer they may not know of."""

from collections.abc import Iterable, Sequence
from typing import Final

from accounts.models import Membership
from activity.models import Activity

from .models import AnnotationSet

SET_KINDS: Final = ("set",)
NOBODY: Final = 0
"""Whose layer a set is that is not there any more: no coder's row has this id."""


def layers_of(project_id: int, rows: Iterable[Activity]) -> dict[int, int | None]:
    """By row id: whose blind layer the row is about, None for what all members may know. At most one query."""
    sets = {row.pk: row.target_id for row in rows if row.target_kind in SET_KINDS}
    if not sets:
        return {}
    wanted = {int(target) for target in sets.values() if target.isdecimal()}
    known = AnnotationSet.objects.filter(project_id=project_id, pk__in=wanted)
    layers = {str(pk): layer for pk, layer in known.values_list("pk", "layer_id")}
    return {pk: layers.get(target, NOBODY) for pk, target in sets.items()}


def tellable(seat: Membership, rows: Sequence[Activity]) -> list[Activity]:
    """The rows in their order, those about other coders' blind layers left out. At most one query."""
    layers = layers_of(seat.project_id, rows)
    return [row for row in rows if layers.get(row.pk) in (None, seat.coder_id)]
