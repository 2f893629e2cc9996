"""What a project's listeners are told next: read once for all of them. Runs in a thread."""

from dataclasses import dataclass
from typing import Final

import orjson

from accounts.models import Coder, Membership
from activity import querysets
from activity.models import Activity
from activity.querysets import Cursor
from activity.wire import told
from annotations.telling import layers_of

MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Event:
    """One row of history as it is sent. `layer` is the one coder who may be told, None for every member."""

    place: Cursor
    layer: int | None
    body: bytes


@dataclass(frozen=True, slots=True)
class News:
    """What came after a place, oldest first, how far that reaches, and the coders who have a seat now."""

    events: list[Event]
    place: Cursor
    seated: frozenset[int]


def read(project_id: int, after: Cursor | None) -> News:
    """The settled rows after a place; none, and where to begin, without one. At most five queries."""
    seats = Membership.objects.filter(project=project_id).values_list("coder_id", flat=True)
    if after is None:
        return News([], querysets.head(), frozenset(seats))
    rows = querysets.after(project_id, after, MOST)
    place = Cursor(rows[-1].xact, rows[-1].pk) if rows else after
    return News(events_of(project_id, rows), place, frozenset(seats))


def events_of(project_id: int, rows: list[Activity]) -> list[Event]:
    """The rows as they are sent."""
    if not rows:
        return []
    layers = layers_of(project_id, rows)
    coders = {row.actor_id for row in rows if row.actor_id}
    codes = dict(Coder.objects.filter(pk__in=coders).values_list("pk", "code"))
    return [
        Event(Cursor(row.xact, row.pk), layers.get(row.pk), framed(row, codes.get(row.actor_id or 0)))
        for row in rows
    ]


def framed(row: Activity, code: str | None) -> bytes:
    """A row as a server-sent event; JSON holds no bare new line."""
    data = orjson.dumps(told(row, code), option=orjson.OPT_UTC_Z)
    return b"id: %d-%d\nevent: activity\ndata: %b\n\n" % (row.xact, row.pk, data)
