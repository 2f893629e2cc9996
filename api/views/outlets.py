"""Who published, and how reliable they are from which day on."""

from datetime import date

from django_filters import CharFilter, FilterSet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from api.schema import reads, writes
from api.serializers import sources as wire
from common.time import now
from sources import services
from sources.models import Outlet
from sources.querysets import grade_as_of, grades_of, outlet_of, outlets_of

from .actors import day_of
from .base import ProjectListing, ProjectView

AS_OF = OpenApiParameter(
    "as_of", date, description="The day that `grade` is wanted of; today when not given."
)


def with_grades(outlet: Outlet, as_of: date | None = None) -> Response:
    """An outlet, the grade that held on a day, and all its grades."""
    day = as_of or now().date()
    held = grade_as_of(outlet, day)
    return Response(
        {
            **wire.outlet(outlet),
            "as_of": day,
            "grade": wire.grade(held) if held else None,
            "grades": [wire.grade(one) for one in grades_of(outlet)],
        }
    )


class OutletFilters(FilterSet):  # type: ignore[misc]
    """What the list of outlets can be narrowed by."""

    name = CharFilter(lookup_expr="icontains", max_length=200)


class OutletsView(ProjectListing):
    """The outlets of a project."""

    ordering = ("name", "id")
    filters = OutletFilters

    @reads("The project's outlets", answer=wire.Outlet(many=True), filters=OutletFilters)
    def get(self, request: Request, slug: str) -> Response:
        """By name."""
        return self.page(outlets_of(self.seat.project), wire.outlet)

    @writes("Enter an outlet", body=wire.NewOutlet, answer=wire.Outlet, status=201)
    def post(self, request: Request, slug: str) -> Response:
        """The one of that name when the project has it."""
        return Response(
            wire.outlet(services.create_outlet(self.seat, **self.given(wire.NewOutlet))), status=201
        )


class OutletView(ProjectView):
    """One outlet."""

    @reads("An outlet with its grades", answer=wire.OutletDetail, parameters=[AS_OF])
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """With the grade that held `as_of` a day; of all grades the one that holds longest from now on first."""
        return with_grades(outlet_of(self.seat, pk), day_of(request, "as_of"))

    @writes("Rename an outlet or change its homepage", body=wire.OutletChange, answer=wire.OutletDetail)
    def patch(self, request: Request, slug: str, pk: int) -> Response:
        """What is given changes; the rest stays."""
        outlet = outlet_of(self.seat, pk)
        present = {"name": outlet.name, "homepage": outlet.homepage}
        return with_grades(
            services.change_outlet(self.seat, outlet, **present | self.given(wire.OutletChange))
        )


class GradesView(ProjectView):
    """The grades of an outlet."""

    @writes("Grade an outlet from a day on", body=wire.NewGrade, answer=wire.Grade, status=201)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Earlier grades stay; saying again what already holds changes nothing."""
        made = services.grade_outlet(self.seat, outlet_of(self.seat, pk), **self.given(wire.NewGrade))
        return Response(wire.grade(made), status=201)
