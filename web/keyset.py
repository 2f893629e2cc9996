"""Pages of long lists by the last row seen: page 2,000 costs what page 2 costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, newest first, and where older and the newest stand; empty when there is no such page."""

    rows: Sequence[Row]
    older: str
    newer: str


def number(request: HttpRequest, name: str) -> int | None:
    """A row id given in the address, or None when it is none."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def words(request: HttpRequest, name: str, longest: int = 200) -> str:
    """What was typed into a search field; without NUL, which no text of the database has."""
    return request.GET.get(name, "").replace("\0", "").strip()[:longest]


def newest_first(request: HttpRequest, rows: QuerySet[Row], size: int = 50) -> Page[Row]:
    """The page of `rows` below the id in `before`; the rest of the address stays."""
    before = number(request, "before")
    asked = rows.order_by("-pk") if before is None else rows.filter(pk__lt=before).order_by("-pk")
    found = list(asked[: size + 1])
    shown = found[:size]
    return Page(
        rows=shown,
        older=_address(request, shown[-1].pk) if len(found) > size else "",
        newer=_address(request, None) if before is not None else "",
    )


def _address(request: HttpRequest, before: int | None) -> str:
    query = request.GET.copy()
    query.pop("before", None)
    if before is not None:
        query["before"] = str(before)
    return f"{request.path}?{query.urlencode()}" if query else request.path
