"""Reading codes and actors."""

from django.db.models import QuerySet

from accounts.models import Membership

from .models import Adoption, Code
from .registry.search import Hit, actors_visible_to, search_actors

__all__ = ["Hit", "actors_visible_to", "adoptions_of", "codes_for", "search_actors"]


def adoptions_of(seat: Membership) -> QuerySet[Adoption]:
    """The codebook versions the project codes with now, the default first."""
    return (
        Adoption.objects.filter(project=seat.project_id, ended_at=None)
        .select_related("codebook")
        .order_by("-is_default", "codebook__slug")
    )


def codes_for(seat: Membership) -> QuerySet[Code]:
    """The event codes of the codebooks the project has adopted, in the schemes' order."""
    return (
        Code.objects.filter(codebook__adoptions__project=seat.project_id, codebook__adoptions__ended_at=None)
        .select_related("codebook")
        .order_by("-codebook__adoptions__is_default", "codebook__slug", "position")
    )
