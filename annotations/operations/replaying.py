"""The state of a set as its revisions tell it."""

from annotations.models import Revision

from .loading import entries_of
from .state import SetState, step


def replay(set_id: int, upto: int | None = None) -> SetState:
    """The state that the revisions lead to, up to and including a number."""
    rows = Revision.objects.filter(annotation_set_id=set_id).order_by("number")
    if upto is not None:
        rows = rows.filter(number__lte=upto)
    state = SetState()
    for number, body in rows.values_list("number", "operations"):
        state = step(state, number, entries_of(body))
    return state
