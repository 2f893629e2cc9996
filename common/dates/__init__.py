"""Dates as texts state them, read into EDTF (ISO 8601-2): what the words say, and no more.

A year that is not stated stays `XXXX`. What names no day by itself ("the same day", "Tuesday") is said to be
unresolved and why; `resolve` proposes what it may mean, from dates stated nearby or the day of publication.
"""

from .finding import DateFound, find_dates, find_unresolved
from .offering import Offer, read_date, why_no_date
from .resolving import Context, Neighbour, Resolution, resolve

__all__ = [
    "Context",
    "DateFound",
    "Neighbour",
    "Offer",
    "Resolution",
    "find_dates",
    "find_unresolved",
    "read_date",
    "resolve",
    "why_no_date",
]
