"""The fixed cast of the tests: everyone who may or may not do a thing."""

from dataclasses import dataclass

from accounts.models import Membership, Project, User
from accounts.services import seat_member
from codebook.services import open_project


@dataclass(frozen=True, slots=True)
class Cast:
    """One project with its people, and an outsider who owns another project."""

    project: Project
    owner: Membership
    editor: Membership
    second_editor: Membership
    reviewer: Membership
    second_reviewer: Membership
    viewer: Membership
    outsider: Membership


def person(name: str) -> User:
    """A user who signs in as `name` with the password `correct horse battery`."""
    return User.objects.create_user(name, f"{name}@example.org", "correct horse battery")


def make_cast(slug: str = "desk") -> Cast:
    """Seat the whole cast in a fresh project."""
    owner = open_project(person("olga"), slug=slug, name="The desk")
    project = owner.project

    def seat(name: str, *roles: str) -> Membership:
        return seat_member(project, person(name), roles)

    return Cast(
        project=project,
        owner=owner,
        editor=seat("edith", "editor"),
        second_editor=seat("emil", "editor"),
        reviewer=seat("rosa", "reviewer"),
        second_reviewer=seat("raul", "reviewer"),
        viewer=seat("vera", "viewer"),
        outsider=open_project(person("otto"), slug=f"{slug}-elsewhere", name="Elsewhere"),
    )
