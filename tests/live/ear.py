"""A reader of the stream endpoint for tests, at the level of ASGI."""

import asyncio
from types import TracebackType
from typing import Any

import orjson
from django.conf import settings
from django.test import Client

from accounts.models import Membership
from live.endpoint import stream

PATIENCE = 15.0


def cookie_of(seat: Membership) -> str:
    """The session cookie of someone who has signed in."""
    client = Client()
    client.force_login(seat.user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def scope_of(path: str, *, method: str = "GET", query: str = "", **headers: str) -> dict[str, Any]:
    """A request as the server hands it over."""
    given = {"host": "testserver"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        "server": ("testserver", 80),
        "client": ("127.0.0.1", 1),
    }


class Ear:
    """Listens until the block ends."""

    def __init__(self, slug: str, *, method: str = "GET", query: str = "", **headers: str) -> None:
        self.scope = scope_of(f"/live/projects/{slug}/", method=method, query=query, **headers)
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.gone = asyncio.Event()
        self.status = 0
        self.headers: dict[str, str] = {}

    async def __aenter__(self) -> "Ear":
        self.task = asyncio.create_task(stream(self.scope, self.receive, self.sent.put))
        start = await asyncio.wait_for(self.sent.get(), PATIENCE)
        self.status = start["status"]
        self.headers = {name.decode(): value.decode() for name, value in start["headers"]}
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.gone.set()
        await asyncio.wait_for(self.task, PATIENCE)

    async def receive(self) -> dict[str, Any]:
        """What the server would say of the reader."""
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def part(self) -> bytes | None:
        """The next part of the body; None at its end."""
        message = await asyncio.wait_for(self.sent.get(), PATIENCE)
        return message["body"] if message.get("more_body") else None

    async def problem(self) -> dict[str, Any]:
        """The refusal."""
        message = await asyncio.wait_for(self.sent.get(), PATIENCE)
        found: dict[str, Any] = orjson.loads(message["body"])
        return found

    async def event(self, name: str = "activity") -> dict[str, Any]:
        """The next event of this name, its id beside its data; signs of life are passed over."""
        while True:
            part = await self.part()
            assert part is not None, "the stream ended"
            fields = dict(
                line.split(": ", 1)
                for line in part.decode().splitlines()
                if not line.startswith(":") and line
            )
            if fields.get("event") == name:
                return {"id": fields["id"], **orjson.loads(fields["data"])}

    async def told(self, verb: str) -> dict[str, Any]:
        """The next row of history with this verb.

        What was committed just before may come first: it waits for transactions that began before it.
        """
        while (event := await self.event())["verb"] != verb:
            pass
        return event

    async def end(self) -> None:
        """Wait until the server ends the stream."""
        while await self.part() is not None:
            pass
