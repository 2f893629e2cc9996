"""Cues and hedges as reliability tags: who says it, what is said, and whether one account stands in another."""

from typing import Any, Final

from django.utils.translation import gettext as _

from .cueing import CueFound
from .folding import Word
from .grammar import BE, HAVE
from .proposals import Suggestion

_STOPS: Final = ",;:()[]"
_FARTHEST: Final = 14


def claims_of(text: str, words: list[Word], cues: list[CueFound], hedges: list[CueFound]) -> list[Suggestion]:
    """One suggestion for each cue, with the first hedge of the sentence in the first; hedges alone make their own."""
    found: list[Suggestion] = []
    outer: Suggestion | None = None
    rest = list(hedges)
    for one in cues:
        cue = _span(words, one.first, one.end)
        source, content = _parts(text, words, one)
        value: dict[str, Any] = {
            "credibility": "6",
            "cue_start": cue[0],
            "cue_end": cue[1],
            "commitment": one.cue.commitment if one.cue else "neutral",
            "anonymous": source is not None and not any(c.isupper() for c in text[source[0] : source[1]]),
        }
        if source is not None:
            value |= {"source_start": source[0], "source_end": source[1]}
        if outer is not None and outer.start <= cue[0] < outer.end:
            value["parent_key"] = outer.key
        if rest:
            hedge = _span(words, rest[0].first, rest[0].end)
            value |= {"hedge_start": hedge[0], "hedge_end": hedge[1]}
            rest = rest[1:]
        quote = text[content[0] : content[1]]
        suggestion = Suggestion(
            "reliability", *content, quote, value, _why(text, one, cue, source), round(one.confidence, 3),
            f"cue:{text[cue[0] : cue[1]].lower()}",
        )  # fmt: skip
        outer = outer or suggestion
        found.append(suggestion)
    whole = _whole(text, words)
    for one in rest if not cues else ():
        hedge = _span(words, one.first, one.end)
        said = text[hedge[0] : hedge[1]]
        value = {"credibility": "6", "hedge_start": hedge[0], "hedge_end": hedge[1]}
        why = _("“%(words)s” hedges what is said.") % {"words": said}
        quote, sure = text[whole[0] : whole[1]], round(one.confidence, 3)
        found.append(Suggestion("reliability", *whole, quote, value, why, sure, f"hedge:{said.lower()}"))
    return found


def _why(text: str, one: CueFound, cue: tuple[int, int], source: tuple[int, int] | None) -> str:
    said = {"words": text[cue[0] : cue[1]], "source": text[source[0] : source[1]] if source else ""}
    if one.because:
        return _("“%(words)s” was tagged so in approved work.") % said
    if one.cue and one.cue.kind == "denial":
        return _("“%(words)s” denies it.") % said
    if source:
        return _("“%(words)s” attributes what is said to %(source)s.") % said
    return _("“%(words)s” attributes what is said.") % said


def _span(words: list[Word], first: int, end: int) -> tuple[int, int]:
    return words[first].start, words[end - 1].end


def _whole(text: str, words: list[Word]) -> tuple[int, int]:
    """The sentence from its first to its last word."""
    return (words[0].start, words[-1].end) if words else (0, len(text))


def _parts(text: str, words: list[Word], one: CueFound) -> tuple[tuple[int, int] | None, tuple[int, int]]:
    """(source or None, content) of a cue."""
    whole = _whole(text, words)
    if words[one.first].low in ("according", "announced", "given", "in", "as"):
        return _after(text, words, one.end, whole)
    if one.cue is not None and one.cue.syntax in ("holds",):
        return None, whole
    source = _before(text, words, one.first)
    first = one.end
    if first < len(words) and words[first].low == "that":
        first += 1
    content = (words[first].start, whole[1]) if first < len(words) else whole
    return source, content


def _after(
    text: str, words: list[Word], first: int, whole: tuple[int, int]
) -> tuple[tuple[int, int] | None, tuple[int, int]]:
    """ "according to X, content": the source runs to the comma, the content after it."""
    if first >= len(words):
        return None, whole
    last = first
    while last + 1 < len(words) and last - first < _FARTHEST and not _stops(text, words, last):
        last += 1
    source = words[first].start, words[last].end
    if words[first - 1].start > whole[0] + 40 or last + 1 >= len(words):
        return source, whole
    return source, (words[last + 1].start, whole[1])


def _before(text: str, words: list[Word], at: int) -> tuple[int, int] | None:
    """The subject before a verb: back to punctuation or a word that opens a clause."""
    last = at - 1
    while last >= 0 and (words[last].low in BE | HAVE or words[last].low.endswith("ly")):
        last -= 1
    first = last
    while first > 0 and last - first < _FARTHEST and not _stops(text, words, first - 1):
        if words[first - 1].low in ("that", "and", "but", "when", "because", "after", "as", "while"):
            break
        first -= 1
    if last < 0 or (at > 0 and _stops(text, words, at - 1) and last == at - 1):
        return None
    return words[first].start, words[last].end


def _stops(text: str, words: list[Word], at: int) -> bool:
    """Whether punctuation parts this word from the next."""
    return any(c in _STOPS or c in '"“”' for c in text[words[at].end : words[at + 1].start])
