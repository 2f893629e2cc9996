"""Who is signed in; projects: list, open, change, archive."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Membership, User
from accounts.services import archive, change_project, reopen
from api.schema import reads, writes
from api.serializers import accounts as wire
from codebook.services import open_project

from .base import ApiView, Listing, ProjectView


def seats_of(user: User) -> QuerySet[Membership]:
    """The person's seats, with project and coder."""
    return Membership.objects.filter(user=user).select_related("project", "coder")


class MeView(ApiView):
    """The person."""

    @reads("Who am I, and where do I have a seat?", answer=wire.Me)
    def get(self, request: Request) -> Response:
        """The person and their projects, newest first."""
        return Response(
            {
                "username": self.person.username,
                "name": self.person.get_full_name(),
                "email": self.person.email,
                "projects": [wire.project(seat) for seat in seats_of(self.person).order_by("-id")],
            }
        )


class ProjectsView(Listing):
    """The person's projects."""

    @reads("Your projects", answer=wire.Project(many=True))
    def get(self, request: Request) -> Response:
        """Newest seat first."""
        return self.page(seats_of(self.person), wire.project)

    @writes("Open a project", body=wire.NewProject, answer=wire.Project, status=201)
    def post(self, request: Request) -> Response:
        """Whoever opens it owns it; it codes with the default scheme."""
        return Response(wire.project(open_project(self.person, **self.given(wire.NewProject))), status=201)


class ProjectDetailView(ProjectView):
    """One project."""

    @reads("A project", answer=wire.Project)
    def get(self, request: Request, slug: str) -> Response:
        """As the member sees it."""
        return Response(wire.project(self.seat))

    @writes("Change a project's name, description or time zone", body=wire.ProjectChange, answer=wire.Project)
    def patch(self, request: Request, slug: str) -> Response:
        """What is given changes; the rest stays."""
        return self.after(change_project(self.seat, **self.given(wire.ProjectChange, partial=True)))

    def after(self, project: Any) -> Response:
        """The project as it stands now."""
        self.seat.project = project
        return Response(wire.project(self.seat))


class ArchiveView(ProjectDetailView):
    """Closing a project."""

    http_method_names = ["post"]

    @writes("Archive a project", answer=wire.Project)
    def post(self, request: Request, slug: str) -> Response:
        """It can still be read and exported."""
        return self.after(archive(self.seat))


class ReopenView(ProjectDetailView):
    """Opening it again."""

    http_method_names = ["post"]

    @writes("Reopen an archived project", answer=wire.Project)
    def post(self, request: Request, slug: str) -> Response:
        """It can be changed again."""
        return self.after(reopen(self.seat))
