"""EDTF written from the parts of a date. What no calendar holds is written as nothing: "" is no date."""

from calendar import monthrange

from .words import MONTH_NAMES

LEAP_YEAR = 2000


def day(year: int | None, month: int, number: int) -> str:
    """A day, `XXXX` for a year that is not known; "" when the calendar has no such day."""
    if not 1 <= month <= 12 or not 1 <= number <= monthrange(year or LEAP_YEAR, month)[1]:
        return ""
    return f"{_year(year)}-{month:02}-{number:02}"


def month(year: int | None, number: int) -> str:
    """A month, `XXXX` for a year that is not known."""
    return f"{_year(year)}-{number:02}"


def interval(first: str, last: str) -> str:
    """From the one to the other, of the same size; "" when they stand in no order.

    A year that only one of them states holds for both; when the days would run backwards they cross the new year.
    """
    if not first or not last or len(first) != len(last):
        return ""
    if first.startswith("XXXX") and not last.startswith("XXXX"):
        year = int(last[:4])
        first = f"{year if first[4:] < last[4:] else year - 1:04}{first[4:]}"
    elif last.startswith("XXXX") and not first.startswith("XXXX"):
        year = int(first[:4])
        last = f"{year if first[4:] < last[4:] else year + 1:04}{last[4:]}"
    if first == last or (first > last and not first.startswith("XXXX")):
        return ""
    if not is_there(first) or not is_there(last):
        return ""
    return f"{first}/{last}"


def is_there(edtf: str) -> bool:
    """Whether the calendar holds a plain year, month or day: there is no 2007-02-29."""
    parts = edtf.split("-")
    if len(parts) < 3:
        return True
    return bool(day(None if parts[0] == "XXXX" else int(parts[0]), int(parts[1]), int(parts[2])))


def approximate(edtf: str) -> str:
    """The date marked as approximate, where EDTF can say that: not without a year, of a decade or a set."""
    if edtf.count("/") == 1 and "X" not in edtf:
        return "/".join(f"{side}~" for side in edtf.split("/"))
    return f"{edtf}~" if can_be_qualified(edtf) else edtf


def since(edtf: str) -> str:
    """The interval that begins with the date and is open, where EDTF can say that."""
    return f"{edtf}/.." if can_be_qualified(edtf) else edtf


def can_be_qualified(edtf: str) -> bool:
    """Whether a date may take `~` or begin an open interval: one plain year, season, month or day."""
    parts = edtf.split("-")
    return (
        len(parts) <= 3 and all(part.isdigit() for part in parts) and (len(parts) != 2 or int(parts[1]) <= 24)
    )


def third(edtf: str, which: int) -> str:
    """The first, middle or last third of a year (four months), a month (ten days) or a decade; "" of anything else.

    By convention: coders need days they can compare, and "early June" names none.
    """
    if edtf.isdigit():
        return f"{edtf}-{which * 4 + 1:02}/{edtf}-{which * 4 + 4:02}"
    if len(edtf) == 4 and edtf.endswith("X") and edtf[:3].isdigit():
        begin, end = ((0, 3), (4, 6), (7, 9))[which]
        return f"{edtf[:3]}{begin}/{edtf[:3]}{end}"
    if len(edtf) == 7 and "/" not in edtf and int(edtf[5:]) <= 12:
        return f"{edtf}-{which * 10 + 1:02}/{edtf}-{which * 10 + 10 if which < 2 else last_day(edtf):02}"
    return ""


def half(edtf: str, which: int) -> str:
    """The first or second half of a year (`2007-40`) or of a month; "" of anything else."""
    if edtf.isdigit():
        return f"{edtf}-{40 + which}"
    if len(edtf) == 7 and int(edtf[5:]) <= 12:
        return f"{edtf}-01/{edtf}-15" if which == 0 else f"{edtf}-16/{edtf}-{last_day(edtf)}"
    return ""


def last_day(edtf: str) -> int:
    """The last day of a month; of a February whose year is not known the 28th, which every year has."""
    year = edtf[:4]
    return monthrange(int(year) if year.isdigit() else LEAP_YEAR + 1, int(edtf[5:7]))[1]


def month_name(number: int) -> str:
    """A month's English name, as texts write it."""
    return MONTH_NAMES[number - 1]


def _year(year: int | None) -> str:
    return "XXXX" if year is None else f"{year:04}"
