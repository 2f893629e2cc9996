"""Counting hits: every gold item is hit at most once, every suggestion hits at most one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bench.suggest_gold import Gold, Span
from suggestions.engine import Suggestion

A = TypeVar("A")
B = TypeVar("B")

# What a coder presses by hand, beyond the choices themselves (docs/workbench: select, open, type, save).
SELECT_WORD = 2  # one arrow to the word, one Shift+arrow for each further word
ACTOR_BY_HAND = 5  # `a`, three letters of the name, Enter
EVENT_BY_HAND = 6  # `e`, three letters of the code, Enter to take it, Enter to save
DATE_BY_HAND = 7  # Tab, six characters ("12 nov")
CUE_BY_HAND = 4  # `r`, to the cue field, mark it, save
ACCEPT = 1
REJECT = 1
CORRECT = 4  # open an accepted tag, change what is wrong, save


@dataclass(slots=True)
class Count:
    """Items in the gold, offered, and hit."""

    gold: int = 0
    offered: int = 0
    hits: int = 0

    def add(self, gold: int, offered: int, hits: int) -> None:
        """Count one more sentence."""
        self.gold += gold
        self.offered += offered
        self.hits += hits

    def as_json(self) -> dict[str, Any]:
        """Precision, recall and F1; null where there is nothing to divide by."""
        precision = self.hits / self.offered if self.offered else None
        recall = self.hits / self.gold if self.gold else None
        f1 = 2 * self.hits / (self.gold + self.offered) if self.gold + self.offered else None
        shown = {"precision": precision, "recall": recall, "f1": f1}
        rounded = {key: None if value is None else round(value, 4) for key, value in shown.items()}
        return {**rounded, "gold": self.gold, "offered": self.offered, "hits": self.hits}


ASKED = ("actors", "dates", "attribution_cues", "event_triggers")
ALSO = (
    "actors_relaxed", "actor_links", "dates_spans", "attribution_cues_relaxed", "event_triggers_relaxed",
    "event_spans_relaxed", "hedges", "hedges_relaxed",
)  # fmt: skip


@dataclass(slots=True)
class Score:
    """The counts of every figure."""

    counts: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in ASKED + ALSO})
    by_hand: int = 0
    with_suggestions: int = 0

    def as_json(self) -> dict[str, Any]:
        """The figures in the order asked for."""
        saved = 1 - self.with_suggestions / self.by_hand if self.by_hand else 0.0
        return {
            **{name: self.counts[name].as_json() for name in ASKED},
            "keystrokes_saved": round(saved, 4),
            "keystrokes": {"by_hand": self.by_hand, "with_suggestions": self.with_suggestions},
            **{name: self.counts[name].as_json() for name in ALSO},
        }


def pairs(gold: Sequence[A], offered: Sequence[B], fits: Callable[[A, B], bool]) -> list[tuple[A, B]]:
    """A one-to-one pairing, in order."""
    left = list(offered)
    found = []
    for one in gold:
        hit = next((other for other in left if fits(one, other)), None)
        if hit is not None:
            left.remove(hit)
            found.append((one, hit))
    return found


def overlaps(one: Span, other: Span) -> bool:
    """Whether the spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def nests(one: Span, other: Span) -> bool:
    """Whether one span lies within the other."""
    return (one[0] <= other[0] and other[1] <= one[1]) or (other[0] <= one[0] and one[1] <= other[1])


def at(one: Any) -> Span:
    """The span of a gold item or a suggestion."""
    return one.start, one.end


def part(suggestions: Sequence[Suggestion], name: str) -> list[Span]:
    """The spans of a part (cue, hedge) of the reliability suggestions."""
    return [
        (one.value[f"{name}_start"], one.value[f"{name}_end"])
        for one in suggestions
        if one.kind == "reliability" and one.value.get(f"{name}_start") is not None
    ]


