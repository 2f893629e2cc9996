"""The actor registry: find while tagging, enter a new one without leaving."""

from django_filters import CharFilter, ChoiceFilter, FilterSet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from api.pagination import limit_of
from api.problems import BadQuery
from api.schema import reads, writes
from api.serializers import codebook as wire
from codebook import registry
from codebook.models import ACTOR_KINDS
from codebook.querysets import actors_visible_to, search_actors

from .base import ProjectListing, ProjectView, found, results

SEARCH = OpenApiParameter(
    "search", str, description="Find by name, typing errors forgiven; best first, one page, no other filter."
)


class ActorFilters(FilterSet):  # type: ignore[misc]
    """What the list of actors can be narrowed by."""

    kind = ChoiceFilter(choices=[(kind, kind) for kind in ACTOR_KINDS])
    country = CharFilter(max_length=2)
    wikidata = CharFilter(max_length=20)


class ActorsView(ProjectListing):
    """The actors of a project."""

    filters = ActorFilters
    also = frozenset({"search"})

    @reads(
        "Find or list actors", answer=wire.FoundActor(many=True), filters=ActorFilters, parameters=[SEARCH]
    )
    def get(self, request: Request, slug: str) -> Response:
        """Newest first; with `search`, best first."""
        wanted = request.query_params.get("search")
        if wanted is None:
            return self.page(actors_visible_to(self.seat), wire.actor)
        if len(wanted) > 200 or "\0" in wanted:
            raise BadQuery("search", "Search for a name of up to 200 printable characters.")
        limit = limit_of(request) if "limit" in request.query_params else 8
        return results(wire.hit(hit) for hit in search_actors(self.seat, wanted, limit))

    @writes("Enter an actor", body=wire.NewActor, answer=wire.ActorDetail, status=201)
    def post(self, request: Request, slug: str) -> Response:
        """Its label is its first name."""
        actor = registry.create_actor(self.seat, **self.given(wire.NewActor))
        return Response(wire.actor_with_names(actor), status=201)


class ActorView(ProjectView):
    """One actor."""

    @reads("An actor with its names", answer=wire.ActorDetail)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Merged actors are found under their survivors."""
        return Response(
            wire.actor_with_names(found(actors_visible_to(self.seat).filter(pk=pk).first(), "actor"))
        )

    @writes("Change an actor", body=wire.ActorChange, answer=wire.ActorDetail)
    def patch(self, request: Request, slug: str, pk: int) -> Response:
        """What is given changes; the rest stays, its names too."""
        actor = registry.change_actor(self.seat, pk, **self.given(wire.ActorChange))
        return Response(wire.actor_with_names(actor))


class AliasesView(ProjectView):
    """The names of an actor."""

    @writes("Give an actor another name", body=wire.NewAlias, answer=wire.Alias, status=201)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """A name it already goes by changes nothing."""
        return Response(
            wire.alias(registry.add_alias(self.seat, pk, **self.given(wire.NewAlias))), status=201
        )
