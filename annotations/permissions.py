"""Who may tag what, on one screen."""

from accounts.models import Coder, Membership
from accounts.permissions import can_edit
from common.decisions import Decision, Denied


def can_tag(seat: Membership, layer: Coder | None = None) -> Decision:
    """Editors and reviewers tag the team's layer and their own blind one."""
    if layer is not None and layer.pk != seat.coder_id:
        return Denied("This layer belongs to another coder.", "the coder whose layer it is")
    return can_edit(seat)


def can_split_sentences(seat: Membership) -> Decision:
    """Whoever tags may cut sentences anew; the work on them is moved, never lost."""
    return can_edit(seat)
