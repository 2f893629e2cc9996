"""The codes a project may use."""

from rest_framework.request import Request
from rest_framework.response import Response

from api.schema import reads
from api.serializers import codebook as wire
from codebook.models import Adoption

from .base import ProjectView, results


class CodebooksView(ProjectView):
    """The adopted codebooks."""

    @reads("The codebooks the project codes with", answer=wire.Codebook(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """The default first, each with its codes in order."""
        adopted = Adoption.objects.filter(project=self.seat.project_id).order_by("-is_default", "id")
        return results(
            wire.codebook(one)
            for one in adopted.select_related("codebook").prefetch_related("codebook__codes")
        )
