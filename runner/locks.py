"""Locks that the kernel lets go of when their holder dies, however it dies."""

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self


class FileLock:
    """An advisory lock on a file; held until `release`, or until this process ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def take(
        self,
        *,
        shared: bool = False,
        seconds: float | None = 0,
        waiting: Callable[[], None] | None = None,
    ) -> bool:
        """Take the lock and tell whether it was had within `seconds` (None: wait for ever).

        `waiting` is called once if the lock is not free at the first attempt.
        """
        if self._file is None:
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        if seconds is None and waiting is None:
            fcntl.flock(self._file, kind)
            return True
        deadline = None if seconds is None else time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(self._file, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                if deadline is not None and time.monotonic() >= deadline:
                    return False
            else:
                return True
            if waiting is not None:
                waiting()
                waiting = None
            time.sleep(0.02)

    def release(self) -> None:
        """Let go of the lock; harmless when it is not held."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def is_free(self) -> bool:
        """Tell whether nobody holds the lock alone; those who ask at once do not see each other."""
        probe = FileLock(self.path)
        try:
            return probe.take(shared=True)
        finally:
            probe.release()

    def note(self, text: str) -> None:
        """Write who holds the lock, for the one who finds it taken."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, text.encode(), 0)

    def read_note(self) -> str:
        """Return what the holder wrote."""
        try:
            return self.path.read_text(encoding="utf-8").strip()
        except OSError:
            return ""

    def __enter__(self) -> Self:
        self.take(seconds=None)
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
