"""Verbs of whoever looks: take the next sentence, hold it, let it go.

A lease saves two people from reading the same thing. What is true does not hang on it: decisions are kept apart by the
set's row lock and the revision the reviewer saw.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction

from accounts.models import Membership
from accounts.permissions import can_review
from annotations.models import AnnotationSet
from annotations.states import IN_QUEUE
from common.errors import Conflict
from common.time import now
from reviews.models import Lease
from reviews.permissions import can_decide, name_of
from reviews.querysets import authors_of, offered_to, owners_of, queue, reviewers_of, shared_sets

from .rows import locked_set

LEASE: Final = timedelta(minutes=5)
LOOKED_AT: Final = 50


@dataclass(frozen=True, slots=True)
class NothingToTake:
    """Why there is no next sentence: `empty`, `held` by others, `own` work of this person, or nobody left can decide.

    `who` names those to ask, or those who hold what is left.
    """

    reason: str
    who: list[str]


@transaction.atomic
def take_next(seat: Membership, skip: Iterable[int] = ()) -> AnnotationSet | None:
    """The longest waiting sentence this reviewer may decide on, under a lease; None when there is none.

    What they hold already comes first; sets in `skip` are let go and passed over. Sets whose row someone is writing to
    are passed over too (SKIP LOCKED), so reviewers never wait for each other. The cost does not grow with the queue.
    """
    can_review(seat).require()
    passed = set(skip)
    if passed:
        Lease.objects.filter(holder=seat, annotation_set__in=passed).delete()
    mine = Lease.objects.filter(holder=seat, expires_at__gt=now()).exclude(annotation_set__in=passed)
    kept = list(mine.values_list("annotation_set", flat=True))
    held = offered_to(seat).filter(pk__in=kept).first() if kept else None
    if held is not None:
        _hold(seat, held)
        return held
    while True:
        row = (
            offered_to(seat)
            .exclude(pk__in=passed)
            .select_for_update(skip_locked=True, no_key=True, of=("self",))
            .first()
        )
        if row is None or _hold(seat, row) is not None:
            return row
        passed.add(row.pk)  # leased between the look and the lock


@transaction.atomic
def renew_lease(seat: Membership, set_id: int) -> Lease:
    """Hold the set for five minutes from now: taken when free, renewed when held. Conflict when another holds it."""
    row = locked_set(seat, set_id)
    can_decide(seat, row).require()
    if row.state not in IN_QUEUE:
        raise Conflict(
            f"This sentence is no longer in the queue: it is {row.state.replace('_', ' ')}.",
            code="not-in-queue",
        )
    lease = _hold(seat, row)
    if lease is None:
        refuse_if_held(seat, row)
        raise Conflict("Another reviewer is looking at this sentence.", code="leased")
    return lease


@transaction.atomic
def release_lease(seat: Membership, set_id: int) -> None:
    """Let the set go, so that others are offered it; a no-op when it is not held."""
    Lease.objects.filter(annotation_set__in=shared_sets(seat).filter(pk=set_id), holder=seat).delete()


def refuse_if_held(seat: Membership, row: AnnotationSet) -> None:
    """Conflict when another reviewer is looking at the set right now, with who and until when."""
    lease = (
        Lease.objects.filter(annotation_set=row, expires_at__gt=now())
        .exclude(holder=seat)
        .select_related("holder__coder__user")
        .first()
    )
    if lease is not None:
        raise Conflict(
            f"{name_of(lease.holder.coder)} is looking at this sentence. Take another, or try again in a few minutes.",
            code="leased",
            holder=lease.holder.coder.code,
            expires_at=lease.expires_at.isoformat(),
        )


def why_nothing(seat: Membership, skip: Iterable[int] = ()) -> NothingToTake:
    """Why `take_next` gave nothing, read from the head of the queue, and whom to ask."""
    head = list(
        queue(seat).exclude(pk__in=list(skip)).select_related("lease__holder__coder__user")[:LOOKED_AT]
    )
    if not head:
        return NothingToTake("empty", [])
    authors = {pk: {coder.pk for coder in coders} for pk, coders in authors_of(head).items()}
    if others_work := [row for row in head if seat.coder_id not in authors[row.pk]]:
        return NothingToTake("held", sorted({_holder(row) for row in others_work} - {""}))
    able = [
        name_of(other.coder)
        for other in reviewers_of(seat.project_id)
        if any(other.coder_id not in authors[row.pk] for row in head)
    ]
    if able:
        return NothingToTake("own", able)
    return NothingToTake("nobody", [name_of(owner.coder) for owner in owners_of(seat.project_id)])


def _holder(row: AnnotationSet) -> str:
    """Who looks at the set right now, or an empty string."""
    lease: Lease | None = getattr(row, "lease", None)
    return name_of(lease.holder.coder) if lease is not None and lease.expires_at > now() else ""


def _hold(seat: Membership, row: AnnotationSet) -> Lease | None:
    """Write the lease on a set whose row is locked or already held; None when another's is still good."""
    moment = now()
    lease = Lease.objects.select_for_update().filter(annotation_set=row).first()
    if lease is None:
        return Lease.objects.create(
            annotation_set=row, holder=seat, taken_at=moment, expires_at=moment + LEASE
        )
    if lease.holder_id != seat.pk and lease.expires_at > moment:
        return None
    if lease.holder_id != seat.pk:
        lease.holder, lease.taken_at = seat, moment
    lease.expires_at = moment + LEASE
    lease.save(update_fields=["holder", "taken_at", "expires_at"])
    return lease
