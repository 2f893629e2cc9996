"""Long things: how far they are, cancel, start again."""

from django.utils.functional import cached_property
from django_filters import CharFilter, ChoiceFilter, FilterSet
from rest_framework.request import Request
from rest_framework.response import Response

from api.schema import reads, writes
from api.serializers import jobs as wire
from jobs import querysets, services
from jobs.models import STATES, Job

from .base import ProjectListing, ProjectView, found


class JobFilters(FilterSet):  # type: ignore[misc]
    """What the list of jobs can be narrowed by."""

    state = ChoiceFilter(choices=[(state, state) for state in STATES])
    kind = CharFilter(max_length=64)


class JobsView(ProjectListing):
    """The jobs of a project."""

    filters = JobFilters

    @reads("The project's jobs", answer=wire.Job(many=True), filters=JobFilters)
    def get(self, request: Request, slug: str) -> Response:
        """Newest first."""
        return self.page(querysets.in_project(self.seat.project), wire.job)


class JobView(ProjectView):
    """One job."""

    @cached_property
    def job(self) -> Job:
        """The job the address names."""
        return found(querysets.in_project(self.seat.project).filter(pk=self.kwargs["pk"]).first(), "job")

    @reads("A job", answer=wire.Job)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """State, progress, and how it ended."""
        return Response(wire.job(self.job))


class CancelView(JobView):
    """Ending a job."""

    http_method_names = ["post"]

    @writes("Cancel a job", answer=wire.Job)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """At once while it waits, within seconds while it runs; one that is over stays as it is."""
        return Response(wire.job(services.cancel(self.seat, self.job)))


class RetryView(JobView):
    """Starting a job again."""

    http_method_names = ["post"]

    @writes("Start a failed or cancelled job again", answer=wire.Job)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """One that waits or runs is left alone."""
        return Response(wire.job(services.retry(self.seat, self.job)))
