"""Dates joined and marked: "from 8 to 12 November", "around 14 June", "early 2007", "since 2006", "Tuesday, 12 May"."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from django.utils.translation import gettext as _

from . import writing
from .forms import Place, Read, read_one
from .words import DAY, GAP, HALVES, MONTH, OF, THIRDS, TO, WEEKDAY, number

_TO: Final = re.compile(TO, re.IGNORECASE)
_AND: Final = re.compile(rf"{GAP}and{GAP}(?:the{GAP})?", re.IGNORECASE)
_BETWEEN: Final = re.compile(rf"between{GAP}(?:the{GAP})?", re.IGNORECASE)
_DAY_AND_DAY: Final = re.compile(rf"({DAY}){GAP}and{GAP}(?={DAY}{OF}{MONTH})", re.IGNORECASE)
_SINCE: Final = re.compile(rf"(?:since|منذ){GAP}(?:the{GAP})?", re.IGNORECASE)
_ABOUT: Final = re.compile(
    rf"(?:about|around|approximately|roughly|circa|c\.|ca\.?){GAP}?(?:the{GAP})?",
    re.IGNORECASE,
)
_THIRD: Final = re.compile(
    rf"(?:(?P<narrow>early|mid|late)(?:[-‐‑]|{GAP}(?:in{GAP})?)|(?P<part>beginning|start|middle|end){GAP}of{GAP})"
    rf"(?:the{GAP})?",
    re.IGNORECASE,
)
_HALF: Final = re.compile(rf"({'|'.join(HALVES)}){GAP}half{GAP}of{GAP}", re.IGNORECASE)
_WEEKDAY: Final = re.compile(rf"{WEEKDAY}\.?,?{GAP}(?:the{GAP})?", re.IGNORECASE)


def read_at(place: Place) -> Read | None:
    """The date that begins at a place, with the words that change what it is; None when there is none.

    Words that only place an event in it ("in", "on", "from") are no part of a date.
    """
    return _first_of((_on_weekday, _about, _third, _half, _between, _since, _joined), place)


def _first_of(readers: Iterable[Callable[[Place], Read | None]], place: Place) -> Read | None:
    return next(filter(None, (read(place) for read in readers)), None)


def _after(
    place: Place, pattern: re.Pattern[str], *, is_lenient: bool = True
) -> tuple[re.Match[str], Place] | None:
    match = pattern.match(place.text, place.at)
    if not match or match.end() >= len(place.text):
        return None
    return match, place._replace(at=match.end(), is_lenient=is_lenient)


def _joined(place: Place) -> Read | None:
    """A date, or the interval from it to the next one of its size."""
    first = read_one(place)
    # The first end of "June to August 2007" is known by the second.
    begin = first or read_one(place._replace(is_lenient=True))
    joined = begin and _interval(place, begin, _TO)
    return joined or first


def _interval(place: Place, begin: Read, joint: re.Pattern[str]) -> Read | None:
    following = _after(place._replace(at=begin.end), joint)
    last = following and read_one(following[1])
    if not last or last.size != begin.size or begin.size not in ("day", "month", "year", "season"):
        return None
    edtf = writing.interval(begin.edtf, last.edtf)
    return Read(place.at, last.end, edtf, "other", _("from the first to the last")) if edtf else None


def _between(place: Place) -> Read | None:
    following = _after(place, _BETWEEN)
    if not following:
        return None
    _match, inner = following
    if days := _DAY_AND_DAY.match(inner.text, inner.at):
        last = read_one(inner._replace(at=days.end()))
        first = last and _same_month(last, number(days[1]))
        edtf = writing.interval(first, last.edtf) if first and last else ""
        return Read(place.at, last.end, edtf, "other", _("between the two days")) if last and edtf else None
    begin = read_one(inner)
    joined = begin and _interval(inner, begin, _AND)
    return joined and joined._replace(start=place.at, why=_("between the two"))


def _same_month(last: Read, day: int) -> str:
    return f"{last.edtf[:8]}{day:02}" if last.size == "day" else ""


def _since(place: Place) -> Read | None:
    following = _after(place, _SINCE, is_lenient=False)
    inner = following and _first_of((_on_weekday, _about, _third, _half, _joined), following[1])
    if not inner or not inner.edtf:
        return None
    edtf = writing.since(inner.edtf)
    why = (
        _("since then: open at the end")
        if edtf != inner.edtf
        else _("since then: the open end can be written when the year is known")
    )
    return inner._replace(start=place.at, edtf=edtf, size="other", why=why)


def _about(place: Place) -> Read | None:
    following = _after(place, _ABOUT, is_lenient=False)
    inner = following and _joined(following[1])
    if not inner or not inner.edtf:
        return None
    edtf = writing.approximate(inner.edtf)
    why = (
        _("approximate") if edtf != inner.edtf else _("approximate: ~ can be written when the year is known")
    )
    return inner._replace(start=place.at, edtf=edtf, size="other", why=why)


def _third(place: Place) -> Read | None:
    following = _after(place, _THIRD)
    inner = following and read_one(following[1])
    if not following or not inner:
        return None
    edtf = writing.third(inner.edtf, THIRDS[(following[0]["narrow"] or following[0]["part"]).lower()])
    return (
        inner._replace(start=place.at, edtf=edtf, size="other", why=_("a third of it, by convention"))
        if edtf
        else None
    )


def _half(place: Place) -> Read | None:
    following = _after(place, _HALF)
    inner = following and read_one(following[1])
    if not following or not inner:
        return None
    edtf = writing.half(inner.edtf, HALVES[following[0][1].lower()])
    return inner._replace(start=place.at, edtf=edtf, size="other", why=_("half of it")) if edtf else None


def _on_weekday(place: Place) -> Read | None:
    following = _after(place, _WEEKDAY, is_lenient=False)
    inner = following and _joined(following[1])
    return inner._replace(start=place.at) if inner and inner.size in ("day", "other") else None


def without_third(place: Place) -> Read | None:
    """The date of which a third is stated: June 2007 of "early June 2007"; None when no third is."""
    following = _after(place, _THIRD)
    return read_one(following[1]) if following else None
