"""Where the words of a tag stand in a sentence that was rewritten, and how sure that is. Pure.

The score of a place is 0 to 1:

    0.60 x quote + 0.15 x prefix + 0.15 x suffix + 0.10 x position

`quote` is how alike the words are (1 the same, 0 when a number among them differs), `prefix` and `suffix` how alike the
24 characters before and after are (1 where both begin or end the sentence), `position` how near the place is to where
the alignment of both sentences expects it. The same words in the same surroundings score 1; the same words with the
surroundings of one side kept 0.85; the same words in other surroundings at most 0.70. A tag has the least score of its
spans, and is placed from PLACED on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from .operations.spots import Value
from .operations.values import SPANS

PLACED: Final = 0.8
CONTEXT: Final = 24
MOST_PLACES: Final = 50
LONGEST_PART: Final = 12
"""A span is widened to whole words by so much at most: some scripts do not part words."""
_NUMBERS = re.compile(r"\d+")


class Place(NamedTuple):
    """A span of the new sentence and how sure it is that these are the words."""

    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Anchoring:
    """One sentence before and after."""

    old: str
    new: str

    def value(self, kind: str, value: Value) -> tuple[Value, float]:
        """The value with every span at its best place, and the least score of them; 0 when one has no place at all."""
        moved, least = dict(value), 1.0
        for part in SPANS[kind]:
            start, end = value[f"{part}start"], value[f"{part}end"]
            if start is None:
                continue
            place = self.best(start, end)
            if place is None:
                return dict(value), 0.0
            moved[f"{part}start"], moved[f"{part}end"] = place.start, place.end
            least = min(least, place.score)
        moved["quote"] = self.new[moved["start"] : moved["end"]]
        return moved, least

    def best(self, start: int, end: int) -> Place | None:
        """The best place of the words old[start:end]; None when there is none."""
        if self.old == self.new:
            return Place(start, end, 1.0)
        found = list(self.places(start, end))
        return (
            max(found, key=lambda each: (each.score, -abs(each.start - self.expected(start))))
            if found
            else None
        )

    def places(self, start: int, end: int) -> Iterator[Place]:
        """Every place the words may have come to: where they stand, where they are expected, where the like stand."""
        quote = self.old[start:end]
        spans = {span for span in self._candidates(quote, start, end) if span[0] < span[1]}
        for low, high in spans:
            yield Place(low, high, self.score(start, end, low, high))

    def _candidates(self, quote: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        at = self.new.find(quote)
        seen = 0
        while at >= 0 and seen < MOST_PLACES:
            yield at, at + len(quote)
            at = self.new.find(quote, at + 1)
            seen += 1
        if not seen:
            yield self._whole_words(self.expected(start), self.expected(end, is_end=True))
            like = fuzz.partial_ratio_alignment(quote, self.new, score_cutoff=60)
            if like is not None and len(quote) <= len(self.new):
                yield self._whole_words(like.dest_start, like.dest_end)

    def _whole_words(self, low: int, high: int) -> tuple[int, int]:
        """The span without white space at its edges, widened where it begins or ends within a word."""
        text = self.new
        while low < high and text[low].isspace():
            low += 1
        while high > low and text[high - 1].isspace():
            high -= 1
        first, last = low, high
        while first > 0 and low - first < LONGEST_PART and text[first - 1 : first + 1].isalnum():
            first -= 1
        while last < len(text) and last - high < LONGEST_PART and text[last - 1 : last + 1].isalnum():
            last += 1
        return (first if low < high else low), (last if low < high else high)

    def score(self, start: int, end: int, low: int, high: int) -> float:
        """How sure it is that old[start:end] became new[low:high]."""
        old, new = self.old, self.new
        quote = likeness(old[start:end], new[low:high])
        prefix = _alike(old[max(0, start - CONTEXT) : start], new[max(0, low - CONTEXT) : low])
        suffix = _alike(old[end : end + CONTEXT], new[high : high + CONTEXT])
        drift = abs(low - self.expected(start)) / max(len(new), 1)
        return round(0.6 * quote + 0.15 * prefix + 0.15 * suffix + 0.1 * (1 - min(1.0, drift)), 4)

    def expected(self, offset: int, *, is_end: bool = False) -> int:
        """Where an offset of the old sentence falls in the new one by the alignment of both."""
        for tag, i0, i1, j0, j1 in self._steps:
            if tag == "equal" and i0 <= offset <= i1 and (offset < i1 or is_end or i1 == len(self.old)):
                return j0 + offset - i0
            if tag != "equal" and i0 <= offset < i1:
                return j1 if is_end else j0
        return len(self.new)

    @cached_property
    def _steps(self) -> list[tuple[str, int, int, int, int]]:
        return [
            (step.tag, step.src_start, step.src_end, step.dest_start, step.dest_end)
            for step in Indel.opcodes(self.old, self.new)
        ]


def likeness(old: str, new: str) -> float:
    """How alike two quotes are; 0 when the numbers in them differ, for a number that changed says another thing."""
    if old == new:
        return 1.0
    if _NUMBERS.findall(old) != _NUMBERS.findall(new):
        return 0.0
    return Indel.normalized_similarity(old, new)


def _alike(old: str, new: str) -> float:
    return 1.0 if old == new else Indel.normalized_similarity(old, new)
