"""Which unit a file counts in, decided by its own words, and its offsets turned into code points.

Four units are met: Unicode code points (Python, Label Studio), UTF-16 units (browsers, Java, UIMA), UTF-8 bytes, and
grapheme clusters (doccano in its grapheme mode). Where a file has the words beside the offsets, all of a text's words
are the evidence: the unit under which every one reads as quoted. Where it has none, a unit is possible when no span
leaves the text or cuts a character, and likely when spans begin and end where words do. What is not sure is refused
with the place and both readings; a person may then say the unit.
"""

import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final, TypeAlias

import regex

from sources.importers.problems import ImportProblem

from .items import Item, Reading, Span

CODE_POINTS, UTF16, BYTES, GRAPHEMES = UNITS = ("code_points", "utf16", "bytes", "graphemes")
UNIT_WORDS: Final[Mapping[str, str]] = {
    CODE_POINTS: "Unicode code points",
    UTF16: "UTF-16 units",
    BYTES: "UTF-8 bytes",
    GRAPHEMES: "graphemes",
}
Places: TypeAlias = Sequence[int]
_Way: TypeAlias = tuple[
    tuple[int, int] | None, bool
]  # a span in code points, and whether it is made of whole words
_CUT: Final = -1
_SPACE = re.compile(r"\s+")
_GRAPHEME = regex.compile(r"\X")
_LIKELY: Final = 0.9
_UNLIKELY: Final = 0.5
_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Verdict:
    """The unit found. `by_item` holds texts whose words prove another unit, `refused` why others cannot be read."""

    unit: str
    evidence: str
    by_item: Mapping[int, str]
    refused: Mapping[int, str]

    def of(self, number: int) -> str:
        """The unit of the item with this number."""
        return self.by_item.get(number, self.unit)


class Boundaries:
    """Where the boundaries that a unit counts stand in one text, in code points."""

    __slots__ = ("_places", "length", "text", "unit")

    def __init__(self, text: str, unit: str) -> None:
        self.text, self.unit = text, unit
        self._places = None if _is_plain(text, unit) else _places(text, unit)
        self.length = len(text) if self._places is None else len(self._places) - 1

    def place(self, offset: int) -> int | None:
        """The code point offset of this boundary; None outside the text and inside a character."""
        if not 0 <= offset <= self.length:
            return None
        if self._places is None:
            return offset
        found = self._places[offset]
        return None if found == _CUT else found

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Both ends in code points, or None when one of them is no boundary or nothing lies between."""
        one, other = self.place(start), self.place(end)
        return None if one is None or other is None or one >= other else (one, other)


def _is_plain(text: str, unit: str) -> bool:
    """Whether the unit counts what code points do in this text."""
    return unit == CODE_POINTS or (text.isascii() and (unit != GRAPHEMES or "\r" not in text))


def _places(text: str, unit: str) -> Places:
    """By offset in the unit: the code point offset, or _CUT inside a character."""
    if unit == GRAPHEMES:
        return array("i", accumulate((len(one) for one in _GRAPHEME.findall(text)), initial=0))
    places = array("i")
    for at, character in enumerate(text):
        places.append(at)
        code = ord(character)
        wide = (code > 0xFFFF) if unit == UTF16 else (code > 0x7F) + (code > 0x7FF) + (code > 0xFFFF)
        places.extend([_CUT] * wide)
    places.append(len(text))
    return places


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same words: a tool may write a line end as a space, or as its escape."""
    return one == other or _squeezed(one) == _squeezed(other)


def _squeezed(text: str) -> str:
    return _SPACE.sub(" ", text.replace("\\n", "\n")).strip()


@lru_cache(maxsize=4096)
def _inner(text: str) -> frozenset[int]:
    """The offsets inside a grapheme, where no selection begins or ends."""
    if text.isascii():
        return frozenset()
    ends = set(accumulate((len(one) for one in _GRAPHEME.findall(text)), initial=0))
    return frozenset(range(len(text) + 1)) - ends


def on_words(text: str, start: int, end: int) -> bool:
    """Whether the span begins and ends where a word does, without white space at its edges."""
    if text[start].isspace() or text[end - 1].isspace():
        return False
    begins = start == 0 or not (_joins(text[start - 1]) and _joins(text[start]))
    ends = end == len(text) or not (_joins(text[end - 1]) and _joins(text[end]))
    return begins and ends


