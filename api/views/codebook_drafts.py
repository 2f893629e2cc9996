"""Changing a codebook: the draft, what it touches, publishing, and taking a change back."""

from rest_framework.request import Request
from rest_framework.response import Response

from annotations.recoding import preview_draft, preview_undo, publish, undo_change
from api.schema import reads, writes
from api.serializers import codebook as wire
from codebook.drafting import add_change, discard, take_back_last
from codebook.models import CodebookChange
from codebook.versions import book_of, change_of, changes_of

from .base import ProjectListing, ProjectView


class DraftView(ProjectView):
    """The changes that are being prepared."""

    @reads("The draft of a codebook and what it touches", answer=wire.Draft, restricted=True)
    def get(self, request: Request, slug: str, book: str) -> Response:
        """For owners; nothing has changed yet."""
        return self.shown(book)

    @writes("Prepare a change", body=wire.NewChange, answer=wire.Draft, status=201)
    def post(self, request: Request, slug: str, book: str) -> Response:
        """Added to what is prepared; `errors` says what does not fit."""
        add_change(self.seat, book, self.given(wire.NewChange))
        return self.shown(book, 201)

    @writes("Drop the draft", answer=None, status=204)
    def delete(self, request: Request, slug: str, book: str) -> Response:
        """Nothing happens when there is none."""
        discard(self.seat, book)
        return Response(status=204)

    def shown(self, book: str, status: int = 200) -> Response:
        """The draft with what it touches."""
        return Response(wire.draft(*preview_draft(self.seat, book)), status=status)


class TakeBackView(ProjectView):
    """The last change prepared."""

    @writes("Take the last prepared change back", answer=None, status=204)
    def post(self, request: Request, slug: str, book: str) -> Response:
        """A draft without changes is none."""
        take_back_last(self.seat, book)
        return Response(status=204)


class PublishView(ProjectView):
    """Publishing."""

    @writes("Publish the draft and move the tags", body=wire.Seen, answer=wire.CodebookChange, status=202)
    def post(self, request: Request, slug: str, book: str) -> Response:
        """A further version; the job named moves the tags. 409 when the draft is not as it was seen."""
        made = publish(self.seat, book, self.given(wire.Seen)["seen"])
        return Response(wire.change(made), status=202)


class ChangesView(ProjectListing):
    """How versions followed each other."""

    @reads("The changes of a codebook", answer=wire.CodebookChange(many=True))
    def get(self, request: Request, slug: str, book: str) -> Response:
        """The newest first."""
        book_of(self.seat, book)
        return self.page(changes_of(self.seat, book), wire.change)


class ChangeView(ProjectView):
    """One change."""

    @reads("A change of a codebook", answer=wire.CodebookChange)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """With where each code went."""
        return Response(wire.change(change_of(self.seat, pk)))


class UndoView(ProjectView):
    """Taking a change back."""

    @reads("What undoing a change would touch", answer=wire.UndoTouches, restricted=True)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Counted by what is recorded of each tag."""
        return Response(wire.undo_touches(preview_undo(self.seat, change_of(self.seat, pk))))

    @writes("Undo the newest change of a codebook", answer=wire.CodebookChange, status=202)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """A further version as before it; the job named moves the tags back. Again: the same answer."""
        made = undo_change(self.seat, pk)
        fresh = CodebookChange.objects.select_related("old", "new", "instigator").get(pk=made.pk)
        return Response(wire.change(fresh), status=202)
