"""Verbs of whoever tagged: put a sentence before the reviewers, take it back."""

from dataclasses import dataclass

from django.db import transaction

from accounts.models import Membership
from annotations.models import AnnotationSet
from annotations.operations.canonical import store_snapshot
from annotations.operations.loading import load_tags
from annotations.operations.requests import state_of
from annotations.operations.state import SetState, Status
from annotations.states import DRAFT, IN_QUEUE, transition
from common.errors import Conflict, Invalid, NotThere
from common.time import now
from reviews.finished import Gap, gaps
from reviews.models import Lease, Submission
from reviews.permissions import can_submit
from reviews.querysets import shared_sets

from .rows import current_revision, locked_set, move, record_on


@dataclass(frozen=True, slots=True)
class SubmittedAll:
    """What `submit_all_finished` put before the reviewers, and what is not finished and why."""

    submissions: list[Submission]
    unfinished: list[tuple[AnnotationSet, list[Gap]]]


@transaction.atomic
def submit(seat: Membership, set_id: int, revision: int) -> Submission:
    """Put the revision the editor saw before the reviewers, and keep its snapshot.

    Invalid names what is missing. Conflict when the set has moved on. Submitting what waits already changes nothing.
    """
    row = locked_set(seat, set_id)
    can_submit(seat).require()
    if row.state in IN_QUEUE and row.revision == revision:
        return Submission.objects.filter(annotation_set=row, withdrawn_at=None).latest("id")
    return _submit(seat, row, revision, state_of(row))


@transaction.atomic
def submit_sentence(seat: Membership, sentence_id: int, revision: int) -> Submission:
    """As `submit`, for the shared set of a sentence."""
    row = shared_sets(seat).filter(sentence=sentence_id).only("pk").first()
    if row is None:
        raise NotThere("There is no such sentence in this project, or nobody has read it yet.")
    return submit(seat, row.pk, revision)


@transaction.atomic
def submit_all_finished(seat: Membership, source_id: int) -> SubmittedAll:
    """Submit every draft of this source that this person wrote last and that is finished.

    Left alone: drafts with an open question to the lead, what came back and was not changed since, and others' drafts.
    """
    can_submit(seat).require()
    rows = list(
        shared_sets(seat)
        .filter(source=source_id, state=DRAFT, last_author=seat.coder_id, question="", revision__gt=0)
        .select_for_update(of=("self",))
        .order_by("id")
    )
    tags = load_tags([row.pk for row in rows])
    done = SubmittedAll([], [])
    for row in rows:
        state = SetState(row.revision, Status(row.outcome, row.question, row.status_version), tags[row.pk])
        if missing := gaps(state):
            done.unfinished.append((row, missing))
        else:
            done.submissions.append(_submit(seat, row, row.revision, state))
    return done


@transaction.atomic
def withdraw(seat: Membership, set_id: int) -> AnnotationSet:
    """Take a submitted sentence out of the queue; a no-op when it was taken out. Conflict once it was decided on."""
    row = locked_set(seat, set_id)
    can_submit(seat).require()
    if (step := transition("withdraw", row.state)) is None:
        if row.state == "withdrawn":
            return row
        raise Conflict(
            f"This sentence is not in the queue: it is {row.state.replace('_', ' ')}.", code="not-in-queue"
        )
    old = row.state
    Submission.objects.filter(annotation_set=row, withdrawn_at=None).update(withdrawn_at=now())
    Lease.objects.filter(annotation_set=row).delete()
    move(row, state=step.target, submitted_at=None)
    record_on(seat, "set.withdrawn", row, old=old)
    return row


def _submit(seat: Membership, row: AnnotationSet, revision: int, state: SetState) -> Submission:
    """Submit a locked set."""
    newest = current_revision(row, revision)
    step = transition("submit", row.state)
    if step is None:
        raise Conflict(
            f"This sentence is {row.state.replace('_', ' ')} already; change it to submit it again.",
            code="not-submittable",
        )
    if missing := gaps(state):
        raise Invalid(str(missing[0]["message"]), code="not-finished", errors=missing)
    store_snapshot(row, state, newest)
    submission = Submission.objects.create(
        annotation_set=row, revision=newest, round=row.round, submitted_by=seat.coder
    )
    old = row.state
    move(row, state=step.target, submitted_at=now())
    record_on(seat, "set.submitted", row, old=old)
    return submission
