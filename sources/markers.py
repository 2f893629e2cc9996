"""Citation markers: what of a received text an editor reads, and the exact way back.

A marker such as `[29]` is part of the received text and not of the display text. Leaving it out must not join two
words or leave two spaces, so the rule is about a *cluster*: markers with only white space between them, together with
the white space around. A cluster reads as nothing at either end of the text or before closing punctuation; elsewhere as
the first white space it held, if it held any. What is left out are the *gaps*. Every other character keeps its order,
so both mappings are sums of gap lengths:

- where a gap stood, a span's start maps after it and a span's end before it (display to received);
- an offset inside a gap maps to the place where the gap stood (received to display).

`static/js/lib/markers.js` is the same room in JavaScript; both read `tests/shared/offset_cases.json`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple, TypeAlias

Place: TypeAlias = Literal["leading", "inline"]

# Numbers up to 1499: a higher one of four digits is a year that an editor put in ("in [2007] he left").
MARKER: Final = re.compile(r"\[((?:[1-9][0-9]{0,2}|1[0-4][0-9]{2}))\]")
# The white space that is spelled out here is the same in JavaScript; `\s` is not.
SPACE: Final = " \t\n\u00a0"
CLOSING: Final = ",.;:!?…)]}»”’،؛؟"
_RUN = re.compile(rf"{MARKER.pattern}(?:[{SPACE}]*{MARKER.pattern})*")
_QUOTES: Final = "\"'“”„‘’‚«»‹›"
_OPENING = re.compile(f"[{re.escape(SPACE + _QUOTES + CLOSING)}]*")


class Marker(NamedTuple):
    """One marker: its number, its slice of the received text, and whether it opens the sentence."""

    label: str
    start: int
    end: int
    place: Place


def find_markers(received: str) -> list[Marker]:
    """The markers of one sentence in reading order.

    A marker is `leading` when nothing but white space, other markers, quotation marks and closing punctuation stands
    before it: it, and they, close the sentence before this one in the original article. Any other is `inline`.
    """
    if "[" not in received:
        return []
    found: list[Marker] = []
    head = 0  # everything before this belongs to an opening of markers and stray punctuation
    for match in MARKER.finditer(received):
        start, end = match.span()
        if head >= 0:
            head = end if _OPENING.fullmatch(received, head, start) else -1
        found.append(Marker(match[1], start, end, "leading" if head >= 0 else "inline"))
    return found


def blank_markers(received: str) -> str:
    """The text with every marker overwritten by spaces, so that offsets stay."""
    return MARKER.sub(lambda match: " " * len(match[0]), received) if "[" in received else received


@dataclass(frozen=True)
class DisplayText:
    """A received text as an editor reads it, with both mappings. All offsets are code points."""

    received: str

    @cached_property
    def gaps(self) -> list[tuple[int, int]]:
        """The slices of the received text that are left out: disjoint, ascending, never empty."""
        return list(_gaps(self.received)) if "[" in self.received else []

    @cached_property
    def text(self) -> str:
        """The display text."""
        pieces: list[str] = []
        position = 0
        for start, end in self.gaps:
            pieces.append(self.received[position:start])
            position = end
        pieces.append(self.received[position:])
        return "".join(pieces)

    @cached_property
    def _removed(self) -> list[int]:
        """How many characters are left out up to and including each gap, after a leading 0."""
        totals = [0]
        for start, end in self.gaps:
            totals.append(totals[-1] + end - start)
        return totals

    @cached_property
    def _seams(self) -> list[int]:
        """Where each gap stood, as an offset in the display text."""
        return [start - removed for (start, _), removed in zip(self.gaps, self._removed, strict=False)]

    def start_to_received(self, offset: int) -> int:
        """Where a span that starts here in the display text starts in the received text: after any gap."""
        return offset + self._removed[bisect_right(self._seams, self._inside(offset, len(self.text)))]

    def end_to_received(self, offset: int) -> int:
        """Where a span that ends here in the display text ends in the received text: before any gap."""
        return offset + self._removed[bisect_left(self._seams, self._inside(offset, len(self.text)))]

    def to_received(self, start: int, end: int) -> tuple[int, int]:
        """The received span of a display span. An empty one, a caret, stands after the gap."""
        if start > end:
            raise ValueError(f"A span cannot start at {start} and end at {end}.")
        first = self.start_to_received(start)
        return first, max(first, self.end_to_received(end))

    def offset_to_display(self, offset: int) -> int:
        """Where an offset of the received text falls in the display text; inside a gap, where the gap stood."""
        self._inside(offset, len(self.received))
        before = bisect_right(self.gaps, offset, key=lambda gap: gap[0])
        if before and offset < self.gaps[before - 1][1]:
            return self._seams[before - 1]
        return offset - self._removed[before]

    def to_display(self, start: int, end: int) -> tuple[int, int]:
        """The display span of a received span. It is empty when the span held nothing but markers."""
        if start > end:
            raise ValueError(f"A span cannot start at {start} and end at {end}.")
        return self.offset_to_display(start), self.offset_to_display(end)

    @staticmethod
    def _inside(offset: int, length: int) -> int:
        if not 0 <= offset <= length:
            raise ValueError(f"Offset {offset} is outside a text of {length} code points.")
        return offset


def _gaps(received: str) -> Iterator[tuple[int, int]]:
    """The gaps that the clusters of `received` leave."""
    length = len(received)
    for run in _RUN.finditer(received):
        start, end = run.span()
        while start > 0 and received[start - 1] in SPACE:
            start -= 1
        while end < length and received[end] in SPACE:
            end += 1
        kept = _first_space(received, start, end)
        if kept is None or start == 0 or end == length or received[end] in CLOSING:
            yield start, end
            continue
        if start < kept:
            yield start, kept
        if kept + 1 < end:
            yield kept + 1, end


def _first_space(received: str, start: int, end: int) -> int | None:
    """The offset of the first white space in a slice."""
    return next((at for at in range(start, end) if received[at] in SPACE), None)
