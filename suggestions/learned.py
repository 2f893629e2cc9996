"""What a project has taught, read from its registry and its approved work: the team's layer only.

Bounded: the newest MOST_SENTENCES approved sentences and the first MOST_NAMES names.
"""

from collections.abc import Hashable, Iterator
from typing import Any, Final

from django.db.models import Count

from annotations.models import Snapshot
from annotations.querysets import approved_sets
from codebook.models import Actor, Adoption, Alias, Code
from codebook.schemes import EVENT_TYPES

from .engine import Context, Example, Name, build_context
from .models import Rejection

MOST_SENTENCES: Final = 5_000
MOST_NAMES: Final = 50_000
MOST_ACTORS: Final = 200_000
DEMOTED_AT: Final = 3  # sentences that rejected the same words of a kind
PLOVER: Final = "plover"


def context_of(project_id: int) -> Context:
    """Everything the project has taught, compiled. Seven queries whatever its size."""
    redirects = _survivors(project_id)
    codebook, codes, modes = _codes(project_id)
    names = list(_names(project_id, redirects))
    examples = list(_examples(project_id, redirects, codes))
    actors = {name.actor for name in names} | {a for e in examples for _, _, a in e.actors}
    labels: dict[Hashable, str] = dict(
        Actor.objects.filter(project=project_id, merged_into=None)
        .order_by("id")
        .values_list("pk", "label")[:MOST_ACTORS]
    )
    known = {actor: label for actor, label in labels.items() if actor in actors}
    return build_context(
        names,
        examples,
        labels=known,
        codebook=codebook,
        codes=codes if codebook.split("@")[0] == PLOVER else (),
        modes=modes,
        demoted=demoted_in(project_id),
    )


def demoted_in(project_id: int) -> dict[str, frozenset[str]]:
    """By kind, the words that the team rejected in DEMOTED_AT sentences or more. One query."""
    rows = (
        Rejection.objects.filter(project=project_id, layer=None)
        .values_list("kind", "phrase")
        .annotate(times=Count("id"))
        .filter(times__gte=DEMOTED_AT)
    )
    found: dict[str, set[str]] = {}
    for kind, phrase, _ in rows:
        found.setdefault(kind, set()).add(phrase)
    return {kind: frozenset(phrases) for kind, phrases in found.items()}


def _survivors(project_id: int) -> dict[int, int]:
    """Of each merged actor, the one that stands for it."""
    rows = Actor.objects.filter(project=project_id, merged_into__isnull=False)
    pairs = rows.order_by("id").values_list("pk", "merged_into_id")[:MOST_ACTORS]
    into = {merged: stays for merged, stays in pairs if stays is not None}
    found = {}
    for merged in into:
        last, steps = merged, 0
        while last in into and steps < 100:
            last, steps = into[last], steps + 1
        found[merged] = last
    return found


def _names(project_id: int, redirects: dict[int, int]) -> Iterator[Name]:
    rows = Alias.objects.filter(project=project_id, retired_at=None).exclude(actor__status="retired")
    for text, actor, kind in rows.order_by("id").values_list("text", "actor_id", "actor__kind")[:MOST_NAMES]:
        yield Name(text, redirects.get(actor, actor), "" if kind == "other" else kind)


def _codes(project_id: int) -> tuple[str, set[str], dict[str, frozenset[str]]]:
    """The codebook that events are coded with first ("slug@version"), its codes, and the modes of each."""
    adopted = (
        Adoption.objects.filter(project=project_id, ended_at=None, codebook__kind=EVENT_TYPES)
        .select_related("codebook")
        .order_by("-is_default", "codebook__slug")
        .first()
    )
    if adopted is None:
        return "", set(), {}
    codes = Code.objects.filter(codebook=adopted.codebook_id)
    modes = {code.value: frozenset(code.modes) for code in codes.only("value", "modes")}
    return adopted.codebook.name, set(modes), modes


def _examples(project_id: int, redirects: dict[int, int], codes: set[str]) -> Iterator[Example]:
    """The newest approved sentences as they were approved."""
    revisions = list(
        approved_sets(project_id)
        .order_by("-approved_revision_id")
        .values_list("approved_revision_id", flat=True)[:MOST_SENTENCES]
    )
    rows = Snapshot.objects.filter(revision__in=revisions).order_by("id").values_list("body", flat=True)
    for body in rows.iterator(500):
        yield example_of(body, redirects, codes)


def example_of(body: dict[str, Any], redirects: dict[int, int], codes: set[str]) -> Example:
    """A snapshot as an example; codes of other codebooks are left out."""
    actors, events, cues, hedges = [], [], [], []
    for tag in body["tags"]:
        value = tag["value"]
        if tag["kind"] == "actor":
            actor = value["actor"]
            actors.append((value["start"], value["end"], redirects.get(actor, actor)))
        elif tag["kind"] == "event" and value["code"] in codes:
            mode = (value.get("modes") or [""])[0]
            events.append((value["start"], value["end"], value["code"], mode))
        elif tag["kind"] == "reliability":
            cues += _pair(value, "cue")
            hedges += _pair(value, "hedge")
    return Example(
        body["sentence"]["text"],
        actors,
        events,
        cues,
        hedges,
        has_reliability=any(tag["kind"] == "reliability" for tag in body["tags"]),
    )


def _pair(value: dict[str, Any], part: str) -> list[tuple[int, int]]:
    start, end = value.get(f"{part}_start"), value.get(f"{part}_end")
    return [] if start is None or end is None else [(start, end)]