def _joins(character: str) -> bool:
    return character.isalnum() or regex.match(r"\p{M}", character) is not None


def find_unit(reading: Reading, stated: str = "") -> Verdict:
    """The unit of the file and the texts it cannot be; ImportProblem when the spans read well in more than one way."""
    if stated:
        return Verdict(stated, "as you said", {}, _misread(reading, stated, graphemes=False))
    if any(span.quote is not None for item in reading.items for span in item.spans):
        return _by_quotes(reading)
    return _by_likeness(reading)


def _by_quotes(reading: Reading) -> Verdict:
    """Each text by its own words; texts whose words fit several units follow the rest."""
    order = _order(reading)
    fitting = [[u for u in order if _reads(item, Boundaries(item.text, u))] for item in reading.items]
    votes = {unit: sum(unit in fits for fits in fitting) for unit in order}
    most = max(votes, key=lambda unit: votes[unit])
    apart: dict[int, str] = {}
    refused: dict[int, str] = {}
    for number, (item, fits) in enumerate(zip(reading.items, fitting, strict=True)):
        if not fits:
            refused[number] = _misquoted(item)
        elif most not in fits and (doubt := _doubt(item, fits)):
            refused[number] = doubt
        elif most not in fits:
            apart[number] = fits[0]
    return Verdict(most, "the words beside the spans", apart, refused)


def _order(reading: Reading) -> Sequence[str]:
    """The format's own unit first, so that it stands where several fit."""
    return sorted(UNITS, key=lambda unit: (unit != reading.unit, UNITS.index(unit)))


def _reads(item: Item, bounds: Boundaries) -> bool:
    return all(_quoted(item.text, span, bounds) for span in item.spans if span.quote is not None)


def _quoted(text: str, span: Span, bounds: Boundaries) -> bool:
    found = bounds.span(span.start, span.end)
    return found is not None and same_words(text[found[0] : found[1]], span.quote or "")


def _doubt(item: Item, fits: Sequence[str]) -> str:
    """What is said of a text that is apart from the others and still reads well in several ways; else nothing."""
    bounds = [Boundaries(item.text, each) for each in fits]
    for span in item.spans:
        if len({each.span(span.start, span.end) for each in bounds}) > 1:
            units = " and in ".join(UNIT_WORDS[each] for each in fits)
            return (
                f"{item.where}: “{_shown(span.quote)}” reads the same in {units}. Say what the offsets count."
            )
    return ""


def _misquoted(item: Item) -> str:
    """What is said of a text that no unit reads as quoted: its first wrong span in the unit that reads most of them."""
    spans = [span for span in item.spans if span.quote is not None]
    bounds = [Boundaries(item.text, unit) for unit in UNITS]
    wrong = [[span for span in spans if not _quoted(item.text, span, each)] for each in bounds]
    best = min(range(len(UNITS)), key=lambda at: len(wrong[at]))
    span = wrong[best][0]
    found = bounds[best].span(span.start, span.end)
    reads = (
        f"the text reads “{_shown(item.text[slice(*found)])}” there"
        if found
        else "that is no place in the text"
    )
    return (
        f"{item.where}: the span [{span.start}, {span.end}) is quoted as “{_shown(span.quote)}”, but {reads}, and no "
        "unit (code points, UTF-16, bytes, graphemes) makes all words of this text fit. The text or its spans were "
        "changed after they were made; export both again."
    )


def _shown(text: str | None) -> str:
    """The words as a message holds them: not too many, and none that a database refuses."""
    words = (text or "").replace("\x00", "␀")
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def _by_likeness(reading: Reading) -> Verdict:
    """Without words: the units in which most texts are possible, then the one in which spans are words."""
    wrong = {unit: _misread(reading, unit, graphemes=True) for unit in _order(reading)}
    fewest = min(len(each) for each in wrong.values())
    possible = [unit for unit, each in wrong.items() if len(each) == fewest]
    if reading.unit in possible:
        return Verdict(reading.unit, "the format's own", {}, wrong[reading.unit])
    ways = _ways(reading, possible)
    best = max(ways, key=lambda unit: sum(is_word for _, is_word in ways[unit]))
    rivals = [unit for unit in ways if unit != best and not _beats(ways[best], ways[unit])]
    if rivals:
        raise _undecided(reading, [best, *rivals])
    evidence = "spans begin and end where words do" if len(ways) > 1 else "all units agree in these texts"
    return Verdict(best, evidence, {}, wrong[best])


