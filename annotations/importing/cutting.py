"""Where the sentences of an imported text stand, so that no span is cut in two."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from statistics import median

from sources.segmenting import Slice, join_marker_lines, lines, segment_line

from .drafts import Place
from .items import Reading

_SHORT = 300
_OFTEN = 0.9


def items_are(reading: Reading, stated: str = "") -> str:
    """`sentence` when the items are sentences of one source, `source` when each is a source of its own.

    What the person states counts; else what the file says; else texts on one line, mostly short, are sentences.
    """
    if stated:
        return stated
    if any(item.group for item in reading.items):
        return "sentence"
    if len(reading.items) < 2 or any(item.cuts or "title" in item.known for item in reading.items):
        return "source"
    texts = [item.text.strip() for item in reading.items]
    on_one_line = sum("\n" not in text for text in texts)
    is_short = median(len(text) for text in texts) <= _SHORT
    return "sentence" if is_short and on_one_line >= _OFTEN * len(texts) else "source"


def sentences_of(text: str, cuts: Sequence[Place] | None) -> list[Slice]:
    """The sentences the tool knew, without white space around; else those that segmentation finds, line by line."""
    if cuts:
        found = [trimmed(text, start, end) for start, end in cuts]
        return join_marker_lines(text, _without_overlap([each for each in found if each is not None]))
    pieces = [sentence for line in lines(text) for sentence in segment_line(text, line)]
    return join_marker_lines(text, pieces)


def trimmed(text: str, start: int, end: int) -> Slice | None:
    """The slice from the first to the last visible character; None when it shows nothing."""
    found = [Slice(start + each.start, start + each.end) for each in lines(text[start:end])]
    return Slice(found[0].start, found[-1].end) if found else None


def _without_overlap(pieces: Iterable[Slice]) -> list[Slice]:
    """The slices in order; one that begins inside the one before is joined to it."""
    kept: list[Slice] = []
    for piece in sorted(pieces):
        if kept and piece.start < kept[-1].end:
            kept[-1] = Slice(kept[-1].start, max(kept[-1].end, piece.end))
        else:
            kept.append(piece)
    return kept


def whole_spans(pieces: Sequence[Slice], places: Iterable[Place]) -> tuple[list[Slice], int]:
    """The sentences with those joined that a span reaches across, and how many were joined to another.

    A span that takes in white space at the edge of its sentence takes the sentence along.
    """
    starts = [piece.start for piece in pieces]
    wide = [[piece.start, piece.end] for piece in pieces]
    joins: set[int] = set()
    for start, end in places:
        first = max(0, bisect_right(starts, start) - 1)
        last = max(0, bisect_right(starts, end - 1) - 1)
        joins.update(range(first + 1, last + 1))
        wide[first][0] = min(wide[first][0], start)
        wide[last][1] = max(wide[last][1], end)
    kept: list[Slice] = []
    for number, (start, end) in enumerate(wide):
        if number in joins:
            kept[-1] = Slice(kept[-1].start, end)
        else:
            kept.append(Slice(start, end))
    return kept, len(joins)


def sentence_at(pieces: Sequence[tuple[int, int]], starts: Sequence[int], place: Place) -> int | None:
    """The number of the one sentence that holds the place whole; None when none does."""
    number = bisect_right(starts, place[0]) - 1
    if number < 0 or place[1] > pieces[number][1]:
        return None
    return number
