"""Reading sets and their tags. `visible_to` is the door: it knows about layers."""

from django.db.models import Q, QuerySet

from accounts.models import Membership

from .models import AnnotationSet


def visible_to(seat: Membership) -> QuerySet[AnnotationSet]:
    """The sets the member may know of: the team's layer and their own blind one, merged-away sets left out."""
    return AnnotationSet.objects.filter(
        Q(layer=None) | Q(layer=seat.coder_id), project_id=seat.project_id, absorbed_by=None
    )
