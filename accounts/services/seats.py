"""What the verbs on projects, members and invitations share: a seat under lock, roles, a line of history."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import ROLES, Coder, Membership, Project, User
from activity.services import record
from common.errors import Invalid, NotThere


def coder_for(project: Project, user: User) -> Coder:
    """The person's coder row in the project; made at first need with the next free code. Locks the project row."""
    known = Coder.objects.filter(project=project, user=user).first()
    if known is not None:
        return known
    Project.objects.select_for_update().get(pk=project.pk)
    number = Coder.objects.filter(project=project).count() + 1
    coder, _ = Coder.objects.get_or_create(project=project, user=user, defaults={"code": f"C{number:02d}"})
    return coder


def checked_roles(roles: Iterable[str]) -> list[str]:
    """The roles in their standard order; Invalid when empty or unknown."""
    given = set(roles)
    unknown = sorted(given - set(ROLES))
    if unknown or not given:
        raise Invalid(
            f"Unknown role: {', '.join(unknown)}." if unknown else "Choose at least one role.",
            errors=[{"field": "roles", "message": f"Choose from {', '.join(ROLES)}."}],
        )
    return [role for role in ROLES if role in given]


@transaction.atomic
def seat_member(project: Project, user: User, roles: Iterable[str], *, by: Coder | None = None) -> Membership:
    """Give `user` a seat with `roles`; a member already seated keeps their seat unchanged."""
    coder = coder_for(project, user)
    seat, created = Membership.objects.get_or_create(
        project=project, user=user, defaults={"coder": coder, "roles": checked_roles(roles)}
    )
    if created:
        record(
            "member.joined",
            target_kind="coder",
            target_id=coder.pk,
            project_id=project.pk,
            actor_id=(by or coder).pk,
            new={"roles": seat.roles, "code": coder.code},
        )
    return seat


def locked(seat: Membership) -> Membership:
    """The seat as it stands now, its project's row locked: changes of members come one after the other."""
    project = Project.objects.select_for_update().get(pk=seat.project_id)
    fresh = Membership.objects.filter(pk=seat.pk).first()
    if fresh is None:
        raise NotThere("There is no such project, or you are not a member of it.")
    fresh.project = project
    return fresh


def record_by(
    seat: Membership,
    verb: str,
    kind: str,
    target: int,
    *,
    old: dict[str, object] | None = None,
    new: dict[str, object] | None = None,
) -> None:
    """One line of the project's history in the name of `seat`."""
    record(
        verb,
        target_kind=kind,
        target_id=target,
        project_id=seat.project_id,
        actor_id=seat.coder_id,
        old=old,
        new=new,
    )
