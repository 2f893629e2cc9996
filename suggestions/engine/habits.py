"""How a project's coders draw the line: with titles or without, with the group's noun, inside longer names."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .extents import group_end, title_start
from .folding import fold, words_of
from .names import NameIndex, core_of, find_names

if TYPE_CHECKING:
    from .context import Example


def learn_habits(index: NameIndex, examples: Sequence["Example"]) -> NameIndex:
    """Count, in approved sentences, what was tagged and what was left; the index with its shares set."""
    titles, groups, nested, inner = (
        [1, 4],
        [1, 3],
        [3, 5],
        [1, 2],
    )  # what is presumed before anything was read
    for example in examples:
        tagged = {(start, end) for start, end, _ in example.actors}
        words = words_of(example.text)
        for start, end in tagged:
            core = core_of(example.text[start:end])
            if core in index.bearers:
                index.bearers[core].tagged += 1
        spans = find_names(fold(example.text), index)
        _count_left(index, spans, tagged, example.text)
        for one in spans:
            here = (one.start, one.end)
            wider = (title_start(words, one.start), group_end(words, example.text, one.end))
            if wider[0] < one.start and (
                here in tagged or any(s < one.start and e == one.end for s, e in tagged)
            ):
                titles[1] += 1
                titles[0] += any(s < one.start and e == one.end for s, e in tagged)
            if wider[1] > one.end and (here in tagged or (one.start, wider[1]) in tagged):
                groups[1] += 1
                groups[0] += (one.start, wider[1]) in tagged
            if (one.start, wider[1]) in tagged and wider[1] > one.end:
                inner[1] += 1
                inner[0] += here in tagged
            if any(s <= one.start and one.end <= e and (s, e) != here for s, e in tagged):
                nested[1] += 1
                nested[0] += here in tagged
    return replace(
        index,
        titles=titles[0] / titles[1],
        groups=groups[0] / groups[1],
        nested=nested[0] / nested[1],
        inner=inner[0] / inner[1],
    )


def _count_left(index: NameIndex, spans: list, tagged: set[tuple[int, int]], text: str) -> None:  # type: ignore[type-arg]
    bare = {(s + 4 if text[s : s + 4].lower() == "the " else s, e) for s, e in tagged} | tagged
    for one in spans:
        if (one.start, one.end) not in bare and not any(s <= one.start and one.end <= e for s, e in tagged):
            index.bearers[one.core].left += 1
