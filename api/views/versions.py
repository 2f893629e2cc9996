"""The versions of a source and the files they came as."""

import io

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from api.schema import reads
from api.serializers import sources as wire
from sources.querysets import file_name_of, file_of, source_of, version_of, versions_of

from .base import ProjectListing, ProjectView


class VersionsView(ProjectListing):
    """The versions of a source."""

    ordering = ("-id",)

    @reads("The versions of a source", answer=wire.PastVersion(many=True))
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Newest first, without their texts: as imported, revised, cut anew."""
        return self.page(versions_of(source_of(self.seat, pk)), wire.past_version)


class FileView(ProjectView):
    """The bytes a version came as."""

    @reads("Download the file a version came as", answer=OpenApiTypes.BINARY)
    def get(self, request: Request, slug: str, pk: int, number: int) -> FileResponse:
        """Exactly as received: their sha256 is the version's `received_sha256`. Never to be shown by a browser."""
        version = version_of(source_of(self.seat, pk), number)
        return FileResponse(
            io.BytesIO(bytes(file_of(version).data)),
            as_attachment=True,
            filename=file_name_of(version),
            content_type="application/octet-stream",
            headers={"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"},
        )
