"""Tags without words: the worklist, and what is decided."""

from django.db.models import QuerySet
from django_filters import ChoiceFilter, FilterSet, NumberFilter
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import orphans
from annotations.models import KINDS, ORPHAN_STATES, OrphanTag
from api.schema import reads, writes
from api.serializers import annotations as annotations_wire
from api.serializers import revisions as wire

from .base import ProjectListing, ProjectView


class OrphanFilters(FilterSet):  # type: ignore[misc]
    """What the worklist can be narrowed by."""

    source = NumberFilter(
        field_name="source_id", min_value=1, max_value=2**63 - 1, help_text="A source's id."
    )
    state = ChoiceFilter(choices=[(one, one) for one in ORPHAN_STATES])
    kind = ChoiceFilter(choices=[(one, one) for one in KINDS])


class OrphansView(ProjectListing):
    """The worklist."""

    filters = OrphanFilters

    @reads("Tags without words", answer=wire.Orphan(many=True), filters=OrphanFilters)
    def get(self, request: Request, slug: str) -> Response:
        """Newest first, resolved ones among them unless `state` says otherwise."""
        rows: QuerySet[OrphanTag] = orphans.visible_to(self.seat)
        return self.page(rows, wire.orphan)


class _One(ProjectView):
    """What the views of one orphan share."""

    def told(self, pk: int) -> Response:
        """The orphan with the best places for it."""
        one = orphans.orphan_of(self.seat, pk)
        places = orphans.candidates([one])[one.pk]
        return Response(wire.orphan(one) | {"places": [wire.place(each) for each in places]})


class OrphanView(_One):
    """One tag without words."""

    @reads("A tag without words, with the best places for it", answer=wire.OrphanDetail)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Places are of the source as it stands."""
        return self.told(pk)


class PlaceView(_One):
    """Placing it."""

    @writes("Place a tag at words of a sentence", body=wire.Placing, answer=annotations_wire.Saved)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """An ordinary revision of whoever places; links that can be kept come along."""
        given = self.given(wire.Placing)
        answer = orphans.place(self.seat, pk, given["sentence"], given["start"], given["end"])
        return Response(answer.body())


class DiscardView(_One):
    """Giving it up."""

    @writes("Give a tag up", body=wire.GivingUp, answer=wire.OrphanDetail)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """With a reason; it stays on record."""
        orphans.discard(self.seat, pk, self.given(wire.GivingUp)["why"])
        return self.told(pk)


class ReopenView(_One):
    """Putting it back."""

    @writes("Put a tag back on the worklist", answer=wire.OrphanDetail)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """One that was given up, or whose placed tag was removed since."""
        orphans.reopen(self.seat, pk)
        return self.told(pk)
