"""Codebooks: what the project codes with, their versions, and files that come in."""

from typing import ClassVar

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.recoding import unadopt
from api.schema import reads, writes
from api.serializers import codebook as wire
from codebook.adopting import adopt, import_codebook, set_default
from codebook.models import Adoption, Codebook
from codebook.services import ensure_all_shipped
from codebook.versions import book_of, books_of

from .base import ProjectListing, ProjectView


class OfBook(ProjectView):
    """A view on one codebook of the project."""

    def adoption(self, book: Codebook) -> Adoption | None:
        """The project's adoption of the version, if it stands."""
        found = Adoption.objects.filter(project=self.seat.project_id, codebook=book, ended_at=None)
        return found.first()

    def whole(self, book: Codebook, status: int = 200) -> Response:
        """A version with its codes."""
        return Response(wire.codebook(book, self.adoption(book)), status=status)


class CodebooksView(ProjectListing):
    """The adopted codebooks."""

    ordering = ("id",)

    @reads("The codebooks the project codes with", answer=wire.Codebook(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """In the order of their adoption, each with its codes in order; one is the default."""
        adopted = Adoption.objects.filter(project=self.seat.project_id, ended_at=None)
        return self.page(
            adopted.select_related("codebook").prefetch_related("codebook__codes"),
            lambda adoption: wire.codebook(adoption.codebook, adoption),
        )

    @writes("Bring in a codebook file", body=wire.CodebookFile, answer=wire.CodebookVersion, status=201)
    def post(self, request: Request, slug: str) -> Response:
        """A new codebook; or, where the project has one of that slug, a draft that replaces its codes (see `draft/`).

        `errors` names every fault of the file with its line.
        """
        given = self.given(wire.CodebookFile)
        made = import_codebook(self.seat, given["text"].encode("utf-8", "surrogatepass"), given["name"])
        book = made if isinstance(made, Codebook) else made.base
        return Response(wire.version(book, None), status=201)


class Versions(ProjectListing):
    """A list of versions, each with how the project stands to it."""

    def shown(self, books: QuerySet[Codebook]) -> Response:
        """A page of these."""
        adopted = Adoption.objects.filter(project=self.seat.project_id, ended_at=None)
        standing = {one.codebook_id: one for one in adopted}
        return self.page(books, lambda book: wire.version(book, standing.get(book.pk)))


class ShippedView(Versions):
    """What could be adopted."""

    ordering = ("id",)

    @reads("The schemes shipped with Attest", answer=wire.CodebookVersion(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Event types can be adopted; roles, grades and reasons are used as they are."""
        ensure_all_shipped()
        return self.shown(Codebook.objects.filter(project=None))


class CodebookView(OfBook):
    """One codebook as it stands."""

    @reads("A codebook with its codes", answer=wire.Codebook)
    def get(self, request: Request, slug: str, book: str) -> Response:
        """The version the project is at."""
        return self.whole(book_of(self.seat, book))


class VersionsView(Versions):
    """The versions of a codebook."""

    ordering = ("-version", "id")

    @reads("The versions of a codebook", answer=wire.CodebookVersion(many=True))
    def get(self, request: Request, slug: str, book: str) -> Response:
        """The newest first."""
        book_of(self.seat, book)
        return self.shown(books_of(self.seat).filter(slug=book))


class VersionView(OfBook):
    """One version."""

    @reads("A version of a codebook with its codes", answer=wire.Codebook)
    def get(self, request: Request, slug: str, book: str, version: int) -> Response:
        """It never changes."""
        return self.whole(book_of(self.seat, book, version))


class ChoiceView(OfBook):
    """Choosing what the project codes with."""

    verb: ClassVar[str] = "adopt"

    def choose(self, book: str) -> Response:
        """Do it, and answer with the codebook."""
        {"adopt": adopt, "leave": unadopt, "default": set_default}[self.verb](self.seat, book)
        return self.whole(book_of(self.seat, book))


class AdoptView(ChoiceView):
    """Taking a codebook up."""

    @writes("Code with this codebook too", answer=wire.Codebook)
    def post(self, request: Request, slug: str, book: str) -> Response:
        """Changes nothing when the project does already."""
        return self.choose(book)


class LeaveView(ChoiceView):
    """Giving a codebook up."""

    verb = "leave"

    @writes("Code with this codebook no longer", answer=wire.Codebook)
    def post(self, request: Request, slug: str, book: str) -> Response:
        """Refused while tags stand on its codes: `detail` says how many."""
        return self.choose(book)


class DefaultView(ChoiceView):
    """Making a codebook the default."""

    verb = "default"

    @writes("Make this codebook the default", answer=wire.Codebook)
    def post(self, request: Request, slug: str, book: str) -> Response:
        """Its codes are offered first."""
        return self.choose(book)
