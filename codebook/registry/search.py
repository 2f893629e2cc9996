"""Finding actors: who is in the registry, and who goes by a name like the one typed."""

from dataclasses import dataclass

from django.db.models import QuerySet
from rapidfuzz import fuzz

from accounts.models import Membership
from codebook.models import Actor, Alias
from codebook.names import normalised, trigrams

CANDIDATES = 300


@dataclass(frozen=True, slots=True)
class Hit:
    """An actor found under one of its names. `is_ambiguous`: another active actor goes by exactly this name."""

    actor: Actor
    name: str
    score: float
    is_ambiguous: bool


def actors_visible_to(seat: Membership) -> QuerySet[Actor]:
    """The project's actors; merged ones are left out, their survivors stand for them."""
    return Actor.objects.filter(project=seat.project, merged_into__isnull=True)


def search_actors(seat: Membership, text: str, limit: int = 8) -> list[Hit]:
    """The actors that go by a name like `text`, best first: same start, then shared trigrams rescored.

    Two queries whatever the registry's size; at most CANDIDATES aliases are rescored.
    """
    wanted = normalised(text)
    if not wanted:
        return []
    rows = Alias.objects.filter(project=seat.project, actor__merged_into__isnull=True).select_related("actor")
    near = list(rows.filter(normalised__startswith=wanted).order_by("normalised", "id")[:CANDIDATES])
    if len(near) < limit:
        near += (
            rows.filter(trigrams__overlap=trigrams(text))
            .exclude(pk__in=[a.pk for a in near])
            .order_by("id")[:CANDIDATES]
        )
    bearers: dict[str, set[int]] = {}
    best: dict[int, tuple[float, Alias]] = {}
    for alias in near:
        bearers.setdefault(alias.normalised, set()).add(alias.actor_id)
        score = _score(wanted, alias.normalised)
        if score >= 45 and score > best.get(alias.actor_id, (0.0, alias))[0]:
            best[alias.actor_id] = (score, alias)
    ranked = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].actor.label, pair[1].pk))
    return [
        Hit(alias.actor, alias.text, score, len(bearers[alias.normalised]) > 1)
        for score, alias in ranked[:limit]
    ]


def _score(wanted: str, name: str) -> float:
    """0 to 100: the whole name, its start, a word's start, else likeness of letters."""
    if name == wanted:
        return 100.0
    if name.startswith(wanted):
        return 95.0
    if any(word.startswith(wanted) for word in name.split()):
        return 90.0
    return max(fuzz.WRatio(wanted, name), fuzz.partial_ratio(wanted, name) * 0.9) * 0.88
