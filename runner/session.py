"""Gives a command the embedded servers for as long as it runs, shared with all others."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from runner import addresses, folders, processes
from runner.errors import Refusal
from runner.keeper import keeper_lock, servers_of, users_lock
from runner.locks import FileLock
from runner.postgres import Postgres
from runner.valkey import Valkey

PATIENCE = 180.0
"""Recovery after a crash, or a first start on a slow disk, may take a while."""

SERVERLESS = frozenset(
    {"help", "version", "--help", "-h", "--version", "collectstatic", "compilemessages", "diffsettings"}
    | {"makemessages", "messages", "startapp", "findstatic", "spectacular"}
)
"""Commands that need neither database nor Redis."""


class Session:
    """One user's hold on the servers of a data folder."""

    def __init__(self, data: Path, *, throw_away: bool = False, names: Sequence[str] | None = None) -> None:
        self.data = data
        self.throw_away = throw_away
        self.names = list(_embedded_names() if names is None else names)
        self._hold = users_lock(data)

    def check(self) -> None:
        """Refuse what could not start; change nothing."""
        folders.check_data(self.data)
        folders.check_runtime(self.data)
        for server in servers_of(self.data, self.names):
            server.check()

    def open(self) -> None:
        """Have the servers running, ours until `close`."""
        if not self.names:
            return
        self.check()
        folders.make_data(self.data)
        if not self._hold.take(shared=True, seconds=PATIENCE):
            raise Refusal(f"The embedded servers of {self.data} are stopping and do not end.")
        try:
            self.ensure()
        except BaseException:
            self._hold.release()
            raise

    def ensure(self) -> bool:
        """Start the keeper if there is none; tell whether it had to be started."""
        with FileLock(self.data / "run" / "start.lock"):
            keeper = keeper_lock(self.data)
            if not keeper.is_free():
                self._check_names(keeper)
                return False
            self._start_keeper()
            return True

    def close(self) -> None:
        """Let go; if nobody else uses the servers, return when they have stopped."""
        if not self.names:
            return
        last = self._hold.take()  # from shared to alone: only possible without other users
        self._hold.release()
        if last:
            keeper = keeper_lock(self.data)
            processes.wait_until(lambda: not keeper.path.exists() or keeper.is_free(), 60)

    def _check_names(self, keeper: FileLock) -> None:
        missing = set(self.names) - set(keeper.read_note().split())
        if missing:
            raise Refusal(
                f"The servers of {self.data} run without {' and '.join(sorted(missing))}: stop what "
                "was started with DATABASE_URL or REDIS_URL set, then try again."
            )

    def _start_keeper(self) -> None:
        """Start the keeper in a session of its own and wait for its word."""
        command = [sys.executable, "-m", "runner.keeper", str(self.data), *self.names]
        read, written = os.pipe()
        with (self.data / "log" / "servers.log").open("ab") as log:
            keeper = subprocess.Popen(
                [*command, "--throw-away"] if self.throw_away else command,
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=log,
                cwd=addresses.CHECKOUT,
                start_new_session=True,
            )
        os.close(written)
        with os.fdopen(read, encoding="utf-8", errors="replace") as answers:
            answer = answers.readline().strip()
        if answer != "ready":
            keeper.wait()
            reason = answer.removeprefix("refused: ")
            raise Refusal(reason or f"The embedded servers do not start: see {self.data}/log/servers.log.")
        # Nobody waits for the keeper: it outlives this process when others use the servers.
        keeper.returncode = 0


@contextmanager
def embedded(data: Path | None = None, *, throw_away: bool = False) -> Iterator[None]:
    """Have the embedded servers inside the block; those already running are shared."""
    session = Session(data or addresses.data_folder(), throw_away=throw_away)
    session.open()
    try:
        yield
    finally:
        session.close()


@contextmanager
def servers_for(arguments: Sequence[str]) -> Iterator[None]:
    """Have what one `manage.py` command needs; a refusal ends the program with one line."""
    command = arguments[1] if len(arguments) > 1 else "help"
    if command in SERVERLESS or "--help" in arguments:
        yield
        return
    try:
        session = Session(addresses.data_folder())
        session.open()
    except Refusal as refusal:
        sys.exit(f"{refusal}")
    try:
        yield
    finally:
        session.close()


def _embedded_names() -> list[str]:
    names = [Postgres.name] if addresses.database_is_embedded() else []
    return [*names, Valkey.name] if addresses.redis_is_embedded() else names
