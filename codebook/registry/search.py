"""Finding actors: who goes by a name like the one typed, whatever the spelling, script or typing error.

Four looks at indexes, each bounded, gather candidates: names that begin so, names with the same consonants, names with
a word of the same consonants, names that share rare trigrams. rapidfuzz then scores the few hundred that were found.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection
from django.db.models import QuerySet
from rapidfuzz import fuzz

from accounts.models import Membership
from codebook.models import Actor, Alias
from codebook.names import normalised, trigrams
from codebook.skeletons import keys, skeleton

from .structure import survivors_of
from .windows import is_outside

CANDIDATES: Final = 300
"""At most so many names of each look are scored."""
LOOKED_AT: Final = 4_000
"""At most so many names that share a rare trigram are counted through."""
RARE: Final = 4
"""A name with one typing error keeps all but three trigrams, so it has one of any four."""
OUTSIDE: Final = 12.0
"""What a name loses that was not in use on the day asked about."""
LEAST: Final = 45.0


@dataclass(frozen=True, slots=True)
class Hit:
    """An actor found under one of its names.

    `is_ambiguous`: another actor goes by exactly this name. `is_outside`: it was not in use on the day asked about.
    """

    actor: Actor
    name: str
    score: float
    is_ambiguous: bool
    is_outside: bool = False
    valid_from: str = ""
    valid_to: str = ""


def actors_visible_to(seat: Membership) -> QuerySet[Actor]:
    """The project's actors; merged ones are left out, their survivors stand for them."""
    return Actor.objects.filter(project=seat.project, merged_into__isnull=True)


def names_in_use(project_id: int) -> QuerySet[Alias]:
    """The names that may find an actor: neither retired nor of retired entries.

    Those of merged entries are among them: read them through `survivors_of`.
    """
    return Alias.objects.filter(project=project_id, retired_at=None).exclude(actor__status="retired")


def search_actors(seat: Membership, text: str, limit: int = 8, on: date | None = None) -> list[Hit]:
    """The actors that go by a name like `text`, best first; on a day, names then in use before others.

    Four queries whatever the registry's size; a merged actor's names find its survivor.
    """
    wanted = Wanted.of(text)
    if not wanted.name:
        return []
    rows = list(names_in_use(seat.project_id).filter(pk__in=_candidates(seat.project_id, wanted)))
    survivors = survivors_of(row.actor_id for row in rows)
    bearers: dict[str, set[int]] = {}
    best: dict[int, tuple[float, bool, Alias]] = {}
    for row in rows:
        actor = survivors[row.actor_id]
        bearers.setdefault(row.normalised, set()).add(actor)
        outside = on is not None and is_outside(row.first_day, row.last_day, on)
        score = wanted.score(row) - (OUTSIDE if outside else 0.0)
        if score >= LEAST and (score, -row.pk) > _rank(best.get(actor)):
            best[actor] = (score, outside, row)
    known = Actor.objects.in_bulk(best)
    ranked = sorted(
        ((known[pk], *found) for pk, found in best.items() if known[pk].status != "retired"),
        key=lambda one: (-one[1], one[0].label, one[0].pk),
    )
    return [
        Hit(actor, row.text, score, len(bearers[row.normalised]) > 1, outside, row.valid_from, row.valid_to)
        for actor, score, outside, row in ranked[:limit]
    ]


