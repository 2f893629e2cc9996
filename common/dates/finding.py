"""Dates in running text, in reading order."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple

from .forms import Place, Read
from .phrases import phrases
from .reading import read_at
from .words import MONTHS, SEASONS, THIRDS, WEEKDAY, D, one_of

# Where a date can begin: a look at each word that costs little, before the forms are tried there.
_START: Final = re.compile(
    rf"(?:(?<![^\W_])|(?<=\sو))(?<!{D}[.,:/٬٫-])"
    rf"(?:{D}|ב?(?:{one_of(MONTHS)})|(?:{'|'.join([*SEASONS, *THIRDS])})\b|{WEEKDAY}\b|q(?=[1-4])|منذ"
    r"|(?:about|around|approximately|roughly|circa|ca?|between|since|first|second|third|fourth|last)\b)",
    re.IGNORECASE,
)


class DateFound(NamedTuple):
    """A date that a text states: half-open offsets in code points, its EDTF, and why it reads so."""

    start: int
    end: int
    edtf: str
    reason: str


def find_dates(text: str) -> list[DateFound]:
    """The dates a text states, in reading order, none inside another, each valid EDTF."""
    return [DateFound(read.start, read.end, read.edtf, read.why) for read in reads(text) if read.edtf]


def find_unresolved(text: str) -> list[DateFound]:
    """What names a time but no day by itself ("the same day", "Tuesday", "31 February"): no EDTF, and why."""
    stated = list(reads(text))
    taken = [(read.start, read.end) for read in stated]
    unresolved = [DateFound(read.start, read.end, "", read.why) for read in stated if not read.edtf]
    unresolved += [
        DateFound(phrase.start, phrase.end, "", phrase.why)
        for phrase in phrases(text)
        if not _touches(taken, phrase.start, phrase.end)
    ]
    return sorted(unresolved)


def _touches(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a part of the text overlaps one of those taken, which stand in reading order."""
    at = bisect_left(taken, (end, 0))
    return at > 0 and taken[at - 1][1] > start


def reads(text: str) -> Iterator[Read]:
    """What reads as a date, days that no calendar has among them (with an empty EDTF)."""
    at = 0
    while match := _START.search(text, at):
        read = read_at(Place(text, match.start()))
        if read:
            end = read.end - 1 if text[read.end - 1] == "." else read.end
            yield read._replace(end=end)
            at = read.end
        else:
            at = match.end()
