"""Reading sentences: a source's, one with its tags, its history, and what changed since."""

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from activity import querysets as stream
from activity.querysets import Cursor
from annotations.models import AnnotationSet, Revision
from annotations.querysets import layer_sets
from api.problems import BadQuery
from api.schema import reads
from api.serializers import sentences as wire
from sources.querysets import sentence_of, sentences_of, source_of

from .activity import PLACE
from .base import ProjectListing, ProjectView

MOST_ROWS = 500
SINCE = OpenApiParameter(
    "since", str, description="`cursor` of the answer before. Without it: no rows, and where to start."
)


class SentencesView(ProjectListing):
    """The sentences of a source."""

    ordering = ("ordinal",)

    @reads("A source's sentences with their tags", answer=wire.SentenceWithTags(many=True))
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """In reading order, of the cut people work on; the team's layer."""
        paginator = self.pagination_class()
        rows = self.filtered(sentences_of(source_of(self.seat, pk)))
        page = paginator.paginate_queryset(rows, request, view=self)
        return paginator.get_paginated_response(wire.with_tags(self.seat, page))


class SentenceView(ProjectView):
    """One sentence."""

    @reads("A sentence with its tags", answer=wire.SentenceDetail)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """As received; offsets of tags count in its text."""
        return Response(wire.detail(self.seat, sentence_of(self.seat, pk)))


class RevisionsView(ProjectListing):
    """The history of a sentence."""

    ordering = ("-number",)

    @reads("What was done to a sentence", answer=wire.RevisionRow(many=True))
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Newest first; none while nobody has read it."""
        sentence = sentence_of(self.seat, pk)
        mine = layer_sets(self.seat).filter(sentence=sentence)
        rows = Revision.objects.filter(annotation_set__in=mine).select_related("author", "instigator")
        return self.page(rows, wire.revision)


class ChangesView(ProjectView):
    """The cheap question a workbench asks every few seconds."""

    @reads("What changed in a source since", answer=wire.Changes, parameters=[SINCE])
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """The sets whose tags or state are newer than the cursor, in the layers you may see."""
        source = source_of(self.seat, pk)
        since = request.query_params.get("since")
        rows: list[AnnotationSet] = []
        place = stream.head()
        if since is not None:
            if not PLACE.fullmatch(since):
                raise BadQuery("since", "Take it from `cursor` of the answer before.")
            rows, place = self.changed(source.pk, Cursor.parse(since))
        number = source.current.number if source.current else 0
        return Response(
            {"results": [wire.change(row) for row in rows], "cursor": str(place), "version": number}
        )

    def changed(self, source: int, since: Cursor) -> tuple[list[AnnotationSet], Cursor]:
        """The source's sets that the stream names after `since`, and how far the stream was read."""
        told = stream.after(self.seat.project_id, since, MOST_ROWS)
        if not told:
            return [], since
        touched = {int(row.target_id) for row in told if row.target_kind == "set"}
        sets: QuerySet[AnnotationSet] = layer_sets(self.seat).filter(pk__in=touched, source=source)
        return list(sets.select_related("last_author").order_by("id")), Cursor(told[-1].xact, told[-1].pk)
