"""Serves a WSGI application from an ASGI server, beside asynchronous streams.

Granian serves one interface a port, and pages and streams must share one address. So the server
speaks ASGI, streams are coroutines, and pages run here in a small pool of threads. A thread is
held only while the application works: request bodies are read before (a slow sender holds none)
and files are sent after (a slow reader holds none). The decision stands in docs/adr/0003.
"""

import asyncio
import contextlib
import io
import logging
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from config.environ import CHUNK, Environ, FileWrapper, Message, make_environ

logger = logging.getLogger("attest.web")

IN_MEMORY = 512 * 1024
"""Longer request bodies wait on disk; shorter files are sent in one piece."""
DRAIN_SECONDS = 10.0
STREAMS = 24
SEND_SECONDS = 60.0
"""A reader that takes nothing for this long loses its answer, so that it cannot keep a thread."""

Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Environ, Callable[..., Callable[[bytes], object]]], Iterable[bytes]]


class BodyTooLarge(Exception):  # noqa: N818 - the sender's doing
    """The request body is longer than this server takes."""


class ReaderGone(Exception):  # noqa: N818 - the reader's doing
    """The reader left, or took nothing for too long."""


class Answer:
    """What the application says through `start_response`, and the body it hands over whole."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.written: list[bytes] = []
        self.begun = False
        self.body = b""
        self.file: FileWrapper | None = None

    def start(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], object]:
        """Take status and headers; return WSGI's old-fashioned `write`."""
        if exc_info and self.begun:
            raise exc_info[1].with_traceback(exc_info[2])
        self.status = int(status.split(" ", 1)[0])
        self.headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
        ]  # fmt: skip
        return self.written.append

    def fail(self, status: int, text: str) -> None:
        """Answer with plain words instead."""
        self.status, self.body, self.file = status, text.encode(), None
        self.headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]

    def length(self) -> int | None:
        """Return the announced length of the body."""
        return next((int(value) for name, value in self.headers if name == b"content-length"), None)

    def opening(self) -> Message:
        """Return the message that begins the answer."""
        self.begun = True
        return {"type": "http.response.start", "status": self.status, "headers": self.headers}


