"""Verbs of whoever decides: approve, return, and take one's word back within ten seconds."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from accounts.models import Membership
from accounts.permissions import can_review
from annotations.models import AnnotationSet, Snapshot
from annotations.snapshots import ensure_snapshot
from annotations.states import APPROVED, APPROVED_ONCE, RETURNED, SUBMITTED, transition
from common.errors import Conflict, Invalid, NotAllowed, NotThere
from common.time import now
from reviews.models import REASONS, UNDO_SECONDS, Decision, Lease
from reviews.permissions import can_decide
from reviews.querysets import standing

from .leases import LEASE, refuse_if_held
from .rows import DECIDED_SINCE, current_revision, in_plain_words, locked_set, move, record_on

UNDO_WINDOW: Final = timedelta(seconds=UNDO_SECONDS)
LONGEST_NOTE: Final = 4000


@in_plain_words
@transaction.atomic
def approve(seat: Membership, set_id: int, revision: int, *, note: str = "") -> Decision:
    """Approve exactly the revision the reviewer saw: the data set reads its snapshot from now on.

    NotAllowed for its authors. Conflict when the set has moved on (`stale-revision`), left the queue (`not-in-queue`)
    or another reviewer is looking at it (`leased`). The same word again is the same decision.
    """
    row = locked_set(seat, set_id)
    if (said := _said_already(seat, row, "approve", revision)) is not None:
        return said
    decision = _decide(seat, row, "approve", revision, note=note)
    old = row.state
    move(row, state=APPROVED, approved_revision=decision.revision)
    record_on(seat, "set.approved", row, old=old, decision=decision.pk)
    return decision


@in_plain_words
@transaction.atomic
def return_to_editor(
    seat: Membership, set_id: int, revision: int, *, reason: str, note: str = ""
) -> Decision:
    """Send the revision back with a reason; what was approved before stays in the data set. Refuses as `approve`."""
    row = locked_set(seat, set_id)
    if (said := _said_already(seat, row, "return", revision)) is not None:
        return said
    _check_reason(reason, note)
    decision = _decide(seat, row, "return", revision, reason=reason, note=note)
    old = row.state
    move(row, state=RETURNED)
    record_on(seat, "set.returned", row, old=old, decision=decision.pk, reason=reason)
    return decision


@in_plain_words
@transaction.atomic
def retract(seat: Membership, decision_id: int) -> Decision:
    """Take back one's own decision within ten seconds: the set is where it was before, and held by this reviewer.

    An approval that an editor has already built upon is taken back too; their draft stays as it is. One that another
    decision rests on stands (`decided-since`). Taking it back again is the same retraction.
    """
    known = Decision.objects.filter(project=seat.project_id, pk=decision_id).first()
    if known is None:
        raise NotThere("There is no such decision in this project.")
    row = locked_set(seat, known.annotation_set_id)
    can_review(seat).require()
    decision = Decision.objects.select_related("revision", "retraction").get(pk=decision_id)
    if decision.reviewer_id != seat.coder_id or decision.verb == "retract":
        raise NotAllowed("Only whoever decided can take it back.", who_can="the reviewer who decided")
    if hasattr(decision, "retraction"):
        return decision.retraction
    _check_window(decision)
    _refuse_if_decided_since(decision)
    retraction = Decision.objects.create(
        annotation_set=row, project_id=row.project_id, revision=decision.revision, round=decision.round,
        reviewer=seat.coder, verb="retract", retracts=decision,
    )  # fmt: skip
    old = row.state
    _put_back(seat, row, decision)
    record_on(seat, "decision.retracted", row, old=old, decision=decision.pk, word=decision.verb)
    return retraction


def _decide(
    seat: Membership, row: AnnotationSet, verb: str, seen: int, *, reason: str = "", note: str = ""
) -> Decision:
    """Say the word on a locked set: every reason against it first, then decision, snapshot, end of the lease."""
    can_decide(seat, row).require()
    _check_note(note)
    if row.state not in (SUBMITTED, APPROVED_ONCE) or transition(verb, row.state) is None:
        raise _gone(row)
    revision = current_revision(row, seen)
    refuse_if_held(seat, row)
    decision = Decision.objects.create(
        annotation_set=row, project_id=row.project_id, revision=revision, round=row.round, reviewer=seat.coder,
        verb=verb, reason=reason, note=note,
    )  # fmt: skip
    if not Snapshot.objects.filter(revision=revision).exists():
        ensure_snapshot(revision)
    Lease.objects.filter(annotation_set=row).delete()
    return decision


def _said_already(seat: Membership, row: AnnotationSet, verb: str, revision: int) -> Decision | None:
    """The same word by the same reviewer on the same revision, while it still is what the set's state says."""
    if row.state != (APPROVED if verb == "approve" else RETURNED):
        return None
    return (
        standing(Decision.objects.filter(annotation_set=row, verb=verb, reviewer=seat.coder_id))
        .filter(revision__number=revision)
        .select_related("revision")
        .order_by("-id")
        .first()
    )


