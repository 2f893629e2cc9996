"""What every page's frame shows."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Project, User
from accounts.querysets import visible_to

SHOWN = 50


def chrome(request: HttpRequest) -> dict[str, Any]:
    """The product's name, the seat the page was opened from, and the person's projects: read only when drawn."""
    return {
        "product": "Attest",
        "seat": getattr(request, "seat", None),
        "my_projects": SimpleLazyObject(lambda: _projects(request)),
    }


def _projects(request: HttpRequest) -> list[Project]:
    """The projects to switch to, open ones first."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return []
    return sorted(visible_to(user).order_by("name")[:SHOWN], key=lambda project: project.is_archived)
