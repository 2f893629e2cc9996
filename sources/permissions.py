"""Who may do what with sources, on one screen."""

from accounts.models import EDITOR, OWNER, REVIEWER, Membership
from accounts.permissions import can_import, needs_role
from common.decisions import Decision

__all__ = ["can_change_source", "can_cut", "can_grade_outlets", "can_import", "can_revise"]


def can_change_source(seat: Membership) -> Decision:
    """Owners and editors say what is known of a source and its outlet."""
    return needs_role(seat, OWNER, EDITOR, to="change what is known of a source")


def can_revise(seat: Membership) -> Decision:
    """Owners and editors bring in a new text of a source: whoever may import may revise."""
    return can_import(seat)


def can_grade_outlets(seat: Membership) -> Decision:
    """Owners and reviewers grade outlets: the grade speaks for the whole project."""
    return needs_role(seat, OWNER, REVIEWER, to="grade outlets")


def can_cut(seat: Membership) -> Decision:
    """Whoever tags sentences may correct where they end."""
    return needs_role(seat, EDITOR, REVIEWER, to="split and merge sentences")
