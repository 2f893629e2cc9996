"""Reading a window that a person states in EDTF."""

from datetime import date
from typing import Final, TypedDict

from common.edtf import bounds, has_year, is_edtf
from common.errors import Invalid

_MESSAGE: Final = (
    "Give a date in EDTF with its year, such as 2007, 2007-06 or 2007-06-14~; or leave it empty."
)


class WindowFields(TypedDict):
    """The columns of a window."""

    valid_from: str
    valid_to: str
    first_day: date | None
    last_day: date | None


def window(valid_from: str, valid_to: str) -> WindowFields:
    """The columns of this window; Invalid when a side is no date or the window surely ends before it begins."""
    if faults := window_faults(valid_from, valid_to):
        raise Invalid(faults[0]["message"], errors=list(faults))
    return {
        "valid_from": valid_from,
        "valid_to": valid_to,
        "first_day": bounds(valid_from)[0] if valid_from else None,
        "last_day": bounds(valid_to)[1] if valid_to else None,
    }


def window_faults(valid_from: str, valid_to: str) -> list[dict[str, str]]:
    """What is wrong with it: {field, message} for each."""
    faults = [
        {"field": field, "message": _MESSAGE}
        for field, text in (("valid_from", valid_from), ("valid_to", valid_to))
        if text and not _is_one_date(text)
    ]
    if not faults and valid_from and valid_to:
        first, last = bounds(valid_from)[0], bounds(valid_to)[1]
        if first is not None and last is not None and first > last:
            faults.append(
                {
                    "field": "valid_to",
                    "message": f"It would end ({valid_to}) before it begins ({valid_from}).",
                }
            )
    return faults


def _is_one_date(text: str) -> bool:
    """A single date with a year: an interval or a set has no place on one side of a window."""
    return not set("/[]{},") & set(text) and is_edtf(text) and has_year(text)


def is_outside(first_day: date | None, last_day: date | None, day: date) -> bool:
    """Whether the day is surely outside a window with these days."""
    return (first_day is not None and day < first_day) or (last_day is not None and day > last_day)
