"""Words that name a time only together with another: "the same day", "two days later", "Tuesday", "last week"."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from .words import GAP, NUMBERS, SEASONS, WEEKDAYS, D, number

# What a phrase counts from: a date stated before it, the day of writing, or nothing that could be told.
STATED: Final = "stated"
WRITING: Final = "writing"
NOTHING: Final = ""


class Phrase(NamedTuple):
    """Words that name a time in relation to another: offsets, what they count from, the unit, and how many of it."""

    start: int
    end: int
    counts_from: str
    unit: str  # day, week, month, year, one of WEEKDAYS, or one of SEASONS
    shift: int

    @property
    def why(self) -> str:
        """Why the words alone are no date."""
        if self.unit in WEEKDAYS:
            return _("a weekday without a date")
        if self.counts_from == STATED:
            return _("counts from a date stated elsewhere")
        if self.counts_from == WRITING:
            return _("counts from the day of writing")
        return _("names no day")


_PARTS: Final = "day|night|evening|morning|afternoon|week|month|year"
_UNITS: Final = "day|week|month|year"
_SOME: Final = rf"(?P<count>{D}{{1,3}}|{'|'.join(NUMBERS)})"
_FORMS: Final = tuple(
    (re.compile(rf"(?<![^\W_]){pattern}(?![^\W_])", re.IGNORECASE), counts_from, shift)
    for pattern, counts_from, shift in (
        (
            rf"(?:(?:later|earlier|early|late){GAP}(?:on{GAP})?)?(?:the{GAP}(?:very{GAP})?same|that(?:{GAP}same)?){GAP}"
            rf"(?P<unit>{_PARTS}|{'|'.join(SEASONS)})",
            STATED,
            0,
        ),
        (rf"the{GAP}(?:next|following){GAP}(?P<unit>{_PARTS})", STATED, 1),
        (rf"the{GAP}(?:previous|preceding){GAP}(?P<unit>{_PARTS})", STATED, -1),
        (rf"the{GAP}(?P<unit>{_UNITS}){GAP}after", STATED, 1),
        (rf"the{GAP}(?P<unit>{_UNITS}){GAP}before", STATED, -1),
        (rf"{_SOME}{GAP}(?P<unit>{_UNITS})s?{GAP}(?:later|after(?:wards)?)", STATED, 1),
        (rf"{_SOME}{GAP}(?P<unit>{_UNITS})s?{GAP}(?:earlier|before)", STATED, -1),
        (rf"{_SOME}{GAP}(?P<unit>{_UNITS})s?{GAP}ago", WRITING, -1),
        (
            rf"(?:several|(?:a{GAP})?few|many|some){GAP}(?:{_UNITS})s{GAP}(?:later|earlier|before|after(?:wards)?|ago)",
            NOTHING,
            0,
        ),
        (rf"(?:today|tonight|this{GAP}(?:morning|afternoon|evening))", WRITING, 0),
        (rf"(?:yesterday|last{GAP}(?:night|evening))", WRITING, -1),
        (r"tomorrow", WRITING, 1),
        (
            rf"(?:(?:later|earlier|early|late){GAP})?this{GAP}(?P<unit>week|month|year|{'|'.join(SEASONS)})",
            WRITING,
            0,
        ),
        (
            rf"(?:(?:late|early|earlier){GAP})?last{GAP}(?P<unit>week|month|year|{'|'.join(SEASONS)})",
            WRITING,
            -1,
        ),
        (rf"next{GAP}(?P<unit>week|month|year|{'|'.join(SEASONS)})", WRITING, 1),
        (rf"last{GAP}(?P<unit>{'|'.join(WEEKDAYS)})", WRITING, -1),
        (rf"next{GAP}(?P<unit>{'|'.join(WEEKDAYS)})", WRITING, 1),
        (rf"(?:(?:that|this){GAP})?(?P<unit>{'|'.join(WEEKDAYS)})", WRITING, 0),
        (
            rf"(?:recently|lately|nowadays|at{GAP}(?:that|the){GAP}time"
            rf"|in{GAP}recent{GAP}(?:days|weeks|months|years)|one{GAP}day|some{GAP}time{GAP}(?:later|after|ago))",
            NOTHING,
            0,
        ),
    )
)
_START: Final = re.compile(
    rf"(?<![^\W_])(?:{D}|later|earlier|early|late|the|that|this|last|next|today|tonight|yesterday|tomorrow|several|few"
    rf"|many|some|recently|lately|nowadays|at|in|{'|'.join(NUMBERS)}|{'|'.join(WEEKDAYS)})(?![^\W_])",
    re.IGNORECASE,
)


def phrases(text: str) -> Iterator[Phrase]:
    """The phrases of a text in reading order, none inside another."""
    at = 0
    while begin := _START.search(text, at):
        phrase = phrase_at(text, begin.start())
        if phrase:
            yield phrase
        at = phrase.end if phrase else begin.end()


def phrase_at(text: str, at: int) -> Phrase | None:
    """The phrase that begins at a place, or None."""
    for pattern, counts_from, shift in _FORMS:
        match = pattern.match(text, at)
        if match:
            groups = match.groupdict()
            unit = (groups.get("unit") or "day").lower()
            if unit in WEEKDAYS and not match["unit"][0].isupper():
                continue
            times = _times(groups.get("count"))
            plain = "day" if unit in ("night", "evening", "morning", "afternoon") else unit
            return Phrase(match.start(), match.end(), counts_from, plain, shift * times)
    return None


def _times(word: str | None) -> int:
    if not word:
        return 1
    return NUMBERS.get(word.lower()) or number(word)
