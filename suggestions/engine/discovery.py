"""Names nobody has entered yet: runs of capitalised words, told apart by generic words around and in them."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from .folding import Word, stem
from .grammar import PLACE_PREPOSITIONS, is_past
from .lists import countries, event_words, name_words
from .variants import DEMONYM

_INSIDE: Final = frozenset("of al el bin ibn abu de del van von da di the for".split())  # noqa: SIM905
_DIRECTIONS: Final = frozenset("west east north south western eastern northern southern central".split())  # noqa: SIM905


class NameLike(NamedTuple):
    """A span that reads like the name of someone who acts, and what makes it so."""

    start: int
    end: int
    confidence: float
    because: str


def name_likes(text: str, words: list[Word], known: set[int]) -> list[NameLike]:
    """The spans in reading order, none inside another. `known` are the starts of words of names known already."""
    return [found for run in _runs(text, words, known) if (found := _judged(text, words, *run)) is not None]


def _runs(text: str, words: list[Word], known: set[int]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of words: capitalised ones that only spaces, hyphens and small inner words part."""
    titles, orgs = name_words()["title"], name_words()["org"]

    def joins(place: int) -> bool:
        word = words[place]
        numbered = word.raw.isdigit() and len(word.raw) <= 3 and words[place - 1].low in orgs
        ahead = place + 1 < len(words) and words[place + 1].low in orgs and words[place + 1].is_capital
        return (word.is_capital or numbered) and word.start not in known and (ahead or word.low not in titles)

    at = 0
    while at < len(words):
        if not words[at].is_capital or not joins(at):
            at += 1
            continue
        end = at + 1
        while end < len(words):
            ahead = end
            while (
                ahead < len(words)
                and ahead - end < 2
                and words[ahead].low in _INSIDE
                and not words[ahead].is_capital
            ):
                ahead += 1
            if ahead >= len(words) or not joins(ahead):
                break
            if any(text[words[i - 1].end : words[i].start] not in (" ", "-") for i in range(end, ahead + 1)):
                break
            end = ahead + 1
        yield _trimmed(words, at, end)
        at = end


def _trimmed(words: list[Word], first: int, end: int) -> tuple[int, int]:
    """Without the sentence's opening word, titles, demonyms before titles, and an article."""
    kinds = name_words()
    while first < end and (
        words[first].low in kinds["common"]
        or (
            words[first].low in kinds["title"]
            and not (first + 1 < end and words[first + 1].low in kinds["org"])
        )
        or words[first].low in ("of", "for", "the")
        or (
            first + 1 < end and DEMONYM.fullmatch(words[first].raw) and words[first + 1].low in kinds["title"]
        )
    ):
        first += 1
    return first, end


def _judged(text: str, words: list[Word], first: int, end: int) -> NameLike | None:
    kinds = name_words()
    run = words[first:end]
    if not run:
        return None
    head, size = run[-1].low, len(run)
    start, stop = run[0].start, run[-1].end
    if (
        start >= 3
        and text[start - 3 : start] in ("al-", "el-")
        and (start == 3 or not text[start - 4].isalnum())
    ):
        start -= 3
    before = words[first - 1].low if first else ""
    after = words[end] if end < len(words) else None
    score, because = _score(text, run, before, after, opens=first == 0 or _opens(text, start))
    has_title = first > 0 and words[first - 1].is_capital and words[first - 1].low in kinds["title"]
    if has_title and head not in kinds["place"] and size <= 4:
        score, because = 0.8, _("a title stands before it")
    return NameLike(start, stop, score, because) if score >= 0.5 else None


def _opens(text: str, start: int) -> bool:
    return not any(c.isalpha() for c in text[:start])


def _score(text: str, run: list[Word], before: str, after: Word | None, *, opens: bool) -> tuple[float, str]:
    """How sure it is that the run names someone who acts, and why."""
    kinds = name_words()
    head, size = run[-1].low, len(run)
    name = text[run[0].start : run[-1].end]
    if _is_no_actor(run):
        return 0.0, ""
    follows = after is not None and text[run[-1].end : after.start] == " "
    acts = after is not None and follows and is_past(after.low)
    if head in kinds["org"] and size > 1:
        return 0.8, _("its last word names a body")
    if name.lower() in countries():
        is_party = acts or before in ("by", "accused", "with", "between")
        return (0.6, _("a country that acts here")) if is_party else (0.0, "")
    if before in PLACE_PREPOSITIONS or (size == 1 and DEMONYM.fullmatch(name)):
        return 0.0, ""
    if size == 1 and name.isupper() and 2 <= len(name) <= 6 and name.isalpha():
        return 0.65, _("an acronym")
    owns = after is not None and after.low == "'s" and before not in ("of", "to")
    return _by_place(name, before, size, opens=opens, acts=acts, owns=owns)


def _is_no_actor(run: list[Word]) -> bool:
    """Whether its own words say that it names a place, a thing or a day."""
    kinds = name_words()
    head, first = run[-1].low, run[0].low
    is_day = first in kinds["calendar"] or head in kinds["calendar"]
    return head in kinds["place"] or head in kinds["thing"] or first in _DIRECTIONS or is_day


def _by_place(name: str, before: str, size: int, *, opens: bool, acts: bool, owns: bool) -> tuple[float, str]:
    """By where it stands: before a verb, after "by", before a possessive."""
    if size == 1 and opens:
        is_common = name.lower().endswith(("s", "ing")) or stem(name.lower()) in event_words()
        return (0.55, _("it acts here")) if acts and not is_common else (0.0, "")
    if acts:
        return 0.65, _("it acts here")
    if before == "by":
        return 0.65, _("“by” stands before it")
    if size >= 2:
        return 0.55, _("it is written like a name")
    return (0.5, _("it owns something here")) if owns else (0.3, "")
