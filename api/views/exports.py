"""What leaves the project: data sets, their schedules, releases and their files."""

from typing import Any

from django.http import FileResponse
from django.urls import reverse
from django_filters import CharFilter, FilterSet
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from api.schema import reads, writes
from api.serializers import exports as wire
from api.serializers import jobs as jobs_wire
from exports import services
from exports.formats import FORMATS
from exports.models import Dataset, Release
from exports.querysets import dataset_of, release_of, releases_of

from .base import ProjectListing, ProjectView

FILES = {(200, known.media_type.partition(";")[0]): OpenApiTypes.BINARY for known in FORMATS.values()}


def addressed(release: Release) -> dict[str, Any]:
    """A release with the addresses of its files."""
    dataset = release.dataset
    kwargs = {"slug": dataset.project.slug, "dataset": dataset.slug, "number": release.number}
    return wire.release(release, reverse("api:export", kwargs=kwargs))


class ReleaseFilters(FilterSet):  # type: ignore[misc]
    """What the list of releases can be narrowed by."""

    dataset = CharFilter(field_name="dataset__slug", max_length=60)


class ExportsView(ProjectListing):
    """The releases of a project."""

    filters = ReleaseFilters

    @reads("The project's releases", answer=wire.Release(many=True), filters=ReleaseFilters)
    def get(self, request: Request, slug: str) -> Response:
        """Newest first."""
        return self.page(releases_of(self.seat.project), addressed)

    @writes("Make a release", body=wire.NewExport, answer=jobs_wire.Job, status=202)
    def post(self, request: Request, slug: str) -> Response:
        """A job writes what is approved when it starts; asking again while it waits returns the same job."""
        asked = self.given(wire.NewExport)
        dataset = dataset_of(self.seat, asked["dataset"]) if "dataset" in asked else None
        job = services.request_export(self.seat, dataset=dataset, formats=asked.get("formats"))
        where = reverse("api:job", kwargs={"slug": slug, "pk": job.pk})
        return Response(jobs_wire.job(job), status=202, headers={"Location": where})


class ExportView(ProjectView):
    """One release."""

    @reads("A release with its manifest", answer=wire.ReleaseDetail)
    def get(self, request: Request, slug: str, dataset: str, number: int) -> Response:
        """Immutable: it says the same tomorrow."""
        release = release_of(self.seat, dataset, number)
        return Response({**addressed(release), "manifest": release.manifest})


class ExportFileView(ProjectView):
    """One file of a release."""

    @reads("Download a file of a release", answer=OpenApiTypes.BINARY, also=FILES)
    def get(self, request: Request, slug: str, dataset: str, number: int, name: str) -> FileResponse:
        """The bytes whose sha256 the release states; `release.json` is its manifest."""
        file = services.open_file(self.seat, release_of(self.seat, dataset, number), name)
        return FileResponse(
            file.path.open("rb"),
            as_attachment=True,
            filename=file.download_name,
            content_type=file.media_type,
        )


class DatasetsView(ProjectListing):
    """The data sets of a project."""

    ordering = ("id",)

    @reads("The project's data sets", answer=wire.Dataset(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Oldest first; every project has one of all approved sentences."""
        services.default_dataset(self.seat.project)
        rows = Dataset.objects.filter(project=self.seat.project_id)
        return self.page(rows.select_related("schedule__crontab"), wire.dataset)


class DatasetView(ProjectView):
    """One data set."""

    @reads("A data set with its schedule", answer=wire.Dataset)
    def get(self, request: Request, slug: str, dataset: str) -> Response:
        """Its formats, and when it leaves by itself."""
        return Response(wire.dataset(dataset_of(self.seat, dataset)))

    @writes("Change a data set", body=wire.DatasetChange, answer=wire.Dataset)
    def patch(self, request: Request, slug: str, dataset: str) -> Response:
        """Holds for releases made from now on."""
        text = self.given(wire.DatasetChange)["text"]
        changed = services.set_text(self.seat, dataset_of(self.seat, dataset), text)
        return Response(wire.dataset(changed))


class ScheduleView(ProjectView):
    """When a data set leaves by itself."""

    @writes("Switch a schedule on or off", body=wire.ScheduleChange, answer=wire.Dataset)
    def patch(self, request: Request, slug: str, dataset: str) -> Response:
        """In the project's time zone; as it was when no time is given, at first 02:00."""
        asked = self.given(wire.ScheduleChange)
        return Response(
            wire.dataset(services.set_schedule(self.seat, dataset_of(self.seat, dataset), **asked))
        )
