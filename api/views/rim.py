"""The rim itself: the schema, and addresses that lead nowhere."""

from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from common.errors import NotThere

from .base import ApiView


@extend_schema(exclude=True)
class SchemaView(SpectacularAPIView):
    """OpenAPI 3 of this API; it names no project and no person, so anyone may read it."""

    permission_classes = [AllowAny]
    authentication_classes = []


@extend_schema(exclude=True)
class NowhereView(ApiView):
    """Any other address under the API: a problem, not a page."""

    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: str, **kwargs: str) -> None:
        """Refuse every method alike."""
        slash = "" if request.path.endswith("/") else " Addresses of the API end with a slash."
        raise NotThere(f"There is nothing at this address.{slash}")

    def get(self, request: Request, rest: str) -> Response:
        """Never reached: `initial` refuses."""
        raise NotThere(rest)
