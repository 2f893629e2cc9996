"""Who may do what in this room."""

from accounts.models import EDITOR, OWNER, REVIEWER, Membership
from accounts.permissions import needs_role
from common.decisions import Decision


def can_keep_registry(seat: Membership) -> Decision:
    """Owners, editors and reviewers enter, change and merge actors; each change is recorded and can be taken back."""
    return needs_role(seat, OWNER, EDITOR, REVIEWER, to="change the registry of actors")


def can_change_codebooks(seat: Membership) -> Decision:
    """Owners choose codebooks, draft changes, publish and undo them."""
    return needs_role(seat, OWNER, to="change codebooks")
