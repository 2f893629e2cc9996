"""Suggestions: of a sentence, of a source page by page, and rejecting one."""

from rest_framework.request import Request
from rest_framework.response import Response

from api.schema import reads, writes
from api.serializers import suggestions as wire
from sources.querysets import sentence_of, sentences_of, source_of
from suggestions.querysets import suggestions_for
from suggestions.services import reject_suggestion

from .base import ProjectListing, ProjectView


class SuggestionsView(ProjectView):
    """What may be tagged in a sentence."""

    @reads("Suggestions for a sentence", answer=wire.SentenceSuggestions)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """In reading order; not what the team's layer says already, nor what was rejected here."""
        sentence = sentence_of(self.seat, pk)
        return Response(wire.of_sentence(pk, suggestions_for(self.seat, [sentence])[pk]))


class RejectionsView(ProjectView):
    """Suggestions that a sentence is not offered again."""

    @writes("Reject a suggestion", answer=wire.Rejected, status=201, body=wire.RejectionIn)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """It is not offered on this sentence again. Repeating it changes nothing."""
        rejection = reject_suggestion(self.seat, pk, self.given(wire.RejectionIn)["key"])
        return Response({"sentence": pk, "key": rejection.key, "kind": rejection.kind}, 201)


class SourceSuggestionsView(ProjectListing):
    """What may be tagged in a source."""

    ordering = ("ordinal",)

    @reads("Suggestions for a source's sentences", answer=wire.SentenceSuggestions(many=True))
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Sentence by sentence in reading order, those without suggestions too."""
        paginator = self.pagination_class()
        rows = self.filtered(sentences_of(source_of(self.seat, pk)))
        page = paginator.paginate_queryset(rows, request, view=self)
        offers = suggestions_for(self.seat, page)
        return paginator.get_paginated_response([wire.of_sentence(row.pk, offers[row.pk]) for row in page])
