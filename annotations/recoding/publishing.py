"""Publishing a draft or taking a change back, and the job that moves the tags, in one transaction."""

from typing import Final

from django.db import transaction

from accounts.models import Membership
from codebook.models import CodebookChange
from codebook.publishing import publish_draft, publish_undo
from codebook.versions import change_of
from common.errors import Conflict
from jobs.services import enqueue

from .preview import preview_draft

RECODE_JOB: Final = "annotations.recode"


@transaction.atomic
def publish(seat: Membership, slug: str, seen: int) -> CodebookChange:
    """Make the draft the next version and start moving the tags to it. `seen` is the draft's revision looked at.

    Conflict when the draft is not as it was seen, or retires a code that tags stand on without a replacement.
    """
    _, preview = preview_draft(seat, slug)
    if preview.blockers:
        told = ", ".join(f"{one.value} ({one.use.tags:,})" for one in preview.blockers[:5])
        raise Conflict(
            f"Tags stand on codes that are retired without a replacement: {told}. Choose one for each.",
            code="replacement-missing",
        )
    return _start(seat, publish_draft(seat, slug, seen))


@transaction.atomic
def undo_change(seat: Membership, change_id: int) -> CodebookChange:
    """Take the newest change back: a further version as before it, and each tag that it moved as it was before.

    Tags that a person coded otherwise since keep their code where that exists; others are left and listed.
    """
    change = publish_undo(seat, change_of(seat, change_id))
    return change if change.job_id else _start(seat, change)


def _start(seat: Membership, change: CodebookChange) -> CodebookChange:
    change.job = enqueue(seat, RECODE_JOB, seat.project, {"change": change.pk})
    change.save(update_fields=["job"])
    return change
