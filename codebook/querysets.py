"""Reading codes and actors."""

from django.db.models import QuerySet

from accounts.models import Membership

from .models import Code
from .registry.search import Hit, actors_visible_to, search_actors

__all__ = ["Hit", "actors_visible_to", "codes_for", "search_actors"]


def codes_for(seat: Membership) -> QuerySet[Code]:
    """The event codes of the codebooks the project has adopted, in the schemes' order."""
    return (
        Code.objects.filter(codebook__adoptions__project=seat.project)
        .select_related("codebook")
        .order_by("-codebook__adoptions__is_default", "codebook__slug", "position")
    )