def _misread(reading: Reading, unit: str, *, graphemes: bool) -> dict[int, str]:
    """By number of the item: what is wrong with the first of its spans that is not possible in this unit."""
    found: dict[int, str] = {}
    for number, item in enumerate(reading.items):
        if not item.spans:
            continue
        bounds = Boundaries(item.text, unit)
        inner = _inner(item.text) if graphemes else frozenset()
        for span in item.spans:
            if why := _why_not(item.text, span, bounds, inner):
                named = _shown(span.quote) if span.quote is not None else span.label
                found[number] = (
                    f"{item.where}: the span [{span.start}, {span.end}) “{named}” {why}, counted in "
                    f"{UNIT_WORDS[unit]}. Export the text and its spans again, or say another unit."
                )
                break
    return found


def _why_not(text: str, span: Span, bounds: Boundaries, inner: frozenset[int]) -> str:
    if span.start >= span.end:
        return "ends before it begins"
    if span.start < 0 or span.end > bounds.length:
        return f"is outside the text, which ends at {bounds.length:,}"
    place = bounds.span(span.start, span.end)
    if place is None:
        return "cuts a character in two"
    if place[0] in inner or place[1] in inner:
        return "cuts a character from its marks"
    if span.quote is not None and not same_words(text[slice(*place)], span.quote):
        return f"reads “{_shown(text[slice(*place)])}”"
    return ""


def _ways(reading: Reading, possible: Sequence[str]) -> dict[str, list[_Way]]:
    """The ways to read the spans that the units do not agree on; of units that agree throughout, the first."""
    ways: dict[str, list[_Way]] = {unit: [] for unit in possible}
    for item in reading.items:
        if not item.spans or (item.text.isascii() and "\r" not in item.text):
            continue
        bounds = {unit: Boundaries(item.text, unit) for unit in possible}
        for span in item.spans:
            found = {unit: each.span(span.start, span.end) for unit, each in bounds.items()}
            if len(set(found.values())) > 1:
                for unit, place in found.items():
                    ways[unit].append((place, place is not None and on_words(item.text, *place)))
    kept: dict[str, list[_Way]] = {}
    for unit, each in ways.items():
        if each not in kept.values():
            kept[unit] = each
    return kept


def _beats(one: Sequence[_Way], other: Sequence[_Way]) -> bool:
    """Whether the spans that two units read differently are words in the first, and seldom in the second."""
    differing = [(mine, theirs) for mine, theirs in zip(one, other, strict=True) if mine[0] != theirs[0]]
    mine = sum(way[1] for way, _ in differing)
    theirs = sum(way[1] for _, way in differing)
    return mine >= _LIKELY * len(differing) and theirs <= _UNLIKELY * len(differing)


def _undecided(reading: Reading, units: Sequence[str]) -> ImportProblem:
    """What is said when the spans are words in several units, or in none: the first that reads differently."""
    for item in reading.items:
        bounds = {unit: Boundaries(item.text, unit) for unit in units}
        for span in item.spans:
            read = {unit: each.span(span.start, span.end) for unit, each in bounds.items()}
            if len(set(read.values())) > 1:
                shown = ", ".join(
                    f"“{_shown(item.text[slice(*place)])}” in {UNIT_WORDS[unit]}"
                    for unit, place in read.items()
                    if place
                )
                return ImportProblem.of(
                    f"{item.where}: the span [{span.start}, {span.end}) “{span.label}” reads {shown}, and the file "
                    "does not say what it counts.",
                    "Say what the offsets count and import again.",
                )
    raise AssertionError("units that read every span alike are one")


def normalised_offsets(raw: str, offsets: Iterable[int]) -> dict[int, int]:
    """By code point offset in a text as received: the offset once CR LF became LF."""
    if "\r\n" not in raw:
        return {offset: offset for offset in offsets}
    pairs = [match.start() for match in re.finditer("\r\n", raw)]
    return {offset: offset - _before(pairs, offset) for offset in offsets}


def _before(pairs: Sequence[int], offset: int) -> int:
    """How many line ends of two characters lie whole before the offset."""
    low, high = 0, len(pairs)
    while low < high:
        middle = (low + high) // 2
        if pairs[middle] + 1 < offset:
            low = middle + 1
        else:
            high = middle
    return low