def _gone(row: AnnotationSet) -> Conflict:
    """Why there is nothing to decide: someone did already, or the editor took it back."""
    last = (
        standing(Decision.objects.filter(annotation_set=row))
        .select_related("reviewer")
        .order_by("-id")
        .first()
    )
    if last is not None and row.state in (APPROVED, RETURNED):
        did = "approved" if last.verb == "approve" else "returned"
        message = f"{last.reviewer.code} has {did} this sentence already."
    else:
        message = f"This sentence is no longer in the queue: it is {row.state.replace('_', ' ')}."
    return Conflict(message, code="not-in-queue", state=row.state, current=row.revision)


def _put_back(seat: Membership, row: AnnotationSet, decision: Decision) -> None:
    """Undo what the decision did to the set, and hold it for the reviewer, so that nobody is offered it at once."""
    before = (
        standing(Decision.objects.filter(annotation_set=row, verb="approve"))
        .order_by("-id")
        .values_list("revision_id", flat=True)
        .first()
    )
    decided = APPROVED if decision.verb == "approve" else RETURNED
    if (
        row.state != decided
    ):  # a later revision that left it decided says the same in another codebook version
        move(row, approved_revision_id=before)
        return
    once = standing(Decision.objects.filter(annotation_set=row, verb="approve", revision=decision.revision))
    move(row, state=APPROVED_ONCE if once.exists() else SUBMITTED, approved_revision_id=before)
    moment = now()
    Lease.objects.create(annotation_set=row, holder=seat, taken_at=moment, expires_at=moment + LEASE)


def _check_window(decision: Decision) -> None:
    if now() - decision.created_at > UNDO_WINDOW:
        raise Conflict(
            "A decision can be undone for ten seconds; that time has passed. Ask an editor to change the sentence, "
            "and it will be reviewed again.",
            code="too-late",
        )


def _refuse_if_decided_since(decision: Decision) -> None:
    """Conflict when a later word rests on this one: its reviewer's own work may have counted as approved by it."""
    later = Decision.objects.filter(annotation_set=decision.annotation_set_id, pk__gt=decision.pk)
    if standing(later).exists():
        raise Conflict(DECIDED_SINCE, code="decided-since")


def _check_reason(reason: str, note: str) -> None:
    if reason not in REASONS:
        message = "Choose what is wrong."
        raise Invalid(message, errors=[{"field": "reason", "message": message}])
    if reason == "other" and not note.strip():
        message = "Say in the note what is wrong."
        raise Invalid(message, errors=[{"field": "note", "message": message}])


def _check_note(note: str) -> None:
    if len(note) > LONGEST_NOTE or any(ord(c) == 0 or 0xD800 <= ord(c) < 0xE000 for c in note):
        message = f"A note has up to {LONGEST_NOTE:,} printable characters."
        raise Invalid(message, errors=[{"field": "note", "message": message}])