def _rank(found: tuple[float, bool, Alias] | None) -> tuple[float, int]:
    return (found[0], -found[2].pk) if found else (0.0, 0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed, in each form in which names are compared."""

    name: str
    trigrams: list[str]
    skeleton: str
    keys: list[str]

    @classmethod
    def of(cls, text: str) -> "Wanted":
        """The forms of `text`."""
        text = text.strip()[:200]
        return cls(normalised(text), trigrams(text), skeleton(text), keys(text))

    def score(self, name: Alias) -> float:
        """0 to 100: the whole name, its start, a word's start, the same sounds, else likeness of letters."""
        if name.normalised == self.name:
            return 100.0
        if name.normalised.startswith(self.name):
            return 95.0
        if any(word.startswith(self.name) for word in name.normalised.split()):
            return 90.0
        letters = max(
            fuzz.WRatio(self.name, name.normalised),
            fuzz.partial_ratio(self.name, name.normalised) * 0.9,
            max((fuzz.ratio(self.name, word) for word in name.normalised.split()), default=0.0) * 0.95,
        )
        return max(letters * 0.88, self._sounds(name, letters))

    def _sounds(self, name: Alias, letters: float) -> float:
        """How alike the consonants are; the letters decide among names that sound the same."""
        if len(self.skeleton) < 2:
            return 0.0
        if len(self.skeleton) < 3:  # two consonants are the same by chance: the letters decide
            sounds_alike = name.skeleton == self.skeleton or set(self.keys) <= set(name.keys)
            return 55.0 + letters * 0.3 if sounds_alike else 0.0
        if name.skeleton == self.skeleton:
            return 82.0 + letters * 0.07
        if set(self.keys) <= set(name.keys):
            return 72.0 + letters * 0.1
        if len(self.skeleton) > 3 and name.skeleton.startswith(self.skeleton):
            return 66.0 + letters * 0.1
        return fuzz.ratio(self.skeleton, name.skeleton) * 0.7 if len(self.skeleton) > 3 else 0.0


_LOOKS: Final = """
(SELECT id FROM codebook_alias WHERE project_id = %(project)s AND normalised LIKE %(start)s
  ORDER BY normalised, id LIMIT %(most)s)
UNION
(SELECT id FROM codebook_alias WHERE project_id = %(project)s AND %(skeleton)s <> '' AND skeleton LIKE %(sounds)s
  ORDER BY skeleton, id LIMIT %(most)s)
UNION
(SELECT id FROM (SELECT id, keys FROM codebook_alias
    WHERE project_id = %(project)s AND keys && %(keys)s::varchar[] LIMIT %(looked_at)s) k
  ORDER BY (SELECT count(*) FROM unnest(k.keys) t WHERE t = ANY(%(keys)s)) DESC, cardinality(k.keys), id
  LIMIT %(most)s)
UNION
(SELECT id FROM (SELECT id, trigrams FROM codebook_alias
    WHERE project_id = %(project)s AND trigrams && %(rare)s::varchar[] LIMIT %(looked_at)s) r
  ORDER BY (SELECT count(*) FROM unnest(r.trigrams) t WHERE t = ANY(%(trigrams)s)) DESC, cardinality(r.trigrams), id
  LIMIT %(most)s)
"""


def _candidates(project_id: int, wanted: Wanted) -> list[int]:
    """Ids of names worth scoring. Two queries, the first of them for how common trigrams are."""
    sounding = [key for key in wanted.keys if len(key) > 1] or wanted.keys
    with connection.cursor() as cursor:
        cursor.execute(
            _LOOKS,
            {
                "project": project_id,
                "start": f"{_literal(wanted.name)}%",
                "skeleton": wanted.skeleton if len(wanted.skeleton) > 1 else "",
                "sounds": f"{_literal(wanted.skeleton)}%",
                "keys": sounding,
                "rare": _rarest(wanted.trigrams),
                "trigrams": wanted.trigrams,
                "most": CANDIDATES,
                "looked_at": LOOKED_AT,
            },
        )
        return [pk for (pk,) in cursor.fetchall()]


def _rarest(found: Iterable[str]) -> list[str]:
    """The RARE least common of these trigrams, by the statistics that PostgreSQL keeps of the column."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT e.elem, e.freq FROM pg_stats s,
                      unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS e(elem, freq)
                WHERE s.schemaname = current_schema() AND s.tablename = 'codebook_alias' AND s.attname = 'trigrams'
                  AND e.elem = ANY(%s)""",
            [list(found)],
        )
        common: dict[str, float] = dict(cursor.fetchall())
    return sorted(found, key=lambda one: (common.get(one, 0.0), one))[:RARE]


def _literal(text: str) -> str:
    """The text so that LIKE reads it as it stands."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
