"""Dates in EDTF (ISO 8601-2, levels 0 to 2): whether a text is one, which days it can mean, how precise it is.

`edtf_validate` decides validity: it reads the standard's grammar and the calendar. It ignores a final newline and
takes milliseconds, so the characters are looked at first, plain days are read by `datetime`, and answers are kept.
The days are read here. The `edtf` package would bound `XXXX-11-12` by the years 0 and 9999 and fails on some
texts of level 2; a coder needs "the year is not known" said as such.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date
from functools import lru_cache

from edtf_validate.valid_edtf import is_valid

LONGEST = 64  # characters; `_CHARACTERS` says the same
Bounds = tuple[date | None, date | None]

_CHARACTERS = re.compile(r"[0-9A-Z?~%./,:+\-\[\]{}]{1,64}")
_PLAIN_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_QUALIFIERS = str.maketrans("", "", "?~%")
_DATE = re.compile(r"(-?)([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?(?:T[0-9:.+\-Z]+)?")
_YEAR_BY_SIZE = re.compile(r"(?:Y(?P<long>-?\d+)(?:E(?P<zeros>\d+))?|(?P<short>-?\d{4}))(?:S(?P<sure>\d+))?")
_YEAR = re.compile(r"Y|-?(?!XXXX)[0-9X]{4}")
# Divisions of a year: number to (first month, how many months). Seasons without a hemisphere are read as northern.
# A season that crosses the new year belongs to the year in which it begins.
_DIVISIONS = {
    21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3),  # spring, summer, autumn, winter
    25: (3, 3), 26: (6, 3), 27: (9, 3), 28: (12, 3),  # the same, said to be northern
    29: (9, 3), 30: (12, 3), 31: (3, 3), 32: (6, 3),  # southern
    33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3),  # quarters
    37: (1, 4), 38: (5, 4), 39: (9, 4),
    40: (1, 6), 41: (7, 6),
}  # fmt: skip
# UCDP's date precision by the number of days that the event may have happened on, at most.
_PRECISIONS = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))


@lru_cache(maxsize=4096)
def is_edtf(text: str) -> bool:
    """Whether `text` is valid EDTF of any level: `2007-11-12`, `XXXX-11-12`, `2007-06~`, `2006/2007`."""
    if not _CHARACTERS.fullmatch(text):
        return False
    if _PLAIN_DAY.fullmatch(text) and not text.startswith("0000"):
        try:
            date.fromisoformat(text)
        except ValueError:
            return False
        return True
    try:
        return bool(is_valid(text))
    except Exception:  # a validator that stumbles has not said yes
        return False


@lru_cache(maxsize=4096)
def bounds(text: str) -> Bounds:
    """The earliest and the latest day that valid EDTF can mean; None where that side is open or not known.

    Both are None when no year is stated (`XXXX-11-12`), and a side is None when its year is none that
    `datetime.date` can hold. A qualifier (`?`, `~`, `%`) does not widen them: it says how sure the date is.
    """
    if len(text) > LONGEST:
        return None, None
    parts, is_open_before, is_open_after = _parts(text.translate(_QUALIFIERS))
    read = [_read_one(part) for part in parts]
    firsts = [first for first, _ in read]
    lasts = [last for _, last in read]
    earliest = None if is_open_before or None in firsts else min(filter(None, firsts), default=None)
    latest = None if is_open_after or None in lasts else max(filter(None, lasts), default=None)
    return earliest, latest


def precision(text: str) -> int | None:
    """UCDP's date precision that EDTF implies: 1 the day, 2 two to six days, 3 a week, 4 up to a month, 5 a year.

    None when it spans more than a year or its days are not known. A day said to be approximate counts as 2.
    """
    earliest, latest = bounds(text)
    if earliest is None or latest is None:
        return None
    days = (latest - earliest).days + 1
    found = next((grade for most, grade in _PRECISIONS if days <= most), None)
    return 2 if found == 1 and ("~" in text or "%" in text) else found


def has_year(text: str) -> bool:
    """Whether every date in EDTF states its year, be it only the century (`19XX`); `XXXX-11-12` does not."""
    parts, _, _ = _parts(text.translate(_QUALIFIERS))
    return bool(parts) and all(_YEAR.match(part) for part in parts)


def _parts(text: str) -> tuple[list[str], bool, bool]:
    """The single dates of an interval or a set, and whether it is open (or unknown) before and after them."""
    if text[:1] in ("[", "{"):
        text = text[1:-1]
        parts = [part for item in text.split(",") for part in item.split("..") if part]
        return parts, text.startswith(".."), text.endswith("..")
    if "/" in text:
        begin, _, end = text.partition("/")
        return (
            [side for side in (begin, end) if side not in ("", "..")],
            begin in ("", ".."),
            end in ("", ".."),
        )
    return [text], False, False


def _read_one(text: str) -> Bounds:
    """The bounds of a single date without qualifiers."""
    if match := _DATE.fullmatch(text):
        sign, year, month, day = match.groups()
        if sign or year == "XXXX":
            return None, None
        if month and month.isdigit() and int(month) in _DIVISIONS:
            return _first(_division_starts(year, int(month))), _last_of_division(year, int(month))
        earliest = _first(_days(year, month or "XX", day or "XX"))
        return earliest, _first(_days(year, month or "XX", day or "XX", is_backwards=True))
    if match := _YEAR_BY_SIZE.fullmatch(text):
        return _read_year_by_size(match)
    return None, None


def _days(year: str, month: str, day: str, *, is_backwards: bool = False) -> Iterator[date | None]:
    """The days that fit the masks, from the one end or the other; None for a year that no `date` can hold."""
    step = -1 if is_backwards else 1
    months = _fitting(month, range(1, 13))[::step]
    days = _fitting(day, range(1, 32))[::step]
    for one in _years(year, step):
        if not MINYEAR <= one <= MAXYEAR:
            yield None
            continue
        for which in months:
            yield from (date(one, which, number) for number in days if number <= monthrange(one, which)[1])


def _years(mask: str, step: int) -> Iterator[int]:
    """The years that fit a mask of four digits and X, ascending (`step` 1) or descending (-1)."""
    places = [range(10) if digit == "X" else [int(digit)] for digit in mask]
    for thousands in places[0][::step]:
        for hundreds in places[1][::step]:
            for tens in places[2][::step]:
                yield from (
                    ((thousands * 10 + hundreds) * 10 + tens) * 10 + ones for ones in places[3][::step]
                )


def _fitting(mask: str, numbers: range) -> list[int]:
    return [
        number
        for number in numbers
        if all(sign in ("X", digit) for sign, digit in zip(mask, f"{number:02}", strict=True))
    ]


def _first(days: Iterator[date | None]) -> date | None:
    return next(days, None)


def _division_starts(year: str, number: int, *, step: int = 1) -> Iterator[date | None]:
    month, _ = _DIVISIONS[number]
    for one in _years(year, step):
        yield date(one, month, 1) if MINYEAR <= one <= MAXYEAR else None


def _last_of_division(year: str, number: int) -> date | None:
    begin = _first(_division_starts(year, number, step=-1))
    if begin is None:
        return None
    _, months = _DIVISIONS[number]
    years, before = divmod(begin.month + months - 2, 12)
    return _year_day(begin.year + years, before + 1, last=True)


def _year_day(year: int, month: int, *, last: bool) -> date | None:
    """The first or last day of a month, or None in a year that no `date` can hold."""
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return date(year, month, monthrange(year, month)[1] if last else 1)


def _read_year_by_size(match: re.Match[str]) -> Bounds:
    """The bounds of `Y17E3` or of `1950S2`, a year of which only the first digits are sure."""
    digits = (match["long"] or match["short"]) + "0" * min(int((match["zeros"] or "0")[:6]), 10)
    if digits.startswith("-"):
        return None, None
    unsure = max(0, len(digits) - int((match["sure"] or "99")[:6]))
    size = 10 ** min(unsure, len(digits))
    low = int(digits) // size * size
    return _year_day(low, 1, last=False), _year_day(low + size - 1, 12, last=True)
