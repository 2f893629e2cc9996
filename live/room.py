"""The listeners of one project in this process: one reader for all of them, woken by a bell or by the clock."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from activity.querysets import Cursor

from .door import Guest
from .news import MOST, Event, News

LOOK_EVERY: Final = 15.0
LOOK_AGAIN: Final = (0.05, 0.2, 0.5, 1.0, 2.0, 4.0)
"""After a bell: the row may wait for another transaction that began before it."""
MOST_MISSED: Final = 4 * MOST
"""Rows told one by one to who comes back; beyond, the page is told to load anew."""
MOST_WAITING: Final = 2_000
"""Events a slow reader may be behind; then the stream ends and the reader takes it up where it was."""

Read = Callable[[int, Cursor | None], Awaitable[News]]
logger = logging.getLogger(__name__)


class Listener:
    """One stream: what waits to be sent. None at the end says that nothing more comes."""

    def __init__(self, guest: Guest) -> None:
        self.guest = guest
        self.waiting: asyncio.Queue[Event | None] = asyncio.Queue()

    def tell(self, events: list[Event]) -> None:
        """Queue what this listener may know; end the stream of one who reads too slowly."""
        for event in events:
            if event.layer in (None, self.guest.coder_id):
                self.waiting.put_nowait(event)
        if self.waiting.qsize() > MOST_WAITING:
            self.end()

    def end(self) -> None:
        """Nothing more comes."""
        self.waiting.put_nowait(None)


class Room:
    """Follows one project while someone listens."""

    def __init__(self, project_id: int, read: Read) -> None:
        self.project_id = project_id
        self.read = read
        self.place: Cursor | None = None
        self.listeners: set[Listener] = set()
        self.bell = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    async def join(self, listener: Listener) -> Cursor:
        """Add a listener, who is told everything after the answer's place, and perhaps some of what was before."""
        self.listeners.add(listener)
        if self.place is None:
            news = await self.read(self.project_id, None)
            self.place = self.place or news.place
        start = self.place
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._follow())
        return start

    def leave(self, listener: Listener) -> bool:
        """Take a listener out; whether the room is empty now."""
        self.listeners.discard(listener)
        if not self.listeners and self.task is not None:
            self.task.cancel()
        return not self.listeners

    async def missed(self, after: Cursor, until: Cursor) -> list[Event] | None:
        """What stands between two places; None when it is too much to be told one by one."""
        found: list[Event] = []
        for _ in range(MOST_MISSED // MOST):
            if after >= until:
                return found
            news = await self.read(self.project_id, after)
            found += [event for event in news.events if event.place <= until]
            if len(news.events) < MOST:
                return found
            after = news.place
        return None

    async def _follow(self) -> None:
        """Read on and tell, until cancelled."""
        tries = iter(LOOK_AGAIN)
        wait = LOOK_EVERY
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self.bell.wait()
            if self.bell.is_set():
                self.bell.clear()
                tries = iter(LOOK_AGAIN)
            try:
                has_news = await self._look()
            except Exception:
                logger.exception("could not read what happened in project %s; looking again", self.project_id)
                has_news = False
            wait = LOOK_AGAIN[0] if has_news else next(tries, LOOK_EVERY)

    async def _look(self) -> bool:
        """Read once, tell everyone, show out who has lost their seat; whether there was anything."""
        news = await self.read(self.project_id, self.place)
        self.place = news.place
        for listener in self.listeners:
            if listener.guest.coder_id in news.seated:
                listener.tell(news.events)
            else:
                listener.end()
        return bool(news.events)
