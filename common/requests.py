"""The id of the request or job at work, so that history and logs can be joined."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

_current: ContextVar[str] = ContextVar("request_id", default="")


def new_request_id() -> str:
    """A fresh random id of 32 hexadecimal digits."""
    return uuid4().hex


def current_request_id() -> str:
    """The id in force, or an empty string outside any request."""
    return _current.get()


@contextmanager
def request_scope(name: str) -> Iterator[None]:
    """Put `name` in force for the block."""
    token = _current.set(name)
    try:
        yield
    finally:
        _current.reset(token)
