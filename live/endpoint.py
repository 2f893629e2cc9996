"""`/live/projects/<slug>/`: a project's history as server-sent events, beside the pages and at their address.

A stream costs a coroutine, not a thread: threads only ask the database. A browser that comes back sends the id of the
last event it had and misses nothing. Without Redis news comes within 15 seconds instead of at once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

import orjson

from activity.querysets import Cursor

from .door import Guest, Refused, let_in
from .hub import Hub, hub
from .room import Listener

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Say = Callable[[bytes], Awaitable[None]]

HEARTBEAT: Final = 20.0
ASK_AGAIN: Final = 60.0
SEND_SECONDS: Final = 30.0
HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
logger = logging.getLogger(__name__)


async def stream(scope: Message, receive: Receive, send: Send) -> None:
    """Answer one request: a stream until either side ends it, or a problem."""
    home = hub()
    try:
        guest = await home.ask(let_in, scope)
        listener, start = await home.enter(guest)
    except Refused as refusal:
        return await refuse(send, refusal)
    gone = asyncio.create_task(left(receive))
    gone.add_done_callback(lambda _: listener.end())
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await talk(home, scope, listener, start, send)
        await send({"type": "http.response.body", "body": b""})
    except (TimeoutError, OSError, RuntimeError) as error:
        if not gone.done():
            logger.info("a stream broke off: %r", error)
    finally:
        gone.cancel()
        home.leave(listener)
    return None


async def talk(home: Hub, scope: Message, listener: Listener, start: Cursor, send: Send) -> None:
    """Send what was missed, then what comes, with a sign of life in between."""

    async def say(body: bytes) -> None:
        async with asyncio.timeout(SEND_SECONDS):
            await send({"type": "http.response.body", "body": body, "more_body": True})

    sent = await catch_up(home, listener.guest, start, say)
    welcome_until = home.loop.time() + ASK_AGAIN
    while True:
        try:
            async with asyncio.timeout(HEARTBEAT):
                event = await listener.waiting.get()
        except TimeoutError:
            await say(b": here\n\n")
        else:
            if event is None:
                return
            if event.place > sent:
                sent = event.place
                await say(event.body)
        if home.loop.time() > welcome_until:
            if not await still_welcome(home, scope, listener.guest):
                return
            welcome_until = home.loop.time() + ASK_AGAIN


async def catch_up(home: Hub, guest: Guest, start: Cursor, say: Say) -> Cursor:
    """Greet, and tell what came between the place the guest knows and `start`; the place reached."""
    sent = guest.after or start
    await say(b"retry: 3000\n" + mark("hello", sent))
    missed = await home.rooms[guest.project_id].missed(sent, start)
    if missed is None:
        await say(mark("reset", start))
        return start
    for event in missed:
        if event.layer in (None, guest.coder_id):
            await say(event.body)
    return max(sent, start)


def mark(name: str, place: Cursor) -> bytes:
    """An event without words: from where the stream goes on."""
    return f"id: {place}\nevent: {name}\ndata: {{}}\n\n".encode()


async def still_welcome(home: Hub, scope: Message, guest: Guest) -> bool:
    """Whether the session or token would still let this person in."""
    try:
        return (await home.ask(let_in, scope)).user_id == guest.user_id
    except Refused:
        return False


async def left(receive: Receive) -> None:
    """Return when the reader has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def refuse(send: Send, refusal: Refused) -> None:
    """A problem (RFC 9457) instead of a stream."""
    problem = {
        "type": f"urn:attest:problem:{refusal.code}",
        "status": refusal.status,
        "code": refusal.code,
        "detail": refusal.detail,
    }
    body = orjson.dumps(problem)
    headers = [(name.encode(), value.encode()) for name, value in refusal.headers.items()]
    headers += [
        (b"content-type", b"application/problem+json"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
