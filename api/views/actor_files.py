"""The registry as a CSV file: out and in."""

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api.rendering import OrjsonParser
from api.schema import reads, writes
from api.serializers import actor_files as wire
from codebook.registry.files import Imported, export_registry, preview_import, request_import

from .base import ProjectView


class ActorsFileView(ProjectView):
    """Actors, names and relations as one file."""

    parser_classes = [OrjsonParser, MultiPartParser]

    @reads(
        "Download the registry as CSV",
        answer=OpenApiTypes.BINARY,
        also={(200, "text/csv"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, slug: str) -> StreamingHttpResponse:
        """UTF-8 with a byte order mark; imported again it changes nothing."""
        answer = StreamingHttpResponse(
            export_registry(self.seat.project), content_type="text/csv; charset=utf-8"
        )
        answer["Content-Disposition"] = f'attachment; filename="{slug}-actors.csv"'
        return answer

    @writes(
        "Import actors, names and relations from CSV",
        body={"application/json": wire.RegistryText, "multipart/form-data": wire.RegistryFile},
        answer=wire.RegistryImport,
    )
    def post(self, request: Request, slug: str) -> Response:
        """All of it or nothing; `errors` names each bad line. A large file becomes a job, whose id is answered."""
        if (request.content_type or "").startswith("multipart/"):
            known = self.given(wire.RegistryFile)
            data, name = known["file"].read(), known["file"].name or ""
        else:
            known = self.given(wire.RegistryText)
            data, name = known["text"].encode("utf-8", "surrogatepass"), ""
        if known["dry_run"]:
            return Response(wire.imported(preview_import(self.seat, self.seat.project, data)))
        done = request_import(self.seat, data, name)
        return Response(wire.imported(done) if isinstance(done, Imported) else wire.queued(done))
