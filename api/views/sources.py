"""Sources: list, import, change what is known of them."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet, NumberFilter
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.progress import Progress, progress_of_sources
from api.rendering import OrjsonParser
from api.schema import reads, writes
from api.serializers import jobs as jobs_wire
from api.serializers import sources as wire
from jobs.models import Job
from sources import models, services
from sources.decoding import read_limited
from sources.querysets import source_of, sources_of

from .base import ProjectListing, ProjectView


class SourceFilters(FilterSet):  # type: ignore[misc]
    """What the list of sources can be narrowed by."""

    title = CharFilter(lookup_expr="icontains", max_length=200, help_text="Part of the title.")
    outlet = NumberFilter(
        field_name="outlet_id", min_value=1, max_value=2**63 - 1, help_text="An outlet's id."
    )
    language = CharFilter(max_length=12)
    rights = ChoiceFilter(choices=[(one, one) for one in models.RIGHTS])
    external_id = CharFilter(max_length=200)
    published_from = DateFilter(field_name="published_on", lookup_expr="gte")
    published_to = DateFilter(field_name="published_on", lookup_expr="lte")


class SourcesView(ProjectListing):
    """The sources of a project."""

    filters = SourceFilters
    parser_classes = [OrjsonParser, MultiPartParser]

    @reads("The project's sources", answer=wire.Source(many=True), filters=SourceFilters)
    def get(self, request: Request, slug: str) -> Response:
        """Newest first, with their progress."""
        progress: dict[int, Progress] = {}
        return self.page(
            sources_of(self.seat.project).select_related("imported_by"),
            lambda one: wire.source(one, progress[one.pk]),
            lambda rows: progress.update(progress_of_sources(rows)),
        )

    @writes(
        "Import a text or a file",
        body={"application/json": wire.NewText, "multipart/form-data": wire.NewFile},
        answer=jobs_wire.Job,
        status=202,
    )
    def post(self, request: Request, slug: str) -> Response:
        """A job reads and stores it, all or nothing; what is plainly wrong is refused at once."""
        job = self.requested(request)
        where = reverse("api:job", kwargs={"slug": slug, "pk": job.pk})
        return Response(jobs_wire.job(job), status=202, headers={"Location": where})

    def requested(self, request: Request) -> Job:
        """The job that imports what was sent."""
        if (request.content_type or "").startswith("multipart/"):
            known = self.given(wire.NewFile)
            file = known.pop("file")
            return self.import_of(read_limited(file), known, file.name or "")
        known = self.given(wire.NewText)
        return self.import_of(known.pop("text"), known, known.pop("file_name", ""))

    def import_of(self, data: bytes | str, known: dict[str, Any], file_name: str) -> Job:
        """The job that imports `data` with what is known of it."""
        return services.request_import(
            self.seat,
            self.seat.project,
            data,
            file_name=file_name,
            title=known.pop("title", ""),
            format_name=known.pop("format", ""),
            rights=known.pop("rights", "none"),
            stated=known,
        )


class SourceView(ProjectView):
    """One source."""

    @reads("A source with its progress", answer=wire.Source)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Without its text: that is read sentence by sentence."""
        return self.shown(pk)

    @writes("Change what is known of a source", body=wire.SourceChange, answer=wire.Source)
    def patch(self, request: Request, slug: str, pk: int) -> Response:
        """What is given changes; the rest stays."""
        changes = self.given(wire.SourceChange)
        services.change_source(self.seat, source_of(self.seat, pk), changes)
        return self.shown(pk)

    def shown(self, pk: int) -> Response:
        """The source as it stands."""
        rows: QuerySet[models.Source] = sources_of(self.seat.project).select_related("imported_by")
        one = rows.filter(pk=pk).first() or source_of(self.seat, pk)
        return Response(wire.source(one, progress_of_sources([one])[one.pk]))
