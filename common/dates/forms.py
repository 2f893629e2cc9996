"""The forms of one date, read at one place of a text: "12 November 2007", "June 2007", "the 1990s", "2007-06-14"."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from . import writing
from .words import (
    BEFORE_YEAR,
    DAY,
    END,
    GAP,
    MONTH,
    OF,
    QUARTERS,
    SEASONS,
    SURE_MONTHS,
    TO,
    WORDS_TOO,
    YEAR,
    D,
    month_number,
    number,
)  # fmt: skip
from .years import counts, is_year


class Read(NamedTuple):
    """A date that was read: the text's part, its EDTF ("" when no calendar has it), its size, and why."""

    start: int
    end: int
    edtf: str
    size: str  # day, month, year, or other: what may stand at the ends of an interval
    why: str


class Place(NamedTuple):
    """Where a date is read: typed words are read more kindly than running text."""

    text: str
    at: int
    is_typed: bool = False
    is_lenient: bool = False  # the date is one end of an interval, so its context is sure


Form = tuple[re.Pattern[str], Callable[[re.Match[str], Place], Read | None]]


def read_one(place: Place) -> Read | None:
    """The date that begins at a place, by the first form that fits; None when none does."""
    for pattern, build in _NUMBER_FORMS if place.text[place.at].isdigit() else _WORD_FORMS:
        match = pattern.match(place.text, place.at)
        read = build(match, place) if match else None
        if read:
            return read
    return None


def _form(pattern: str, build: Callable[[re.Match[str], Place], Read | None]) -> Form:
    return re.compile(rf"{pattern}{END}", re.IGNORECASE), build


def _stated(match: re.Match[str], edtf: str, size: str, why: str = "") -> Read:
    return Read(match.start(), match.end(), edtf, size, why or as_written(edtf))


def as_written(edtf: str) -> str:
    """Why a date reads as it does when nothing was added to it."""
    return _("no year stated") if "XXXX" in edtf else _("as written")


def no_such_day(day: int, month: int, year: int | None) -> str:
    """Why the calendar does not have a day."""
    name = writing.month_name(month)
    if year and writing.day(None, month, day):
        return _("%(month)s %(year)s has no day %(day)s") % {"month": name, "year": year, "day": day}
    return _("%(month)s has no day %(day)s") % {"month": name, "day": day}


def _year(match: re.Match[str]) -> int | None:
    return number(match["year"]) if match["year"] else None


def _is_month_here(word: str, year: int | None, place: Place) -> bool:
    """Whether a month's word beside a day is one: "12 may decide" is not, "12 May" and "12 may 2007" are."""
    return place.is_typed or year is not None or not (word.rstrip(".") in WORDS_TOO and word.isascii())


def _day(match: re.Match[str], place: Place) -> Read | None:
    day, month, year = number(match["day"]), month_number(match["month"]), _year(match)
    if not 1 <= day <= 31 or not _is_month_here(match["month"], year, place):
        return None
    edtf = writing.day(year, month, day)
    return _stated(match, edtf, "day", "" if edtf else no_such_day(day, month, year))


def _month_day(match: re.Match[str], place: Place) -> Read | None:
    """ "In November 12 people died" tells of November; "On November 12 protesters came" of the day."""
    before = place.text[max(0, match.start() - 3) : match.start()].lower()
    if not (match["year"] or place.is_typed) and before == "in " and counts(place.text, match.end()):
        return None
    return _day(match, place)


def _days(match: re.Match[str], digits: str, place: Place) -> list[str]:
    """The days of one month; none when its word is no month here."""
    year = _year(match)
    if not _is_month_here(match["month"], year, place):
        return []
    return [
        writing.day(year, month_number(match["month"]), number(day)) for day in re.findall(rf"{D}+", digits)
    ]


def _day_range(match: re.Match[str], place: Place) -> Read | None:
    days = _days(match, f"{match['first']} {match['last']}", place)
    edtf = writing.interval(*days) if days else ""
    return _stated(match, edtf, "other", _("from the first to the last")) if edtf else None


def _day_list(match: re.Match[str], place: Place) -> Read | None:
    """Days joined by "and" are all meant, by "or" one of them."""
    is_last = match.end("days") == match.end()
    days = _days(match, match["days"], place)
    if not days or not all(days) or days != sorted(set(days)):
        return None
    if is_last and not place.is_typed and counts(place.text, match.end()):
        return None
    if re.search(r"\sor\s", match["days"]):
        return _stated(match, f"[{','.join(days)}]", "other", _("one of the days"))
    return _stated(match, f"{{{','.join(days)}}}", "other", _("all of the days"))


def _month_year(match: re.Match[str], place: Place) -> Read | None:
    return _stated(match, writing.month(number(match["year"]), month_number(match["month"])), "month")


# What a month without a day or a year stands after when it is one.
_BEFORE_MONTH: Final = re.compile(
    rf"\b(?:in|of|by|since|until|till|during|from|between|through|early|mid|late|this|that|last|next|later|throughout"
    rf"|before|after|end{GAP}of|start{GAP}of)(?:{GAP}|[-‐‑])$",
    re.IGNORECASE,
)


def _month_alone(match: re.Match[str], place: Place) -> Read | None:
    word = match["month"]
    is_name = word[:1].isupper() and word.isascii()
    is_sure = word.lower() in SURE_MONTHS or _BEFORE_MONTH.search(
        place.text, max(0, match.start() - 12), match.start()
    )
    if not (place.is_typed or (is_name and (place.is_lenient or is_sure))):
        return None
    return _stated(match, writing.month(None, month_number(word)), "month")


