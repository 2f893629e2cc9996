"""The day, week, month, year or season that a phrase names, counted from a date: "two days later", "last Tuesday"."""

import re
from datetime import date, timedelta
from typing import Final

from . import writing
from .phrases import Phrase
from .words import SEASONS, WEEKDAYS

_YEAR: Final = re.compile(r"\d{4}(?!\d)")
_MONTH: Final = re.compile(r"(\d{4}|XXXX)-(0[1-9]|1[0-2])(?:-\d\d)?~?")
_DAY: Final = re.compile(r"(\d{4}|XXXX)-(\d\d)-(\d\d)~?")
# The last month of each season, counted from January of the year in which it begins.
_LAST_MONTHS: Final = {21: 5, 22: 8, 23: 11, 24: 14}
# A year without a 29 February stands in for one that is not known.
_ANY_YEAR: Final = 2001


def counted(edtf: str, phrase: Phrase) -> str:
    """What a phrase names when it counts from this date; "" when that cannot be told, as from a year to a day."""
    try:
        if phrase.unit == "year" or phrase.unit in SEASONS:
            return _year(edtf, phrase)
        return _month(edtf, phrase.shift) if phrase.unit == "month" else _day(edtf, phrase)
    except (ValueError, OverflowError):  # before the year 1 or after 9999
        return ""


def _year(edtf: str, phrase: Phrase) -> str:
    year = _YEAR.match(edtf)
    if not year:
        return ""
    season = SEASONS.get(phrase.unit)
    if season is None:
        return f"{int(year[0]) + phrase.shift:04}"
    return f"{int(year[0]) + _seasons_on(edtf, season, phrase.shift):04}-{season}"


def _seasons_on(edtf: str, season: int, shift: int) -> int:
    """The years between a date and a season; "last summer" is the last that is over, where the month is known."""
    month = _MONTH.fullmatch(edtf)
    if shift >= 0 or not month:
        return shift
    return next(back for back in (0, -1, -2) if back * 12 + _LAST_MONTHS[season] < int(month[2]))


def _month(edtf: str, shift: int) -> str:
    month = _MONTH.fullmatch(edtf)
    if not month:
        return ""
    years, before = divmod(int(month[2]) - 1 + shift, 12)
    if month[1] == "XXXX":
        return "" if years else f"XXXX-{before + 1:02}"
    return f"{int(month[1]) + years:04}-{before + 1:02}"


def _day(edtf: str, phrase: Phrase) -> str:
    day = _DAY.fullmatch(edtf)
    if not day or not writing.is_there(edtf.rstrip("~")):
        return ""
    if phrase.unit == "day" and phrase.shift == 0:
        return edtf
    if day[1] == "XXXX":
        return _day_of_any_year(int(day[2]), int(day[3]), phrase)
    begin = date(int(day[1]), int(day[2]), int(day[3]))
    if phrase.unit == "week":
        monday = begin + timedelta(days=7 * phrase.shift - begin.weekday())
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    days = _to_weekday(begin.weekday(), phrase) if phrase.unit in WEEKDAYS else phrase.shift
    return (begin + timedelta(days=days)).isoformat()


def _day_of_any_year(month: int, day: int, phrase: Phrase) -> str:
    """The day so many days on, where it is the same in every year."""
    if phrase.unit != "day" or (month, day) == (2, 29):
        return ""
    begin = date(_ANY_YEAR, month, day)
    then = begin + timedelta(days=phrase.shift)
    crosses_leap_day = min(begin, then) < date(_ANY_YEAR, 3, 1) <= max(begin, then)
    return "" if then.year != _ANY_YEAR or crosses_leap_day else f"XXXX{then.isoformat()[4:]}"


def _to_weekday(today: int, phrase: Phrase) -> int:
    """The days to the last such weekday up to that day (shift 0), before it (-1), or to the next after it (1)."""
    weekday = WEEKDAYS.index(phrase.unit)
    if phrase.shift > 0:
        return (weekday - today - 1) % 7 + 1
    back = (today - weekday) % 7
    return -(back or (7 if phrase.shift < 0 else 0))
