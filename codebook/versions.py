"""Which version of a codebook a project is at, and where the codes of an earlier one went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet

from accounts.models import Membership
from common.errors import NotThere

from .models import Adoption, Code, Codebook, CodebookChange


def books_of(seat: Membership) -> QuerySet[Codebook]:
    """Every codebook version the project may look at: its own and the shipped ones."""
    return Codebook.objects.filter(Q(project=seat.project_id) | Q(project=None))


def book_of(seat: Membership, slug: str, version: int | None = None) -> Codebook:
    """The version the project is at: adopted, else its own newest, else the shipped one; or the version asked for.

    NotThere when there is none.
    """
    books = books_of(seat).filter(slug=slug)
    if version is not None:
        found = books.filter(version=version).order_by("project_id").first()
    else:
        standing = Adoption.objects.filter(
            project=seat.project_id, codebook__slug=slug, ended_at=None
        ).select_related("codebook")
        adoption = standing.first()
        found = adoption.codebook if adoption else None
        found = found or books.filter(project=seat.project_id).order_by("-version").first()
        found = found or books.order_by("-version").first()
    if found is None:
        raise NotThere("There is no such codebook in this project.")
    return found


def versions_of(seat: Membership, slug: str) -> list[Codebook]:
    """All versions of a codebook, newest first."""
    return list(books_of(seat).filter(slug=slug).order_by("-version", "project_id"))


def changes_of(seat: Membership, slug: str) -> QuerySet[CodebookChange]:
    """How the project's versions of a codebook followed each other, newest first."""
    return (
        CodebookChange.objects.filter(project=seat.project_id, old__slug=slug)
        .select_related("old", "new", "instigator__user", "job", "undone_by")
        .order_by("-pk")
    )


def change_of(seat: Membership, change_id: int) -> CodebookChange:
    """One change of the project; NotThere when there is no such."""
    found = CodebookChange.objects.filter(project=seat.project_id, pk=change_id)
    change = found.select_related("old", "new", "instigator__user", "job", "undoes", "undone_by").first()
    if change is None:
        raise NotThere("There is no such change of a codebook in this project.")
    return change


def next_version(project_id: int, slug: str) -> int:
    """The number a further version gets."""
    books = Codebook.objects.filter(Q(project=project_id) | Q(project=None), slug=slug)
    return int(books.aggregate(last=Max("version"))["last"] or 0) + 1


@dataclass(frozen=True, slots=True)
class Place:
    """A code of a version with modes of it. `codebook` is "slug@version"."""

    codebook: str
    code: str
    modes: tuple[str, ...]


def moved(place: Place, change: CodebookChange) -> Place | None:
    """Where a code of the old version stands in the new one; None when nowhere. Modes without a place are left out."""
    target = change.codes.get(place.code)
    if target is None:
        return None
    went = change.modes.get(place.code, {})
    modes = dict.fromkeys(mode for mode in (went.get(mode, mode) for mode in place.modes) if mode is not None)
    return Place(change.new.name, target, tuple(modes))


def led_on(project_id: int, places: Iterable[Place]) -> dict[Place, tuple[Place, Code]]:
    """Where codes of versions that were followed by others stand today, with the row; what leads nowhere is missing."""
    wanted = list(places)
    slugs = {place.codebook.rpartition("@")[0] for place in wanted}
    chain = {
        change.old.name: change
        for change in CodebookChange.objects.filter(
            project_id=project_id, old__slug__in=slugs
        ).select_related("old", "new")
    }
    ends: dict[Place, tuple[Place, int]] = {}
    for place in wanted:
        at: Place | None = place
        book = 0
        while at is not None and (change := chain.get(at.codebook)) is not None:
            at, book = moved(at, change), change.new_id
        if at is not None and book:
            ends[place] = (at, book)
    rows = {(code.codebook_id, code.value): code for code in _codes(ends.values())}
    return {
        place: (_within(at, rows[book, at.code]), rows[book, at.code])
        for place, (at, book) in ends.items()
        if (book, at.code) in rows
    }


def _codes(ends: Iterable[tuple[Place, int]]) -> Sequence[Code]:
    pairs = list(ends)
    return list(
        Code.objects.filter(
            codebook__in={book for _, book in pairs}, value__in={place.code for place, _ in pairs}
        )
    )


def _within(place: Place, code: Code) -> Place:
    """The place with only the modes the code has."""
    return Place(place.codebook, place.code, tuple(mode for mode in place.modes if mode in code.modes))