def _iso(match: re.Match[str], place: Place) -> Read | None:
    year, month = number(match["year"]), number(match["number"])
    if not 1 <= month <= 12:
        return None
    if not match["day"]:
        return _stated(match, writing.month(year, month), "month")
    day = number(match["day"])
    edtf = writing.day(year, month, day)
    return _stated(match, edtf, "day", "" if edtf else no_such_day(day, month, year))


def _numeric(match: re.Match[str], place: Place) -> Read | None:
    """ "12/11/2007" is read both ways; with dots the day stands first."""
    first, second, year = number(match["first"]), number(match["second"]), number(match["year"])
    day_first, month_first = writing.day(year, second, first), writing.day(year, first, second)
    if match["mark"] == "." or not month_first or day_first == month_first:
        return _stated(match, day_first, "day") if day_first else None
    if not day_first:
        return _stated(match, month_first, "day")
    return _stated(match, f"[{day_first},{month_first}]", "other", _("day and month could stand either way"))


def _years(match: re.Match[str], place: Place) -> Read | None:
    first = number(match["year"])
    last = number(match["long"]) if match["long"] else first // 100 * 100 + number(match["short"])
    # Typed, "2007-13" is a month gone wrong.
    if (
        not first < last
        or counts(place.text, match.end())
        or (place.is_typed and match["dash"] == "-" and match["short"])
    ):
        return None
    return _stated(match, f"{first:04}/{last:04}", "other", _("from the first to the last"))


def _decade(match: re.Match[str], place: Place) -> Read | None:
    return _stated(match, f"{number(match['tens'])}X", "year", _("ten years"))


def _century(match: re.Match[str], place: Place) -> Read | None:
    which = number(match["which"])
    return _stated(match, f"{which - 1}XX", "other", _("a hundred years")) if 11 <= which <= 22 else None


def _year_alone(match: re.Match[str], place: Place) -> Read | None:
    is_stated = place.is_typed or is_year(place.text, match.start(), match.end())
    if not is_stated and (not place.is_lenient or counts(place.text, match.end())):
        return None
    return _stated(match, f"{number(match['year'])}", "year")


def _season(match: re.Match[str], place: Place) -> Read | None:
    which = SEASONS[match["season"].lower()]
    northern = _("a season, as on the northern half of the earth")
    why = _("the winter that begins in that year") if which == 24 else northern
    return _stated(match, f"{number(match['year'])}-{which}", "season", why)


def _quarter(match: re.Match[str], place: Place) -> Read | None:
    which = QUARTERS[match["which"].lower()]
    return _stated(match, f"{number(match['year'])}-{32 + which}", "other", _("a quarter: three months"))


_MAYBE_YEAR: Final = rf"(?:{BEFORE_YEAR}{YEAR})?"
_RANGE: Final = rf"(?P<first>{DAY}){TO}(?P<last>{DAY})"
_LIST: Final = rf"(?P<days>{DAY}(?:,\s{{1,2}}{DAY}){{0,6}},?{GAP}(?:and|or|&){GAP}{DAY})"
_ONE: Final = rf"(?P<day>{DAY})"
_NUMBER_FORMS: Final = (
    _form(rf"{YEAR}-(?P<number>{D}{{2}})(?:-(?P<day>{D}{{2}})(?:T[\d:.+Z-]{{5,20}})?)?(?!-)", _iso),
    _form(rf"(?P<first>{D}{{1,2}})(?P<mark>[/.-])(?P<second>{D}{{1,2}})(?P=mark){YEAR}", _numeric),
    _form(rf"{_RANGE}{OF}{MONTH}{_MAYBE_YEAR}", _day_range),
    _form(rf"{_LIST}{OF}{MONTH}{_MAYBE_YEAR}", _day_list),
    _form(rf"{_ONE}{OF}{MONTH}{_MAYBE_YEAR}", _day),
    _form(rf"{YEAR}(?P<dash>[–/-])(?:(?P<long>[12]{D}{{3}})|(?P<short>{D}{{2}}))(?![/-])", _years),
    _form(rf"(?P<tens>[12]{D}{{2}})0['’]?s", _decade),
    _form(rf"(?P<which>{D}{{2}})(?:st|nd|rd|th)[\s-]century", _century),
    _form(YEAR, _year_alone),
)
_WORD_FORMS: Final = (
    _form(rf"{MONTH}{GAP}{_RANGE}{_MAYBE_YEAR}", _day_range),
    _form(rf"{MONTH}{GAP}{_LIST}{_MAYBE_YEAR}", _day_list),
    _form(rf"{MONTH}{GAP}(?:the{GAP})?{_ONE}{_MAYBE_YEAR}", _month_day),
    _form(rf"{MONTH}{BEFORE_YEAR}{YEAR}", _month_year),
    _form(MONTH, _month_alone),
    _form(
        rf"(?P<season>{'|'.join(SEASONS)}){GAP}(?:(?:of|in){GAP})?{YEAR}(?:[–/-](?:{D}{{4}}|{D}{{2}}))?",
        _season,
    ),
    _form(rf"(?P<which>{'|'.join(QUARTERS)}){GAP}quarter{GAP}of{GAP}{YEAR}", _quarter),
    _form(rf"Q(?P<which>[1-4])(?:{GAP}(?:of{GAP})?|/){YEAR}", _quarter),
)
