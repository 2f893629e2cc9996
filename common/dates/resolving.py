"""What a date or phrase may mean in its place: the year that others state, the day that a phrase counts from.

Proposals only, each with its basis (`sentence`, `other_sentence`, `document`) and why: a person decides.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from common.edtf import bounds, is_edtf

from . import writing
from .counting import counted
from .forms import Place
from .phrases import STATED, WRITING, Phrase, phrase_at
from .reading import read_at

_YEAR: Final = re.compile(r"\d{4}(?!\d)")


class Neighbour(NamedTuple):
    """A date stated nearby: its EDTF, how many sentences away (0 this one, -1 the one before), that one's number."""

    edtf: str
    distance: int
    number: int | None = None


class Context(NamedTuple):
    """What a date may be resolved from: when the source was published (a day, month or year; "" unknown), and dates."""

    published: str = ""
    neighbours: Sequence[Neighbour] = ()


class Resolution(NamedTuple):
    """A proposal: valid EDTF, its basis as tags keep it, why, and the number of the sentence it was taken from."""

    edtf: str
    basis: str
    why: str
    sentence: int | None = None


def resolve(said: str, context: Context) -> list[Resolution]:
    """What EDTF without a year, or the words of a date or phrase, may mean here; the nearest first, none twice."""
    found: dict[str, Resolution] = {}
    for resolution in _proposals(said.strip(), context) if said.strip() else ():
        if is_edtf(resolution.edtf):
            found.setdefault(resolution.edtf, resolution)
    return list(found.values())


def _proposals(said: str, context: Context) -> Iterator[Resolution]:
    if is_edtf(said):
        yield from _with_years(said, "", context)
    elif (read := read_at(Place(said, 0, is_typed=True))) and read.end == len(said) and read.edtf:
        yield from _with_years(read.edtf, said, context)
    elif phrase := phrase_at(said, 0):
        yield from _of_phrase(phrase, context)


def _with_years(edtf: str, words: str, context: Context) -> Iterator[Resolution]:
    if "XXXX" not in edtf:
        yield Resolution(edtf, "sentence", _("as written"))
        return
    for near in _nearest(context.neighbours):
        if year := _YEAR.match(near.edtf):
            yield _from(
                near,
                _in_year(edtf, words, int(year[0])),
                _("year of sentence %(number)s"),
                _("year stated beside it"),
            )
    if year := _YEAR.match(context.published):
        yield from _published(edtf, words, int(year[0]), context.published)


def _published(edtf: str, words: str, year: int, published: str) -> Iterator[Resolution]:
    """The last one before publication: a text of January tells of last December."""
    resolved = _in_year(edtf, words, year)
    earliest, _latest = bounds(resolved)
    _first, latest = bounds(published)
    if earliest and latest and earliest > latest:
        yield Resolution(_in_year(edtf, words, year - 1), "document", _("the last one before publication"))
    else:
        yield Resolution(resolved, "document", _("year of publication"))


def _in_year(edtf: str, words: str, year: int) -> str:
    """The date in a year; an interval that runs backwards ends in the next one. "Around" and "since" now say so."""
    first, slash, last = edtf.partition("/")
    if slash and first.startswith("XXXX") and last.startswith("XXXX") and last < first:
        return f"{year:04}{first[4:]}/{year + 1:04}{last[4:]}"
    resolved = edtf.replace("XXXX", f"{year:04}")
    if re.match(r"since|منذ", words, re.IGNORECASE):
        return writing.since(resolved)
    if re.match(r"about|around|approximately|roughly|ca?\b|circa", words, re.IGNORECASE):
        return writing.approximate(resolved)
    return resolved


def _from(near: Neighbour, edtf: str, elsewhere: str, here: str) -> Resolution:
    if near.distance == 0:
        return Resolution(edtf, "sentence", here)
    return Resolution(edtf, "other_sentence", elsewhere % {"number": near.number or "?"}, near.number)


def _nearest(neighbours: Sequence[Neighbour]) -> list[Neighbour]:
    """The nearest first; of two equally near, the one before."""
    return sorted(neighbours, key=lambda near: (abs(near.distance), near.distance))


def _of_phrase(phrase: Phrase, context: Context) -> Iterator[Resolution]:
    if phrase.counts_from == STATED:
        # What was said after a phrase is not what it counts from.
        for near in _nearest([near for near in context.neighbours if near.distance <= 0]):
            edtf = counted(near.edtf, phrase)
            if edtf:
                yield _from(
                    near, edtf, _("counted from sentence %(number)s"), _("counted from this sentence")
                )
    elif phrase.counts_from == WRITING:
        edtf = counted(context.published, phrase)
        if edtf:
            yield Resolution(edtf, "document", _("counted from publication"))