class Line:
    """The way to one reader, usable from threads; it notices when the reader leaves."""

    def __init__(self, receive: Receive, send: Send, loop: asyncio.AbstractEventLoop) -> None:
        self._send = send
        self._loop = loop
        self._left = loop.create_task(self._wait(receive))

    async def send(self, message: Message) -> None:
        """Send one message at the reader's pace."""
        if self._left.done():
            raise ReaderGone
        try:
            await asyncio.wait_for(self._send(message), SEND_SECONDS)
        except TimeoutError:
            raise ReaderGone from None

    def send_from_thread(self, message: Message) -> None:
        """Send one message; the thread waits."""
        asyncio.run_coroutine_threadsafe(self.send(message), self._loop).result()

    def hang_up(self) -> None:
        """Stop listening."""
        self._left.cancel()

    @staticmethod
    async def _wait(receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass


class Turn:
    """The right to run the application; given back early by an answer that is made as it is read."""

    def __init__(self, turns: asyncio.Semaphore, loop: asyncio.AbstractEventLoop) -> None:
        self._turns = turns
        self._loop = loop
        self._held = False

    async def take(self) -> None:
        """Wait for the right."""
        await self._turns.acquire()
        self._held = True

    def give_back(self) -> None:
        """Let another request run; harmless when done before."""
        if self._held:
            self._held = False
            self._turns.release()

    def give_back_from_thread(self) -> None:
        """Let another request run, asked from a thread."""
        self._loop.call_soon_threadsafe(self.give_back)


class WsgiBridge:
    """Answers ASGI requests with a WSGI application.

    `threads` requests run at once. Answers that are made while they are sent keep their thread
    beyond that, so that a few slow readers do not stop the site; STREAMS bounds those.
    """

    def __init__(self, application: Application, *, threads: int, largest_body: int) -> None:
        self.application = application
        self.largest_body = largest_body
        self.turns = asyncio.Semaphore(threads)
        self.pool = ThreadPoolExecutor(threads + STREAMS, thread_name_prefix="page")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer = Answer()
        loop = asyncio.get_running_loop()
        try:
            body, length = await self._body(scope, receive)
        except BodyTooLarge:
            limit = f"{self.largest_body:,}"
            await _drain(receive)
            answer.fail(413, f"The request is larger than the {limit} bytes this server takes.\n")
            return await self._send_whole(answer, send)
        except ReaderGone:
            return None
        line = Line(receive, send, loop)
        turn = Turn(self.turns, loop)
        try:
            await turn.take()
            environ = make_environ(scope, body, length)
            await loop.run_in_executor(self.pool, self._run, environ, answer, line, turn)
            turn.give_back()
            if answer.file is not None:
                await self._send_file(answer, answer.file, line)
            elif not answer.begun:
                await self._send_whole(answer, send)
        except ReaderGone:
            logger.info("The reader of %s left before the end", scope["path"])
        finally:
            turn.give_back()
            line.hang_up()
            body.close()

    async def _body(self, scope: Message, receive: Receive) -> tuple[IO[bytes], int]:
        """Read the request's body, to memory or disk; refuse one that is too long."""
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
        if announced.isdigit() and int(announced) > self.largest_body:
            raise BodyTooLarge
        message = await _next_part(receive)
        if not message.get("more_body"):
            whole = message.get("body", b"")
            return io.BytesIO(whole), len(whole)
        kept = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by the caller
        length = kept.write(message["body"])
        while message.get("more_body"):
            message = await _next_part(receive)
            length += kept.write(message.get("body", b""))
            if length > self.largest_body:
                kept.close()
                raise BodyTooLarge
        kept.seek(0)
        return kept, length

    def _run(self, environ: Environ, answer: Answer, line: Line, turn: Turn) -> None:
        """Run the application in this thread: take a short body or a file, send a made one."""
        result: Iterable[bytes] | None = None
        try:
            result = self.application(environ, answer.start)
            if isinstance(result, FileWrapper) and (answer.length() or IN_MEMORY + 1) > IN_MEMORY:
                answer.file, result = result, None
            elif isinstance(result, list | FileWrapper) or getattr(result, "streaming", True) is False:
                answer.body = b"".join([*result])
                answer.body = b"".join([*answer.written, answer.body])
            else:
                turn.give_back_from_thread()
                self._send_parts(answer, result, line)
        except ReaderGone:
            raise
        except Exception:
            if answer.begun:
                raise  # the server logs it and cuts the connection: a part is not taken for the whole
            logger.exception("%s %s failed", environ["REQUEST_METHOD"], environ["PATH_INFO"])
            answer.fail(500, "Something went wrong here. It has been logged.\n")
        finally:
            close(result)

    def _send_parts(self, answer: Answer, parts: Iterable[bytes], line: Line) -> None:
        """Send a body that is made while it is sent, from this thread, at the reader's pace.

        The parts may come from a database cursor, which lives in the thread that opened it.
        """
        for part in parts:
            if not answer.begun:
                line.send_from_thread(answer.opening())
                part = b"".join([*answer.written, part])  # noqa: PLW2901 - what `write` took goes first
            if part:
                line.send_from_thread({"type": "http.response.body", "body": part, "more_body": True})
        if answer.begun:
            line.send_from_thread({"type": "http.response.body", "body": b""})

    async def _send_file(self, answer: Answer, wrapper: FileWrapper, line: Line) -> None:
        """Send a file at the reader's pace; threads only read from disk."""
        loop = asyncio.get_running_loop()
        try:
            await line.send(answer.opening())
            while part := await loop.run_in_executor(self.pool, wrapper.file.read, CHUNK):
                await line.send({"type": "http.response.body", "body": part, "more_body": True})
            await line.send({"type": "http.response.body", "body": b""})
        finally:
            await loop.run_in_executor(self.pool, close, wrapper)

    @staticmethod
    async def _send_whole(answer: Answer, send: Send) -> None:
        await send(answer.opening())
        await send({"type": "http.response.body", "body": answer.body})


async def _drain(receive: Receive) -> None:
    """Read on for a while and keep nothing: who is still sending would not see the answer."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(DRAIN_SECONDS):
            while (await receive()).get("more_body"):
                pass


async def _next_part(receive: Receive) -> Message:
    """Return the next part of the body; half a body is nothing to act on."""
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ReaderGone
    return message


def close(result: object) -> None:
    """Call `close` as WSGI asks, whatever happened before."""
    if hasattr(result, "close"):
        try:
            result.close()
        except Exception:
            logger.exception("Closing an answer failed")
