"""Reading one actor: its names and relations, with those of the entries merged into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from accounts.models import Membership
from codebook.models import Actor, Alias, Relation
from common.errors import NotThere

from .structure import family_of, survivors_of

MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Bond:
    """A relation as one actor sees it: `other` stands at its other end today, `is_subject` says which end is ours."""

    relation: Relation
    other: Actor
    is_subject: bool


@dataclass(frozen=True, slots=True)
class Known:
    """All that the registry says of an actor: `merged` are the entries that lead to it; names oldest first."""

    actor: Actor
    family: list[int]
    merged: list[Actor]
    names: list[Alias]
    bonds: list[Bond]


def actor_of(seat: Membership, actor_id: int) -> Actor:
    """The project's actor, merged ones too (with where they lead); NotThere for any other id."""
    found = Actor.objects.filter(project=seat.project_id, pk=actor_id).select_related("merged_into").first()
    if found is None:
        raise NotThere("There is no such actor in this project.")
    return found


def known_of(actor: Actor) -> Known:
    """What is known of the actor, its merged entries read with it; at most MOST names and relations. Six queries."""
    family = family_of(actor.pk)
    merged = list(Actor.objects.filter(pk__in=family[1:]).order_by("pk")) if len(family) > 1 else []
    names = list(Alias.objects.filter(actor__in=family).select_related("actor").order_by("pk")[:MOST])
    return Known(actor, family, merged, names, bonds_of(family))


def bonds_of(family: Sequence[int]) -> list[Bond]:
    """The relations of these entries to others, not among themselves, by kind and begin. Three queries."""
    rows = list(
        Relation.objects.filter(Q(subject__in=family) | Q(object__in=family)).order_by(
            "kind", "first_day", "pk"
        )[:MOST]
    )
    ours = set(family)
    ends = {row.pk: row.object_id if row.subject_id in ours else row.subject_id for row in rows}
    survivors = survivors_of(ends.values())
    actors = Actor.objects.in_bulk(set(survivors.values()))
    return [
        Bond(row, actors[survivors[ends[row.pk]]], row.subject_id in ours)
        for row in rows
        if survivors[ends[row.pk]] not in ours
    ]
