"""The codes a project may use."""

from rest_framework.request import Request
from rest_framework.response import Response

from api.schema import reads
from api.serializers import codebook as wire
from codebook.models import Adoption

from .base import ProjectListing


class CodebooksView(ProjectListing):
    """The adopted codebooks."""

    ordering = ("id",)

    @reads("The codebooks the project codes with", answer=wire.Codebook(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """In the order of their adoption, each with its codes in order; one is the default."""
        adopted = Adoption.objects.filter(project=self.seat.project_id)
        return self.page(
            adopted.select_related("codebook").prefetch_related("codebook__codes"), wire.codebook
        )
