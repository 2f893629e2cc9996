"""Who sees, cancels and retries a job, on one screen."""

from accounts.models import OWNER, ROLES, Membership
from accounts.permissions import needs_role
from common.decisions import ALLOWED, Decision, Denied

from .models import Job


def can_see(seat: Membership, job: Job) -> Decision:
    """Members see the jobs of their project."""
    if job.project_id != seat.project_id:
        return Denied("There is no such job in this project.")
    return needs_role(seat, *ROLES, to="see its jobs", when_archived=True)


def can_cancel(seat: Membership, job: Job) -> Decision:
    """Whoever asked for the job, and owners."""
    return _asker_or_owner(seat, job, "cancel this job")


def can_retry(seat: Membership, job: Job) -> Decision:
    """Whoever asked for the job, and owners."""
    return _asker_or_owner(seat, job, "start this job again")


def _asker_or_owner(seat: Membership, job: Job, to: str) -> Decision:
    """Allowed to the one who asked, whatever their roles are now, and to owners."""
    if job.requested_by_id == seat.coder_id or seat.has(OWNER):
        return ALLOWED
    return Denied(
        f"Only who asked for it or an owner can {to}.", "an owner of this project", code="needs-role"
    )
