"""Verbs on projects and members. Every verb checks permission inside and records activity in its transaction."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from activity.services import record
from common.errors import Invalid

from .models import OWNER, ROLES, Coder, Membership, Project, User


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
def create_project(
    user: User, *, slug: str, name: str, description: str = "", time_zone: str = "UTC"
) -> Membership:
    """Open a project with `user` as its owner. Invalid when the slug is taken."""
    try:
        with transaction.atomic():
            project = Project.objects.create(
                slug=slug, name=name, description=description, time_zone=time_zone
            )
    except IntegrityError as error:
        raise Invalid(
            f"The address “{slug}” is taken; choose another.",
            code="slug-taken",
            errors=[{"field": "slug", "message": "This address is taken."}],
        ) from error
    seat = seat_member(project, user, [OWNER])
    record(
        "project.created",
        target_kind="project",
        target_id=project.pk,
        project_id=project.pk,
        actor_id=seat.coder_id,
        new={"slug": slug, "name": name},
    )
    return seat


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
