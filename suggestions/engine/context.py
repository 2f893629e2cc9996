"""What a project has taught: its names and its approved work, compiled once and then only read."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .names import Name, NameIndex, index_names

__all__ = ["Context", "Example", "Name", "build_context"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Example:
    """An approved sentence: what was tagged in it, and by that, what was not.

    `actors` are (start, end, actor or None); `events` (start, end, code, mode); `cues` and `hedges` spans.
    """

    text: str
    actors: Sequence[tuple[int, int, Hashable | None]] = ()
    events: Sequence[tuple[int, int, str, str]] = ()
    cues: Sequence[Span] = ()
    hedges: Sequence[Span] = ()
    has_reliability: bool = True


@dataclass(slots=True)
class Tally:
    """How often words were tagged, and how often they were read and left."""

    tagged: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class Context:
    """Everything `suggest` needs beside the text.

    `codes` are those that the shipped words may propose, `modes` what each code allows (None: anything), `demoted` by
    kind the phrases that the project rejected again and again.
    """

    names: NameIndex
    labels: dict[Hashable, str]
    triggers: dict[tuple[str, ...], Counter[tuple[str, str]]]
    trigger_left: Counter[tuple[str, ...]]
    codes: frozenset[str]
    cues: dict[tuple[str, ...], Tally]
    hedges: dict[tuple[str, ...], Tally]
    codebook: str = "plover"
    sentences: int = 0
    demoted: dict[str, frozenset[str]] = field(default_factory=dict)
    modes: Mapping[str, frozenset[str]] | None = None


def build_context(
    names: Iterable[Name] = (),
    examples: Sequence[Example] = (),
    *,
    labels: dict[Any, str] | None = None,
    codebook: str = "plover",
    codes: Iterable[str] | None = None,
    modes: Mapping[str, frozenset[str]] | None = None,
    demoted: Mapping[str, frozenset[str]] | None = None,
) -> Context:
    """Compile names and approved sentences; reads every text once."""
    from .learning import cue_tallies, trigger_tallies
    from .lists import event_words

    known = list(names)
    told = dict(labels or {})
    for name in known:
        if name.actor is not None:
            told.setdefault(name.actor, name.text)
    triggers, left = trigger_tallies(examples)
    if codes is None:
        codes = {entry.code for rows in event_words().values() for entry in rows}
    return Context(
        index_names(known, examples),
        told,
        triggers,
        left,
        frozenset(codes),
        cue_tallies(examples, "cues"),
        cue_tallies(examples, "hedges"),
        codebook,
        len(examples),
        dict(demoted or {}),
        modes,
    )
