"""Who makes, schedules and reads releases, on one screen. An archived project can still be exported."""

from accounts.models import OWNER, ROLES, Membership
from accounts.permissions import needs_role
from common.decisions import Decision


def can_export(seat: Membership) -> Decision:
    """Owners answer for what leaves."""
    return needs_role(seat, OWNER, to="make a release", when_archived=True)


def can_schedule(seat: Membership) -> Decision:
    """Owners; nothing changes in an archived project, so nothing is scheduled there."""
    return needs_role(seat, OWNER, to="schedule releases")


def can_download(seat: Membership) -> Decision:
    """Every member reads what the project made."""
    return needs_role(seat, *ROLES, to="download releases", when_archived=True)
