"""One readable log of all processes: aligned lines on the terminal and in the data folder."""

import os
import re
import sys
import threading
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

WIDTH = 8
LARGEST = 10_000_000
KEPT = 3
NEEDLESS = (
    # Valkey writes no snapshots here.
    re.compile("Memory overcommit must be enabled"),
    # Every few seconds, for ever; a sweep that fails is not of this form.
    re.compile(r"^INFO celery\.(beat|worker\.strategy|app\.trace) .*\bjobs\.(tasks\.)?sweep\b"),
)
THEIR_OWN_TIME = re.compile(r"^(LOG:  |\d+:([A-Z] \d+ \w+ \d{4} [\d:.]+ [.*#-]|signal-handler \(\d+\)) )")
COLOURS = {"attest": 1, "web": 36, "worker": 35, "beat": 34, "postgres": 32, "valkey": 32, "servers": 32}


class Log:
    """Writes `time name | line` to the terminal and to `var/log/attest.log`, which is rotated."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._file = path.open("a", encoding="utf-8", buffering=1)
        self._coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")

    def line(self, name: str, text: str) -> None:
        """Write one line that `name` said."""
        now = datetime.now().astimezone()
        with self._lock:
            self._file.write(f"{now:%Y-%m-%d %H:%M:%S} {name:<{WIDTH}} | {text}\n")
            if self._file.tell() > LARGEST:
                self._rotate()
            shown = f"{name:<{WIDTH}}"
            if self._coloured:
                shown = f"\x1b[{COLOURS.get(name, 33)}m{shown}\x1b[0m"
            _show(f"{now:%H:%M:%S} {shown} | {text}\n")

    def say(self, text: str = "") -> None:
        """Tell the person at the terminal something that does not belong in a file."""
        with self._lock:
            _show(f"{text}\n")

    def pump(self, name: str, stream: IO[bytes]) -> threading.Thread:
        """Copy what a child writes, line by line, until it closes its end."""

        def copy() -> None:
            with suppress(ValueError, OSError):
                for raw in stream:
                    self._copy(name, raw)

        thread = threading.Thread(target=copy, name=f"log of {name}", daemon=True)
        thread.start()
        return thread

    def follow(self, name: str, path: Path, stopped: threading.Event) -> None:
        """Copy what is appended to a file from now on."""
        path.touch(mode=0o600)
        start = path.stat().st_size

        def copy() -> None:
            with path.open("rb") as file:
                file.seek(start)
                while True:
                    ending = stopped.is_set()
                    for raw in file:
                        self._copy(name, raw)
                    if ending:
                        return
                    stopped.wait(0.3)

        threading.Thread(target=copy, name=f"log of {name}", daemon=True).start()

    def _copy(self, name: str, raw: bytes) -> None:
        """Write a line that another process wrote, unless it tells nobody anything."""
        text = THEIR_OWN_TIME.sub("", raw.decode("utf-8", errors="replace").rstrip())
        if text and not any(needless.search(text) for needless in NEEDLESS):
            self.line(name, text)

    def _rotate(self) -> None:
        """Move the full file aside; keep the last few."""
        self._file.close()
        for number in range(KEPT - 1, 0, -1):
            with suppress(FileNotFoundError):
                Path(f"{self.path}.{number}").replace(f"{self.path}.{number + 1}")
        self.path.replace(f"{self.path}.1")
        self._file = self.path.open("a", encoding="utf-8", buffering=1)


def _show(text: str) -> None:
    """Write to the terminal, which may be gone."""
    with suppress(OSError, ValueError):
        sys.stdout.write(text)
        sys.stdout.flush()
