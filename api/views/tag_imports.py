"""Moving in: another tool's export is taken in, looked at, mapped, imported."""

from django.urls import reverse
from django.utils.functional import cached_property
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.importing.querysets import tag_import_of, tag_imports_of
from annotations.importing.services import request_tag_import, start_tag_import
from annotations.models import TagImport
from api.rendering import OrjsonParser
from api.schema import reads, writes
from api.serializers import jobs as jobs_wire
from api.serializers import tag_imports as wire
from common.errors import Invalid
from sources.decoding import read_limited

from .base import ProjectListing, ProjectView


class TagImportsView(ProjectListing):
    """The imports with tags of a project."""

    parser_classes = [OrjsonParser, MultiPartParser]

    @reads("The project's imports with tags", answer=wire.TagImport(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Newest first."""
        return self.page(tag_imports_of(self.seat), wire.tag_import)

    @writes(
        "Take in another tool's export",
        body={"application/json": wire.ForeignText, "multipart/form-data": wire.ForeignFile},
        answer=wire.TagImport,
        status=201,
    )
    def post(self, request: Request, slug: str) -> Response:
        """It is read at once and nothing is imported yet: the answer says what it holds and proposes a mapping."""
        if (request.content_type or "").startswith("multipart/"):
            known = self.given(wire.ForeignFile)
            file = known["file"]
            data, name = read_limited(file), file.name or ""
        else:
            known = self.given(wire.ForeignText)
            data, name = known["text"].encode(), known.get("file_name", "")
        found = request_tag_import(
            self.seat,
            data,
            file_name=name,
            format_name=known.get("format", ""),
            unit=known.get("unit", ""),
            rights=known.get("rights", "none"),
        )
        where = reverse("api:tag_import", kwargs={"slug": slug, "pk": found.pk})
        shown = wire.tag_import(tag_import_of(self.seat, found.pk))
        return Response(shown, status=201, headers={"Location": where})


class TagImportView(ProjectView):
    """One import with tags."""

    @cached_property
    def found(self) -> TagImport:
        """The import the address names."""
        return tag_import_of(self.seat, int(self.kwargs["pk"]))

    @reads("An import with tags", answer=wire.TagImport)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """What the file holds, its mapping, and what came of it."""
        return Response(wire.tag_import(self.found))


class LeftoversView(TagImportView):
    """What became no tag."""

    @reads("What of an import became no tag", answer=wire.Leftovers)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Everything that is not in the tags, and what was refused, each with the reason."""
        return Response({"leftovers": self.found.leftovers, "refusals": self.found.refusals})


class ApplyView(TagImportView):
    """Importing."""

    http_method_names = ["post"]

    @writes("Import under a mapping", body=wire.Apply, answer=jobs_wire.Job, status=202)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """A job stores all or nothing; with `partial`, what can be, and the rest is listed."""
        mapping = self.given(wire.Apply)["mapping"]
        if not isinstance(mapping, dict):
            message = "Send an object with labels, links and attributes."
            raise Invalid(message, errors=[{"field": "mapping", "message": message}])
        job = start_tag_import(self.seat, self.found, mapping)
        where = reverse("api:job", kwargs={"slug": slug, "pk": job.pk})
        return Response(jobs_wire.job(job), status=202, headers={"Location": where})