def scored(score: Score, gold: Gold, suggestions: Sequence[Suggestion]) -> None:
    """Add one sentence."""
    actors = [one for one in suggestions if one.kind == "actor"]
    events = [one for one in suggestions if one.kind == "event"]
    dates = [one for one in suggestions if one.kind == "date"]
    told = list(gold.dates.items())
    cues, hedges = part(suggestions, "cue"), part(suggestions, "hedge")
    same_actor = pairs(gold.actors, actors, lambda g, s: at(g) == at(s))
    linked = [
        (g, s) for g, s in same_actor
        if g.canonical and (s.value["actor"] == g.canonical or g.canonical in s.candidates)
    ]  # fmt: skip
    named = [a for a in gold.actors if a.canonical]
    same_event = pairs(gold.events, events, lambda g, s: at(g) == at(s) and g.type == s.value["code"])
    near_event = pairs(gold.events, events, lambda g, s: nests(at(g), at(s)) and g.type == s.value["code"])
    near_span = pairs(gold.events, events, lambda g, s: nests(at(g), at(s)))
    same_date = pairs(told, dates, lambda g, s: g[0] == at(s) and g[1] in (None, s.value["date_edtf"]))
    date_span = pairs(told, dates, lambda g, s: g[0] == at(s))
    same_cue = pairs(gold.cues, cues, lambda g, s: g == s)
    for name, given, offered, hits in (
        ("actors", gold.actors, actors, same_actor),
        ("actors_relaxed", gold.actors, actors, pairs(gold.actors, actors, lambda g, s: overlaps(at(g), at(s)))),
        ("actor_links", named, [a for a in actors if a.value["actor"] or a.candidates], linked),
        ("dates", told, dates, same_date),
        ("dates_spans", told, dates, date_span),
        ("attribution_cues", gold.cues, cues, same_cue),
        ("attribution_cues_relaxed", gold.cues, cues, pairs(gold.cues, cues, nests)),
        ("event_triggers", gold.events, events, same_event),
        ("event_triggers_relaxed", gold.events, events, near_event),
        ("event_spans_relaxed", gold.events, events, near_span),
        ("hedges", gold.hedges, hedges, pairs(gold.hedges, hedges, lambda g, s: g == s)),
        ("hedges_relaxed", gold.hedges, hedges, pairs(gold.hedges, hedges, nests)),
    ):  # fmt: skip
        score.counts[name].add(len(given), len(offered), len(hits))
    counted = Hits(same_actor, linked, same_event, same_date, same_cue)
    _keystrokes(score, gold, suggestions, counted)


@dataclass(frozen=True, slots=True)
class Hits:
    """The pairs of gold item and suggestion of one sentence."""

    actors: Sequence[Any]
    linked: Sequence[Any]
    events: Sequence[Any]
    dates: Sequence[Any]
    cues: Sequence[Any]


def _keystrokes(score: Score, gold: Gold, suggestions: Sequence[Suggestion], hits: Hits) -> None:
    """By hand everything is typed; with suggestions a hit costs one key and the rest of the work is by hand still."""
    text = gold.text
    actor_cost = {id(a): _select(text, at(a)) + ACTOR_BY_HAND for a in gold.actors}
    event_cost = {id(e): _select(text, at(e)) + EVENT_BY_HAND for e in gold.events}
    cue_cost = {span: _select(text, span) + CUE_BY_HAND for span in gold.cues}
    date_cost = dict.fromkeys(gold.dates, DATE_BY_HAND)
    by_hand = sum(sum(costs.values()) for costs in (actor_cost, event_cost, cue_cost, date_cost))
    saved = sum(actor_cost[id(g)] for g, _ in hits.actors) + sum(event_cost[id(g)] for g, _ in hits.events)
    saved += sum(cue_cost[g] for g, _ in hits.cues) + sum(date_cost[g[0]] for g, _ in hits.dates)
    number = len(hits.actors) + len(hits.events) + len(hits.cues) + len(hits.dates)
    unlinked = sum(1 for g, _ in hits.actors if g.canonical) - len(hits.linked)
    offered = sum(1 for one in suggestions if one.kind != "casualties" and not _is_bare_hedge(one))
    spent = number * ACCEPT + max(0, offered - number) * REJECT + max(0, unlinked) * CORRECT
    score.by_hand += by_hand
    score.with_suggestions += by_hand - saved + spent


def _is_bare_hedge(one: Suggestion) -> bool:
    return one.kind == "reliability" and "cue_start" not in one.value


def _select(text: str, span: Span) -> int:
    """Keys to mark the words: one arrow to reach them and one more for each further word."""
    return SELECT_WORD + text[span[0] : span[1]].count(" ")
