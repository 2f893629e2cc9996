"""The actor registry: find while tagging, enter and change actors, their names and relations, merge twins."""

from datetime import date

from django_filters import CharFilter, ChoiceFilter, FilterSet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.mentions import touched_by_merge
from api.pagination import limit_of
from api.problems import BadQuery
from api.schema import READING, documented, reads, writes
from api.serializers import actors as wire
from codebook import registry
from codebook.models import ACTOR_KINDS, ACTOR_STATUSES
from codebook.querysets import actors_visible_to, search_actors
from codebook.registry.reading import actor_of, known_of
from codebook.registry.structure import family_of

from .base import LARGEST_ID, ProjectListing, ProjectView, results

SEARCH = OpenApiParameter(
    "search",
    str,
    description="Find by name, typing errors and other transliterations forgiven; best first, one page, no other "
    "filter but `on`.",
)
ON = OpenApiParameter(
    "on", date, description="With `search`: names not in use on this day are ranked lower and say so."
)
INTO = OpenApiParameter("into", int, required=True, description="The actor that would stay.")


class ActorFilters(FilterSet):  # type: ignore[misc]
    """What the list of actors can be narrowed by."""

    kind = ChoiceFilter(choices=[(kind, kind) for kind in ACTOR_KINDS])
    status = ChoiceFilter(choices=[(status, status) for status in ACTOR_STATUSES])
    country = CharFilter(max_length=2)
    wikidata = CharFilter(max_length=20)
    ucdp = CharFilter(max_length=10)
    key = CharFilter(max_length=64)


class ActorsView(ProjectListing):
    """The actors of a project."""

    filters = ActorFilters
    also = frozenset({"search", "on"})

    @reads(
        "Find or list actors",
        answer=wire.FoundActor(many=True),
        filters=ActorFilters,
        parameters=[SEARCH, ON],
    )
    def get(self, request: Request, slug: str) -> Response:
        """Newest first; with `search`, best first."""
        wanted = request.query_params.get("search")
        if wanted is None:
            return self.page(actors_visible_to(self.seat), wire.actor)
        if len(wanted) > 200 or "\0" in wanted:
            raise BadQuery("search", "Search for a name of up to 200 printable characters.")
        limit = limit_of(request) if "limit" in request.query_params else 8
        return results(
            wire.hit(hit) for hit in search_actors(self.seat, wanted, limit, day_of(request, "on"))
        )

    @writes("Enter an actor", body=wire.NewActor, answer=wire.ActorDetail, status=201)
    def post(self, request: Request, slug: str) -> Response:
        """Its label is its first name."""
        actor = registry.create_actor(self.seat, **self.given(wire.NewActor))
        return Response(wire.detail(known_of(actor)), status=201)


class ActorView(ProjectView):
    """One actor."""

    @reads("An actor with its names and relations", answer=wire.ActorDetail)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """A merged one says into which; that one has its names too."""
        return Response(wire.detail(known_of(actor_of(self.seat, pk))))

    @writes("Change an actor", body=wire.ActorChange, answer=wire.ActorDetail)
    def patch(self, request: Request, slug: str, pk: int) -> Response:
        """What is given changes; the rest stays, its names too."""
        return Response(
            wire.detail(known_of(registry.change_actor(self.seat, pk, **self.given(wire.ActorChange))))
        )


class AliasesView(ProjectView):
    """The names of an actor."""

    @writes("Give an actor another name", body=wire.NewAlias, answer=wire.Alias, status=201)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """A name it already goes by changes nothing; a retired one is used again."""
        return Response(
            wire.alias(registry.add_alias(self.seat, pk, **self.given(wire.NewAlias))), status=201
        )


class AliasView(ProjectView):
    """One name of an actor."""

    @writes("Change a name", body=wire.AliasChange, answer=wire.Alias)
    def patch(self, request: Request, slug: str, pk: int, alias: int) -> Response:
        """What is given changes; the rest stays."""
        changed = registry.change_alias(self.seat, pk, alias, **self.given(wire.AliasChange))
        return Response(wire.alias(changed))

    @writes("Retire a name", answer=wire.Alias)
    def delete(self, request: Request, slug: str, pk: int, alias: int) -> Response:
        """It finds nobody any more and stays in the registry; adding it again restores it."""
        return Response(wire.alias(registry.retire_alias(self.seat, pk, alias)))


class RelationsView(ProjectView):
    """The relations of an actor."""

    @reads("An actor's relations, both ways", answer=wire.Relations)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """By kind and begin, those of entries merged into it among them."""
        return results(wire.bond(one) for one in known_of(actor_of(self.seat, pk)).bonds)

    @writes("Relate an actor to another", body=wire.NewRelation, answer=wire.Relation, status=201)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """`part_of` closes no circle. Known from the same begin on, it changes nothing."""
        given = self.given(wire.NewRelation)
        made = registry.add_relation(self.seat, pk, object_id=given.pop("object"), **given)
        return Response(wire.relation(made), status=201)


class RelationView(ProjectView):
    """One relation."""

    @writes("Change a relation's window or source", body=wire.RelationChange, answer=wire.Relation)
    def patch(self, request: Request, slug: str, pk: int) -> Response:
        """Who stands in it never changes: remove it and add another."""
        changed = registry.change_relation(self.seat, pk, **self.given(wire.RelationChange))
        return Response(wire.relation(changed))

    @writes("Remove a relation", status=204)
    def delete(self, request: Request, slug: str, pk: int) -> Response:
        """What it said stays in the history."""
        registry.remove_relation(self.seat, pk)
        return Response(status=204)


class MergeView(ProjectView):
    """The redirect of one actor to another."""

    @documented("What merging would touch", answer=wire.Preview, parameters=[INTO], refuses=(*READING, 422))
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Counts; nothing changes."""
        text = request.query_params.get("into", "")
        if not (text.isascii() and text.isdigit() and 0 < int(text[:20]) <= LARGEST_ID):
            raise BadQuery("into", "Give the id of the actor that would stay.")
        seen = registry.preview_merge(self.seat, pk, int(text))
        touched = touched_by_merge(self.seat, family_of(seen.actor.pk), family_of(seen.into.pk))
        return Response(wire.preview(seen, touched))

    @writes("Merge an actor into another", body=wire.Merge, answer=wire.Actor)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """A redirect: tags keep the actor they were coded with and are read as the other's."""
        return Response(wire.actor(registry.merge_actors(self.seat, pk, self.given(wire.Merge)["into"])))

    @writes("Undo a merge", answer=wire.Actor)
    def delete(self, request: Request, slug: str, pk: int) -> Response:
        """The actor stands on its own again, exactly as it was."""
        return Response(wire.actor(registry.undo_merge(self.seat, pk)))


def day_of(request: Request, name: str) -> date | None:
    """The day a parameter names, if it is given."""
    text = request.query_params.get(name)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadQuery(name, "Give a day such as 2007-06-14.") from error
