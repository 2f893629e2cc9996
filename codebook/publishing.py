"""A draft becomes a version, and a version is taken back by a further one. Whoever has the tags moves them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from accounts.models import Membership
from activity.services import record
from common.errors import Conflict
from common.time import now

from .changes import apply, backwards
from .drafting import locked_draft
from .models import Adoption, Codebook, CodebookChange, CodebookDraft
from .permissions import can_change_codebooks
from .schemes import Scheme
from .services import write_version
from .versions import next_version

Modes = Mapping[str, Mapping[str, str | None]]


@transaction.atomic
def publish_draft(seat: Membership, slug: str, seen: int) -> CodebookChange:
    """Make the draft the project's next version; the one before is ended. `seen` is the draft's revision looked at.

    Conflict when another owner changed the draft or published first. Locks the draft and the adoption.
    """
    can_change_codebooks(seat).require()
    draft = locked_draft(seat, slug, seen)
    if CodebookChange.objects.filter(project=seat.project_id, old=draft.base).exists():
        raise Conflict(
            f"The draft rests on {draft.base.name}, which was followed since. Drop it and prepare it anew.",
            code="stale-draft",
        )
    version = next_version(seat.project_id, slug)
    outcome = apply(draft.base.scheme(), draft.changes, version=version)
    change = _follow(seat, draft.base, outcome.scheme, outcome.codes, outcome.modes, changes=draft.changes)
    draft.delete()
    return change


@transaction.atomic
def publish_undo(seat: Membership, change: CodebookChange) -> CodebookChange:
    """A further version that says what the one before the change said. Conflict when it is not the newest change."""
    can_change_codebooks(seat).require()
    done = CodebookChange.objects.filter(undoes=change).first()
    if done is not None:
        return done
    if CodebookChange.objects.filter(project=seat.project_id, old=change.new).exists():
        raise Conflict(
            f"{change.new.name} was changed since. Undo the newest change first.", code="changed-since"
        )
    if CodebookDraft.objects.filter(project=seat.project_id, slug=change.old.slug).exists():
        raise Conflict("Changes are being prepared; publish or drop the draft first.", code="draft-open")
    scheme = replace(change.old.scheme(), version=next_version(seat.project_id, change.old.slug))
    codes, modes = backwards(change.codes, change.modes)
    back = {entry.value: codes.get(entry.value) for entry in change.new.scheme().codes}
    return _follow(seat, change.new, scheme, back, modes, undoes=change)


def _follow(
    seat: Membership,
    old: Codebook,
    scheme: Scheme,
    codes: Mapping[str, str | None],
    modes: Modes,
    *,
    changes: list[dict[str, Any]] | None = None,
    undoes: CodebookChange | None = None,
) -> CodebookChange:
    """Write the version that follows `old`, hand the adoption on and record it."""
    adoption = (
        Adoption.objects.select_for_update()
        .filter(project=seat.project_id, codebook=old, ended_at=None)
        .first()
    )
    _refuse_while_moving(seat, old)
    new = write_version(scheme, owner=seat, based_on=old)
    if adoption is not None:
        Adoption.objects.filter(pk=adoption.pk).update(is_default=False, ended_at=now())
        Adoption.objects.create(project=seat.project, codebook=new, is_default=adoption.is_default)
    change = CodebookChange.objects.create(
        project=seat.project,
        old=old,
        new=new,
        changes=changes or [],
        codes=dict(codes),
        modes={value: dict(went) for value, went in modes.items()},
        undoes=undoes,
        instigator=seat.coder,
    )
    record(
        "codebook.undone" if undoes else "codebook.published",
        target_kind="codebook",
        target_id=new.pk,
        project_id=seat.project_id,
        actor_id=seat.coder_id,
        old={"slug": old.slug, "version": old.version},
        new={"slug": new.slug, "version": new.version, "title": new.title, "change": change.pk},
    )
    return change


def _refuse_while_moving(seat: Membership, old: Codebook) -> None:
    moving = CodebookChange.objects.filter(project=seat.project_id, new=old, finished_at=None).first()
    if moving is not None:
        raise Conflict(
            f"Tags are still being moved to {old.name}. Wait until that job is done; if it failed, start it again.",
            code="still-moving",
            job=moving.job_id,
        )
