"""Who may do what, on one screen. Rooms above ask `needs_role` with their own verb and reason."""

from common.decisions import ALLOWED, Decision, Denied

from .models import EDITOR, OWNER, REVIEWER, ROLES, Membership


def needs_role(seat: Membership, *roles: str, to: str, when_archived: bool = False) -> Decision:
    """Allowed when the member holds one of `roles` and the project is open; else why not and who can."""
    if seat.project.is_archived and not when_archived:
        return Denied("This project is archived: it can be read and exported, not changed.", "an owner")
    if not seat.has(*roles):
        names = " or ".join(roles)
        article = "an" if names[0] in "aeiou" else "a"
        return Denied(
            f"Only {article} {names} can {to}.", f"{article} {names} of this project", code="needs-role"
        )
    return ALLOWED


def can_manage_members(seat: Membership) -> Decision:
    """Owners invite, change roles and remove."""
    return needs_role(seat, OWNER, to="manage members")


def can_leave(seat: Membership) -> Decision:
    """Anyone may give up their own seat; the service keeps the last owner."""
    return needs_role(seat, *ROLES, to="leave", when_archived=True)


def can_change_project(seat: Membership) -> Decision:
    """Owners change the project's name and settings."""
    return needs_role(seat, OWNER, to="change the project")


def can_archive(seat: Membership) -> Decision:
    """Owners archive and reopen."""
    return needs_role(seat, OWNER, to="archive or reopen the project", when_archived=True)


def can_edit(seat: Membership) -> Decision:
    """Editors tag and submit; reviewers may edit too, and then another decides."""
    return needs_role(seat, EDITOR, REVIEWER, to="tag sentences")


def can_review(seat: Membership) -> Decision:
    """Reviewers decide."""
    return needs_role(seat, REVIEWER, to="decide on submitted work")


def can_import(seat: Membership) -> Decision:
    """Owners and editors bring in sources."""
    return needs_role(seat, OWNER, EDITOR, to="import sources")
