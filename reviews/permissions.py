"""Who may submit, take back and decide."""

from accounts.models import EDITOR, REVIEWER, Coder, Membership
from accounts.permissions import can_review, needs_role
from annotations.models import AnnotationSet
from common.decisions import Decision, Denied

from .querysets import is_author, who_can_decide


def can_submit(seat: Membership) -> Decision:
    """Whoever may tag may put work before the reviewers, and take it back."""
    return needs_role(seat, EDITOR, REVIEWER, to="submit sentences")


def can_decide(seat: Membership, annotation_set: AnnotationSet) -> Decision:
    """Reviewers decide, but not on what they themselves tagged since it was last approved."""
    decision = can_review(seat)
    if decision and is_author(seat, annotation_set):
        others = [name_of(other.coder) for other in who_can_decide(annotation_set)[:3]]
        return Denied(
            "You tagged this sentence yourself since it was last approved, so another reviewer decides on it.",
            " or ".join(others)
            or "an owner to seat another reviewer: nobody left can decide on this sentence",
            code="four-eyes",
        )
    return decision


def name_of(coder: Coder) -> str:
    """A coder for people: `Rosa (C04)`, or the bare code once the person is gone."""
    if coder.user is None:
        return coder.code
    return f"{coder.user.get_full_name() or coder.user.get_username()} ({coder.code})"
