"""What every view shares: who asks, from which seat, and how a list is filtered and paged."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, TypeVar, cast

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django_filters import FilterSet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from accounts.models import Membership, User
from accounts.querysets import membership_of
from api.pagination import Cursor
from api.problems import BadQuery
from api.rendering import AlwaysJson
from api.schema import ByNoun
from common.errors import NotThere

PAGING = frozenset({"cursor", "limit"})
LARGEST_ID = 2**63 - 1
Wire = Callable[[Any], Any]
M = TypeVar("M")


class ApiView(APIView):
    """A view for anyone signed in."""

    content_negotiation_class = AlwaysJson
    metadata_class = None
    schema = ByNoun()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Sign in, then refuse ids no row can have."""
        super().initial(request, *args, **kwargs)
        if any(isinstance(value, int) and value > LARGEST_ID for value in kwargs.values()):
            raise NotThere("There is nothing at this address.")

    @property
    def person(self) -> User:
        """Who asks."""
        return cast("User", self.request.user)

    def given(self, shape: type[Serializer[Any]], *, partial: bool = False) -> dict[str, Any]:
        """The body, checked against `shape`: the fields that were sent and the defaults of the others."""
        serializer = shape(data=self.request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        return cast("dict[str, Any]", serializer.validated_data)


class ProjectView(ApiView):
    """A view for members: everyone else gets the 404 of a project that does not exist, whatever the rest says."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find the seat before the method is even looked at."""
        super().initial(request, *args, **kwargs)
        self.seat  # noqa: B018 - outsiders leave here

    @cached_property
    def seat(self) -> Membership:
        """The person's membership, with project, coder and user."""
        return membership_of(self.person, str(self.kwargs["slug"]))


class Listing(ApiView):
    """A view that lists: filters declared by django-filter, pages by cursor."""

    pagination_class = Cursor
    ordering: ClassVar[tuple[str, ...]] = ("-id",)
    filters: ClassVar[type[FilterSet] | None] = None
    also: ClassVar[frozenset[str]] = frozenset()

    def filtered(self, queryset: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        """The rows the address asks for; BadQuery names a parameter or value that means nothing here."""
        known = PAGING | self.also | (set(self.filters.base_filters) if self.filters else set())
        for name in self.request.query_params:
            if name not in known:
                raise BadQuery(name, f"There is no filter “{name[:60]}” here.")
        if self.filters is None:
            return queryset
        chosen = self.filters(self.request.query_params, queryset=queryset, request=self.request)
        if not chosen.is_valid():
            field, messages = next(iter(chosen.errors.items()))
            raise BadQuery(field, " ".join(messages))
        return cast("QuerySet[Any, Any]", chosen.qs)

    def page(
        self, queryset: QuerySet[Any, Any], wire: Wire, prepare: Callable[[list[Any]], None] | None = None
    ) -> Response:
        """One page of the filtered rows, each through `wire`; `prepare` sees the page's rows first."""
        paginator = self.pagination_class()
        rows = paginator.paginate_queryset(self.filtered(queryset), self.request, view=self)
        if prepare is not None:
            prepare(rows)
        return paginator.get_paginated_response([wire(row) for row in rows])


class ProjectListing(Listing, ProjectView):
    """A list within a project."""


def found(row: M | None, what: str) -> M:
    """The row; NotThere with its name when there is none."""
    if row is None:
        raise NotThere(f"There is no such {what} in this project.")
    return row


def results(rows: Iterable[Any]) -> Response:
    """A short list, whole."""
    return Response({"results": list(rows), "next": None})
