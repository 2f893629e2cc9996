"""Choosing what a project codes with: schemes that are shipped, its own, or brought in as a file."""

from dataclasses import replace

from django.db import transaction

from accounts.models import Membership, Project
from activity.services import record
from common.errors import Conflict

from . import schemes
from .drafting import add_change
from .models import Adoption, Codebook, CodebookDraft
from .permissions import can_change_codebooks
from .schemes import EVENT_TYPES, read_file
from .services import ensure_shipped, write_version
from .versions import book_of, next_version


@transaction.atomic
def adopt(seat: Membership, slug: str) -> Adoption:
    """Let the project code with the codebook too, as it stands; a no-op when it does. Locks the project's row."""
    can_change_codebooks(seat).require()
    Project.objects.select_for_update(no_key=True).get(pk=seat.project_id)
    if slug in schemes.shipped():
        ensure_shipped(slug)
    book = book_of(seat, slug)
    if book.kind != EVENT_TYPES:
        raise Conflict(
            "Events are coded with event types only; this scheme is used as it is.", code="fixed-scheme"
        )
    standing = Adoption.objects.filter(project=seat.project_id, codebook=book, ended_at=None).first()
    if standing is not None:
        return standing
    first = not Adoption.objects.filter(project=seat.project_id, is_default=True).exists()
    adoption, _ = Adoption.objects.update_or_create(
        project=seat.project, codebook=book, defaults={"ended_at": None, "is_default": first}
    )
    _record(seat, "codebook.adopted", book)
    return adoption


@transaction.atomic
def set_default(seat: Membership, slug: str) -> Adoption:
    """Offer this codebook's codes first; a no-op when that is so already."""
    can_change_codebooks(seat).require()
    Project.objects.select_for_update(no_key=True).get(pk=seat.project_id)
    book = book_of(seat, slug)
    adoption = Adoption.objects.filter(project=seat.project_id, codebook=book, ended_at=None).first()
    if adoption is None:
        raise Conflict("The project does not code with this codebook; adopt it first.", code="not-adopted")
    if not adoption.is_default:
        Adoption.objects.filter(project=seat.project_id, is_default=True).update(is_default=False)
        Adoption.objects.filter(pk=adoption.pk).update(is_default=True)
        adoption.is_default = True
        _record(seat, "codebook.made_default", book)
    return adoption


@transaction.atomic
def import_codebook(seat: Membership, raw: bytes, name: str) -> Codebook | CodebookDraft:
    """Bring in a file: a new codebook of the project's, or, where there is one of that slug, a draft that replaces it.

    Invalid names every fault of the file with its place; then nothing is kept.
    """
    can_change_codebooks(seat).require()
    scheme = read_file(raw, name)
    if scheme.kind != EVENT_TYPES:
        raise Conflict(
            "Only event types can be brought in: roles, grades and reasons are part of how Attest keeps data.",
            code="fixed-scheme",
        )
    Project.objects.select_for_update(no_key=True).get(pk=seat.project_id)
    if next_version(seat.project_id, scheme.slug) > 1 or scheme.slug in schemes.shipped():
        codes = [entry.as_data() for entry in scheme.codes]
        change = {"op": "replace", "codes": codes, "title": scheme.title, "credit": scheme.credit}
        return add_change(seat, scheme.slug, change)
    first = replace(scheme, version=1, codes=tuple(replace(entry, formerly=()) for entry in scheme.codes))
    book = write_version(first, owner=seat)
    _record(seat, "codebook.imported", book)
    return book


def _record(seat: Membership, verb: str, book: Codebook) -> None:
    record(
        verb,
        target_kind="codebook",
        target_id=book.pk,
        project_id=seat.project_id,
        actor_id=seat.coder_id,
        new={"slug": book.slug, "version": book.version, "title": book.title},
    )
