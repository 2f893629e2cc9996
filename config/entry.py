"""The server's entry: one address for pages and streams (`granian --interface asginl config.entry:app`).

Paths under `/live/` go to `live.endpoint.stream(scope, receive, send)`, on the event loop;
all others to Django in a pool of threads. Without a stream endpoint Django answers them too.
"""

import importlib.util
import os
from collections.abc import Awaitable, Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

from config.bridge import Receive, Send, WsgiBridge
from config.environ import Message
from config.wsgi import application

THREADS = int(os.environ.get("ATTEST_WEB_THREADS") or 8)
LARGEST_BODY = int(os.environ.get("ATTEST_LARGEST_BODY") or 256 * 1024 * 1024)

Stream = Callable[[Message, Receive, Send], Awaitable[None]]


def _stream_endpoint() -> Stream | None:
    """Return the stream endpoint, if this installation has one."""
    if importlib.util.find_spec("live.endpoint") is None:
        return None
    endpoint: Stream = importlib.import_module("live.endpoint").stream
    return endpoint


class Entry:
    """Sends each request to streams or pages."""

    def __init__(self) -> None:
        self.pages = WsgiBridge(application, threads=THREADS, largest_body=LARGEST_BODY)
        self.stream = _stream_endpoint()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if self.stream is not None and scope["path"].startswith("/live/"):
            await self.stream(scope, receive, send)
        else:
            await self.pages(scope, receive, send)


app = Entry()
