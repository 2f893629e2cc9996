"""Preparing changes: one draft per codebook, shared by the project's owners; nothing takes effect before publishing."""

from typing import Any, Final

from django.db import transaction

from accounts.models import Membership
from common.errors import Conflict, NotThere
from common.time import now

from .changes import Change, Outcome, apply
from .models import Codebook, CodebookDraft
from .permissions import can_change_codebooks
from .schemes import EVENT_TYPES
from .versions import book_of, next_version

MOST_CHANGES: Final = 200


def draft_of(seat: Membership, slug: str) -> CodebookDraft | None:
    """The draft on a codebook, or None when nothing is prepared."""
    found = CodebookDraft.objects.filter(project=seat.project_id, slug=slug)
    return found.select_related("base", "changed_by__user").first()


def outcome_of(draft: CodebookDraft) -> Outcome:
    """What publishing the draft would lead to."""
    version = next_version(draft.project_id, draft.slug)
    return apply(draft.base.scheme(), draft.changes, version=version)


@transaction.atomic
def add_change(seat: Membership, slug: str, change: Change) -> CodebookDraft:
    """Add a change to the draft, begun at the first; Invalid when it does not fit what is prepared. Locks the draft."""
    can_change_codebooks(seat).require()
    base = _changeable(seat, slug)
    CodebookDraft.objects.get_or_create(
        project=seat.project, slug=slug, defaults={"base": base, "changed_by": seat.coder}
    )
    draft = _locked(seat, slug)
    if len(draft.changes) >= MOST_CHANGES:
        raise Conflict(
            f"A draft holds at most {MOST_CHANGES} changes; publish these first.", code="draft-full"
        )
    changes = [*draft.changes, dict(change)]
    apply(draft.base.scheme(), changes, version=1)
    _keep(seat, draft, changes)
    return draft


@transaction.atomic
def take_back_last(seat: Membership, slug: str) -> CodebookDraft | None:
    """Take the last change out of the draft; a draft without changes is none."""
    can_change_codebooks(seat).require()
    draft = _locked(seat, slug)
    _keep(seat, draft, draft.changes[:-1])
    if draft.changes:
        return draft
    draft.delete()
    return None


@transaction.atomic
def discard(seat: Membership, slug: str) -> None:
    """Drop the draft; a no-op when there is none."""
    can_change_codebooks(seat).require()
    book_of(seat, slug)
    CodebookDraft.objects.filter(project=seat.project_id, slug=slug).delete()


def locked_draft(seat: Membership, slug: str, seen: int) -> CodebookDraft:
    """The draft with its row locked; Conflict when it is not as the owner saw it."""
    draft = _locked(seat, slug)
    if draft.revision != seen:
        raise Conflict(
            "The draft was changed since you looked at it. Look again at what it touches, then publish.",
            code="stale-draft",
            seen=seen,
            current=draft.revision,
        )
    return draft


def _changeable(seat: Membership, slug: str) -> Codebook:
    book = book_of(seat, slug)
    if book.kind != EVENT_TYPES:
        raise Conflict(
            "Only event types can be changed: roles, grades and reasons are part of how Attest keeps data.",
            code="fixed-scheme",
        )
    return book


def _locked(seat: Membership, slug: str) -> CodebookDraft:
    found = CodebookDraft.objects.select_for_update(of=("self",)).select_related("base")
    draft = found.filter(project=seat.project_id, slug=slug).first()
    if draft is None:
        raise NotThere(
            "Nothing is prepared for this codebook; another owner may have published or dropped it."
        )
    return draft


def _keep(seat: Membership, draft: CodebookDraft, changes: list[dict[str, Any]]) -> None:
    draft.changes = changes
    draft.revision += 1
    draft.changed_by = seat.coder
    draft.changed_at = now()
    draft.save(update_fields=["changes", "revision", "changed_by", "changed_at"])
