"""Merging: one entry is redirected to another, and can stand on its own again.

Nothing else changes. Tags keep the actor they were coded with, and names and relations stay with their entry; all are
read through the redirect, so taking it back restores exactly what was.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from accounts.models import Membership
from activity.services import record
from codebook.models import Actor, Alias, Relation
from codebook.permissions import can_keep_registry
from common.errors import Invalid, NotThere

from .structure import family_of, is_part_of, lock_structure


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would touch, in the registry: counts of what will be read through the redirect.

    `between` counts relations of the two to each other, which will not be shown; `refusal` says why it cannot be done.
    """

    actor: Actor
    into: Actor
    aliases: int
    shared_names: int
    relations: int
    between: int
    merged_before: int
    refusal: str


@transaction.atomic
def merge_actors(seat: Membership, actor_id: int, into_id: int) -> Actor:
    """Redirect an actor to another; a no-op when it is. Locks the structure, so no circle can close, and both rows."""
    can_keep_registry(seat).require()
    lock_structure(seat.project_id)
    actor, into = _pair(seat, actor_id, into_id)
    if actor.merged_into_id == into.pk:
        return actor
    if refusal := _refusal(actor, into):
        raise Invalid(refusal, code="cannot-merge", errors=[{"field": "into", "message": refusal}])
    actor.merged_into = into
    actor.save(update_fields=["merged_into"])
    record(
        "actor.merged",
        target_kind="actor",
        target_id=actor.pk,
        project_id=seat.project_id,
        actor_id=seat.coder_id,
        new={"into": into.pk},
    )
    return actor


@transaction.atomic
def undo_merge(seat: Membership, actor_id: int) -> Actor:
    """Let a merged actor stand on its own again, with its names, relations and mentions. A no-op when it does."""
    can_keep_registry(seat).require()
    lock_structure(seat.project_id)
    actor = Actor.objects.select_for_update().filter(project=seat.project, pk=actor_id).first()
    if actor is None:
        raise NotThere("There is no such actor in this project.")
    if actor.merged_into_id is None:
        return actor
    old = actor.merged_into_id
    actor.merged_into = None
    actor.save(update_fields=["merged_into"])
    record(
        "actor.unmerged",
        target_kind="actor",
        target_id=actor.pk,
        project_id=seat.project_id,
        actor_id=seat.coder_id,
        old={"into": old},
    )
    return actor


def preview_merge(seat: Membership, actor_id: int, into_id: int) -> MergePreview:
    """What redirecting one to the other would touch. A fixed number of queries; changes nothing."""
    rows = Actor.objects.filter(project=seat.project, pk__in=[actor_id, into_id]).select_related(
        "merged_into"
    )
    actor, into = _both({row.pk: row for row in rows}, actor_id, into_id)
    ours, theirs = family_of(actor.pk), family_of(into.pk)
    names = Alias.objects.filter(actor__in=ours, retired_at=None)
    held = Alias.objects.filter(actor__in=theirs, retired_at=None).values("normalised")
    mine = Q(subject__in=ours) | Q(object__in=ours)
    between = Q(subject__in=ours, object__in=theirs) | Q(subject__in=theirs, object__in=ours)
    return MergePreview(
        actor=actor,
        into=into,
        aliases=names.count(),
        shared_names=names.filter(normalised__in=held).count(),
        relations=Relation.objects.filter(mine).count(),
        between=Relation.objects.filter(between).count(),
        merged_before=len(ours) - 1,
        refusal="" if actor.merged_into_id == into.pk else _refusal(actor, into),
    )


def _pair(seat: Membership, actor_id: int, into_id: int) -> tuple[Actor, Actor]:
    rows = (
        Actor.objects.select_for_update(of=("self",))
        .select_related("merged_into")
        .filter(project=seat.project, pk__in=[actor_id, into_id])
        .order_by("pk")
    )
    return _both({row.pk: row for row in rows}, actor_id, into_id)


def _both(rows: dict[int, Actor], actor_id: int, into_id: int) -> tuple[Actor, Actor]:
    if actor_id not in rows:
        raise NotThere("There is no such actor in this project.")
    if into_id not in rows:
        message = "There is no such actor in this project."
        raise Invalid(message, errors=[{"field": "into", "message": message}])
    return rows[actor_id], rows[into_id]


def _refusal(actor: Actor, into: Actor) -> str:
    """Why the one cannot be merged into the other; empty when it can."""
    if actor.pk == into.pk:
        return "An actor cannot be merged into itself."
    if actor.merged_into is not None:
        return f"“{actor.label}” is merged into “{actor.merged_into.label}” already. Undo that first."
    if into.merged_into is not None:
        return f"“{into.label}” was itself merged into “{into.merged_into.label}”. Merge into that one."
    if is_part_of(actor.pk, into.pk):
        return f"“{actor.label}” is part of “{into.label}”. A whole and its part are two actors; remove that first."
    if is_part_of(into.pk, actor.pk):
        return f"“{into.label}” is part of “{actor.label}”. A whole and its part are two actors; remove that first."
    return ""
