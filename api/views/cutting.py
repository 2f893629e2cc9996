"""Where sentences end: split, merge, and take that back; whose a citation marker is."""

from collections.abc import Callable

from rest_framework.request import Request
from rest_framework.response import Response

from annotations.reanchoring import merge_with_next, split_sentence, undo_cut
from api.schema import writes
from api.serializers import sentences as wire
from sources.models import Citation, Sentence
from sources.querysets import sentence_of
from sources.services import Recut, name_citation_owner

from .base import ProjectView, found


class Cutting(ProjectView):
    """What the three verbs share."""

    def cut(self, verb: Callable[[], Recut]) -> Response:
        """Cut, and tell what became of each sentence that changed."""
        recut = verb()
        ids = {piece.new_id for piece in recut.pieces}
        rows = list(Sentence.objects.filter(pk__in=ids).order_by("ordinal"))
        return Response(
            {
                "source": recut.source.pk,
                "version": recut.version.number,
                "pieces": [
                    {
                        "old": piece.old_id,
                        "new": piece.new_id,
                        "start": piece.start,
                        "end": piece.end,
                        "shift": piece.shift,
                    }
                    for piece in recut.pieces
                ],
                "sentences": wire.with_tags(self.seat, rows),
            }
        )


class SplitView(Cutting):
    """One sentence becomes two."""

    @writes("Split a sentence", body=wire.Split, answer=wire.Recut)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """At an offset of its received text; tags go with their words, a cut through one is a conflict."""
        at = self.given(wire.Split)["at"]
        return self.cut(lambda: split_sentence(self.seat, pk, at))


class MergeView(Cutting):
    """Two sentences become one."""

    @writes("Merge a sentence with the one after it", answer=wire.Recut)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """The tags of both stand in the joined one."""
        return self.cut(lambda: merge_with_next(self.seat, pk))


class UndoCutView(Cutting):
    """Taking a cut back."""

    @writes("Take back the last split or merge of a source", answer=wire.Recut)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Undoing that again is a redo."""
        return self.cut(lambda: undo_cut(self.seat, pk))


class CitationView(ProjectView):
    """A citation marker."""

    @writes("Say which sentence a leading marker closes", body=wire.Owner, answer=wire.CitationMark)
    def patch(self, request: Request, slug: str, pk: int) -> Response:
        """Another sentence of the same source; null: unknown again."""
        owner = self.given(wire.Owner)["owner"]
        marks = Citation.objects.filter(pk=pk, sentence__project=self.seat.project_id)
        mark = found(marks.first(), "citation")
        sentence = None if owner is None else sentence_of(self.seat, owner)
        return Response(wire.mark(name_citation_owner(self.seat, mark, sentence)))
