"""All that one process streams: rooms by project, threads that ask the database, one subscription, their bounds."""

import asyncio
import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, ParamSpec, TypeVar

from django.db import connections

from activity.querysets import Cursor

from . import bell, news
from .door import Guest, Refused
from .ending import before_stopping
from .room import Listener, Room

P = ParamSpec("P")
R = TypeVar("R")

MOST_STREAMS: Final = int(os.environ.get("ATTEST_LIVE_STREAMS") or 1000)
MOST_PER_PERSON: Final = 20
THREADS: Final = 2


class Hub:
    """Everything this process streams. Made at the first stream, in the event loop it lives in."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.pool = ThreadPoolExecutor(THREADS, thread_name_prefix="live")
        self.rooms: dict[int, Room] = {}
        self.people: Counter[int] = Counter()
        self.listeners: set[Listener] = set()
        self.is_closing = False
        self.subscription = asyncio.create_task(bell.listen(self.ring))
        before_stopping(lambda: self.loop.call_soon_threadsafe(self.close))

    async def ask(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Ask the database in a thread, and give the connection back at once."""
        return await self.loop.run_in_executor(self.pool, partial(answered, question, *args, **kwargs))

    async def read(self, project_id: int, after: Cursor | None) -> news.News:
        """What came after a place."""
        return await self.ask(news.read, project_id, after)

    def ring(self, project_id: int | None) -> None:
        """Have a project's room look, or all of them."""
        rooms = self.rooms.values() if project_id is None else filter(None, [self.rooms.get(project_id)])
        for room in rooms:
            room.bell.set()

    async def enter(self, guest: Guest) -> tuple[Listener, Cursor]:
        """Begin to listen; Refused when this process has streams enough."""
        if self.is_closing or len(self.listeners) >= MOST_STREAMS:
            again = {"retry-after": "30"}
            raise Refused(503, "too-many-streams", "This server streams to as many as it can.", again)
        if self.people[guest.user_id] >= MOST_PER_PERSON:
            again = {"retry-after": "30"}
            raise Refused(429, "too-many-streams", "You have many pages open; close some.", again)
        listener = Listener(guest)
        self.listeners.add(listener)
        self.people[guest.user_id] += 1
        room = self.rooms.setdefault(guest.project_id, Room(guest.project_id, self.read))
        try:
            return listener, await room.join(listener)
        except BaseException:
            self.leave(listener)
            raise

    def leave(self, listener: Listener) -> None:
        """Stop listening."""
        guest = listener.guest
        self.listeners.discard(listener)
        self.people -= Counter([guest.user_id])
        room = self.rooms.get(guest.project_id)
        if room is not None and room.leave(listener):
            del self.rooms[guest.project_id]

    def close(self) -> None:
        """End every stream: the process is about to stop, and browsers will come back to the next one."""
        self.is_closing = True
        self.subscription.cancel()
        for listener in self.listeners:
            listener.end()


def answered(question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The answer; the thread keeps no connection."""
    try:
        return question(*args, **kwargs)
    finally:
        connections.close_all()


_hubs: dict[int, Hub] = {}


def hub() -> Hub:
    """The hub of this process and loop."""
    loop = asyncio.get_running_loop()
    known = _hubs.get(id(loop))
    if known is None or known.loop is not loop:
        known = _hubs[id(loop)] = Hub()
    return known
