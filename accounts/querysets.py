"""Which projects and members a person may see."""

from django.db.models import QuerySet

from common.errors import NotThere

from .models import Membership, Project, User


def visible_to(user: User) -> QuerySet[Project]:
    """The projects the person is a member of. Nobody sees a project from outside, operators included."""
    return Project.objects.filter(memberships__user=user)


def membership_of(user: User, slug: str) -> Membership:
    """The person's seat in `slug`, with project and coder; NotThere for outsiders and unknown slugs alike."""
    seat = (
        Membership.objects.select_related("project", "coder", "user")
        .filter(user_id=user.pk, project__slug=slug)
        .first()
    )
    if seat is None:
        raise NotThere("There is no such project, or you are not a member of it.")
    return seat


def members_of(project: Project) -> QuerySet[Membership]:
    """The members, oldest first, with person and coder code."""
    return Membership.objects.filter(project=project).select_related("user", "coder").order_by("id")
