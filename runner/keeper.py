"""Keeps the embedded servers for as long as anybody uses them, and not a moment longer.

`make run`, `manage.py` commands and test sessions share the servers of one data folder. None
of them may own the servers, or the first to leave would take them from the others. So a small
process of its own starts them, and every user holds a shared lock on one file; when the last
user is gone (left, or killed with -9: the kernel frees its lock) the keeper gets that lock
alone, stops the servers cleanly and ends.

Run as `python -m runner.keeper DATA [--throw-away] SERVER...`; it writes `ready`, or why not,
to its standard output.
"""

import argparse
import os
import shutil
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from runner import addresses
from runner.errors import Refusal
from runner.locks import FileLock
from runner.postgres import Postgres
from runner.valkey import Valkey

LONGEST_PAUSE = 30.0


def users_lock(data: Path) -> FileLock:
    """Return the lock that every user of the servers shares."""
    return FileLock(data / "run" / "users.lock")


def keeper_lock(data: Path) -> FileLock:
    """Return the lock that the one keeper of a data folder holds while it lives."""
    return FileLock(data / "run" / "keeper.lock")


def servers_of(data: Path, names: list[str], *, durable: bool = True) -> list[Postgres | Valkey]:
    """Return the servers of those names, in the order in which they start."""
    made: list[Postgres | Valkey] = []
    if Postgres.name in names:
        made.append(Postgres(data, durable=durable))
    if Valkey.name in names:
        made.append(Valkey(data))
    return made


class Keeper:
    """Starts the servers, restarts one that dies, and stops them when nobody is left."""

    def __init__(self, data: Path, names: list[str], *, throw_away: bool) -> None:
        self.data = data
        self.throw_away = throw_away
        self.servers = servers_of(data, names, durable=not throw_away)
        self._over = threading.Event()
        self._failures = dict.fromkeys(names, 0)
        self._next_try = dict.fromkeys(names, 0.0)

    def run(self) -> int:
        """Keep the servers until the last user has gone; return the exit code."""
        lock = keeper_lock(self.data)
        if not lock.take(seconds=10):
            return _answer("refused: another keeper runs")
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self._over.set())
        lock.note(" ".join(server.name for server in self.servers))
        try:
            for server in self.servers:
                server.start()
        except Refusal as refusal:
            self._stop()
            return _answer(f"refused: {refusal}")
        _answer("ready")
        users = users_lock(self.data)
        threading.Thread(target=self._wait_for_the_last, args=(users,), daemon=True).start()
        while not self._over.wait(0.5):
            for server in self.servers:
                self._watch(server)
        self._stop()
        return 0

    def _wait_for_the_last(self, users: FileLock) -> None:
        users.take(seconds=None)
        self._over.set()

    def _watch(self, server: Postgres | Valkey) -> None:
        """Start a server again that died, with a pause that doubles at each failure."""
        if server.alive() or time.monotonic() < self._next_try[server.name]:
            return
        pause = min(2.0 ** self._failures[server.name], LONGEST_PAUSE)
        self._failures[server.name] += 1
        self._next_try[server.name] = time.monotonic() + pause
        _log(f"{server.name} ended unasked; starting it again")
        try:
            server.start()
        except Refusal as refusal:
            _log(f"{refusal} Next attempt in {pause:.0f} s.")
        else:
            _log(f"{server.name} is back")

    def _stop(self) -> None:
        for server in reversed(self.servers):
            server.stop()
        runtime = addresses.runtime_folder(self.data)
        shutil.rmtree(runtime, ignore_errors=True)
        if self.throw_away:
            shutil.rmtree(self.data, ignore_errors=True)


def _answer(text: str) -> int:
    """Tell the process that started us how it went, once."""
    with suppress(OSError):
        os.write(1, f"{text}\n".encode())
        os.dup2(2, 1)
    return 1


def _log(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    """Run the keeper as its command line says."""
    parser = argparse.ArgumentParser(prog="python -m runner.keeper")
    parser.add_argument("data", type=Path)
    parser.add_argument("servers", nargs="+", choices=[Postgres.name, Valkey.name])
    parser.add_argument("--throw-away", action="store_true")
    given = parser.parse_args()
    os.umask(0o077)
    return Keeper(given.data, given.servers, throw_away=given.throw_away).run()


if __name__ == "__main__":
    sys.exit(main())
