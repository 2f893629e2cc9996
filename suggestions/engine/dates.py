"""Dates of a sentence as suggestions need them: those that may date an event told in it."""

from typing import Final, NamedTuple

from common.dates import find_dates
from sources.markers import blank_markers

from .cueing import CueFound
from .extents import word_at
from .folding import Word
from .grammar import SMALL, is_past
from .lists import event_words
from .triggering import TriggerFound

_NEAR: Final = 3


class Dated(NamedTuple):
    """A date's span and EDTF, and why it reads so."""

    start: int
    end: int
    edtf: str
    because: str


def dates_of(text: str, words: list[Word], triggers: list[TriggerFound], cues: list[CueFound]) -> list[Dated]:
    """The stated dates but those of a name ("the 2014 Conflict"), of the telling itself, or where nothing happens."""
    stated = find_dates(blank_markers(text))
    if not stated or not (triggers or any(word.stem in event_words() for word in words)):
        return []
    told = [words[one.first].start for one in triggers]
    return [
        Dated(date.start, date.end, date.edtf, date.reason)
        for date in stated
        if not _is_part_of_name(text, words, date.start, date.end)
        and not _dates_the_telling(words, date.start, date.end, cues, told)
    ]


def _is_part_of_name(text: str, words: list[Word], start: int, end: int) -> bool:
    """Whether the date only says which thing is meant: after an article, before a noun that tells of no event."""
    place = word_at(words, start)
    before = words[place - 1].low if place else ""
    after = word_at(words, end)
    if before == "to" and place > 1 and words[place - 2].low == "up":
        return True
    if before not in ("the", "a", "an", "this", "that") or after >= len(words):
        return False
    one = words[after]
    if text[end : one.start] != " " or one.low in SMALL or is_past(one.low):
        return False
    return one.is_capital or one.stem not in event_words()


def _dates_the_telling(
    words: list[Word], start: int, end: int, cues: list[CueFound], told: list[int]
) -> bool:
    """Whether the date is that of "said in 1960" or "In 1998 the commission found that", not of what is told."""
    place = word_at(words, start)
    for cue in cues:
        if cue.cue is None or cue.cue.syntax not in ("says", "states", "phrase"):
            continue
        if cue.end <= place <= cue.end + _NEAR and not any(w.low == "that" for w in words[cue.end : place]):
            return cue.cue.syntax != "phrase" or cue.cue.after == "figure"
        opens = end <= words[cue.first].start and start <= words[0].start + 40
        if opens and cue.end < len(words) and words[cue.end].low == "that" and cue.cue.syntax != "phrase":
            return not any(end <= trigger < words[cue.first].start for trigger in told)
    return False
