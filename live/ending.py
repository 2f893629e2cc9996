"""Hearing that this process is about to stop: a server waits for open streams, and a stream has no end of its own."""

import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Final, TypeAlias

Heard: TypeAlias = Callable[[int, FrameType | None], object]
SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


def before_stopping(say: Callable[[], object]) -> None:
    """Call `say` when the process is asked to stop, beside whatever else was to happen then.

    An event loop hears signals through its wakeup descriptor, not through this handler, and goes on hearing them.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in SIGNALS:
        before = signal.getsignal(number)
        if callable(before):  # nobody else hears it otherwise, and it shall end the process as ever
            signal.signal(number, _both(say, before))
            signal.siginterrupt(number, False)  # noqa: FBT003 - it takes no keyword


def _both(say: Callable[[], object], before: Heard) -> Heard:
    """A handler that says it, then does what was to happen."""

    def heard(number: int, frame: FrameType | None) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody is left to tell
            say()
        before(number, frame)

    return heard
