"""A small WSGI application with the awkward cases, served through the bridge by `test_bridge.py`."""

import hashlib
import io
import threading
import time
from collections.abc import Iterator
from typing import Any

from config.bridge import WsgiBridge

CLOSED: list[str] = []
ASKED: list[str] = []


class Parts:
    """A streamed body that remembers in which thread it was made and that it was closed."""

    def __init__(self, path: str, parts: Iterator[bytes]) -> None:
        self.path = path
        self.parts = parts

    def __iter__(self) -> Iterator[bytes]:
        return self.parts

    def close(self) -> None:
        CLOSED.append(self.path)


class Zeros(io.RawIOBase):
    """A file of zeros that remembers that it was closed."""

    def __init__(self, path: str, size: int) -> None:
        super().__init__()
        self.path = path
        self.left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = min(len(buffer), self.left)
        buffer[:size] = bytes(size)
        self.left -= size
        return size

    def close(self) -> None:
        if not self.closed:
            CLOSED.append(self.path)
        super().close()


def many(count: int) -> Iterator[bytes]:
    thread = threading.get_ident()
    for number in range(count):
        if threading.get_ident() != thread:
            raise RuntimeError("the body moved to another thread")
        yield f"{number}\n".encode().rjust(1000)


def slow() -> Iterator[bytes]:
    for number in range(4):
        yield f"{number}\n".encode()
        time.sleep(0.2)


def broken() -> Iterator[bytes]:
    yield b"begun"
    raise ValueError("in the middle")


def application(environ: dict[str, Any], start_response: Any) -> Any:
    path = environ["PATH_INFO"]
    ASKED.append(path)
    plain = [("Content-Type", "text/plain; charset=utf-8")]
    if path == "/echo":
        body = environ["wsgi.input"].read()
        told = f"{environ['CONTENT_LENGTH']} {len(body)} {hashlib.sha256(body).hexdigest()}"
        start_response("200 OK", [*plain, ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        return [told.encode()]
    if path.startswith("/environ"):
        start_response("200 OK", plain)
        shown = {key: value for key, value in environ.items() if isinstance(value, str)}
        return [repr(shown).encode()]
    if path in {"/big", "/small"}:
        size = 30_000_000 if path == "/big" else 1000
        start_response("200 OK", [*plain, ("Content-Length", str(size))])
        return environ["wsgi.file_wrapper"](Zeros(path, size))
    bodies = {"/many": many(5000), "/slow": slow(), "/broken": broken(), "/none": iter([])}
    if path in bodies:
        start_response("204 No Content" if path == "/none" else "200 OK", plain)
        return Parts(path, bodies[path])
    if path == "/error":
        raise ValueError("before any answer")
    start_response("200 OK", plain)
    texts = {"/closed": ",".join(CLOSED), "/count": str(len(ASKED))}
    return [texts.get(path, "hello\n").encode()]


bridge = WsgiBridge(application, threads=4, largest_body=5_000_000)


async def app(scope: Any, receive: Any, send: Any) -> None:
    await bridge(scope, receive, send)
