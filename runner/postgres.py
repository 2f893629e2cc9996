"""The embedded PostgreSQL: a real server in the data folder, reachable over a private socket only."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from runner import addresses, binaries, folders, identity, processes
from runner.errors import Refusal

READY_SECONDS = 120
"""Recovery after a crash replays the log first; a start without one takes a tenth of a second."""

STOP = [(signal.SIGINT, 30.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)]
"""PostgreSQL's fast shutdown, then its immediate one (recovered at the next start)."""

DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")
THROW_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
SETTINGS = (
    "listen_addresses=",
    "port=5432",
    "unix_socket_permissions=0700",
    "cluster_name=attest",
    "logging_collector=off",
    "log_destination=stderr",
    "log_line_prefix=",
    "log_checkpoints=off",
    "timezone=UTC",
    "log_timezone=UTC",
    "max_connections=100",
    "jit=off",
)
FIRST_COMMANDS = f"""\
CREATE ROLE {addresses.ROLE} LOGIN CREATEDB;
CREATE DATABASE {addresses.DATABASE} OWNER {addresses.ROLE};
"""


class Postgres:
    """One embedded server; `durable=False` is for the throw-away data of a test run only."""

    name = "postgres"

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.data = data
        self.durable = durable
        self.cluster = data / "postgres"
        self.log = data / "log" / "postgres.log"
        self.sockets = addresses.postgres_folder(data)
        self.programs: binaries.Binaries | None = None
        self._who = identity.Identity("-", None)
        self._child: subprocess.Popen[bytes] | None = None

    def check(self) -> binaries.Binaries:
        """Refuse a server that could not start or another major's data; change nothing."""
        found = self.programs or binaries.postgres()
        if self.cluster.exists():
            major = self.major_of_data()
            if major != found.major:
                raise Refusal(
                    f"{self.cluster} was written by PostgreSQL {major}, and this is PostgreSQL "
                    f"{found.major}: run `make upgrade-database` (the old folder is kept)."
                )
        self._who = identity.choose(found.path("postgres"), self.cluster)
        return found

    def major_of_data(self) -> int:
        """Return the major version that wrote the data folder."""
        try:
            return int((self.cluster / "PG_VERSION").read_text(encoding="ascii").strip())
        except (OSError, ValueError):
            raise Refusal(
                f"{self.cluster} is not a whole PostgreSQL folder (PG_VERSION is missing or "
                "unreadable): restore it from a backup, or move it away to begin with an empty one."
            ) from None

    def start(self) -> None:
        """Make the database if there is none, start the server, return when it takes queries."""
        found = self.check()
        who = self._who
        if who.owner is not None:
            folders.let_pass(self.data)
        folders.make_runtime(self.data, who.owner)
        self._end_leftover()
        if not self.cluster.exists():
            self._create(found, who)
        deadline = time.monotonic() + 20
        while not self._try(found, who):
            # Backends of a killed server need a moment to notice and let go of its memory.
            if time.monotonic() > deadline or "still in use" not in self._tail():
                raise Refusal(f"The embedded PostgreSQL does not start: {self._reason()}")
            time.sleep(0.3)

    def alive(self) -> bool:
        """Tell whether the server that `start` started still runs."""
        return self._child is not None and self._child.poll() is None

    def stop(self) -> None:
        """Stop the server; committed work is on disk."""
        if self._child is not None:
            processes.end_child(self._child, STOP)
            self._child = None

    def _try(self, found: binaries.Binaries, who: identity.Identity) -> bool:
        """Start the server once; tell whether it became ready."""
        command = [str(found.path("postgres")), "-D", str(self.cluster)]
        command += ["-c", f"unix_socket_directories={self.sockets}"]
        for setting in (*SETTINGS, *(DURABLE if self.durable else THROW_AWAY)):
            command += ["-c", setting]
        with self.log.open("ab") as log:
            self._mark = log.tell()
            self._child = self._spawn(command, who, log)
        ready = processes.wait_until(lambda: not self.alive() or self._is_ready(), READY_SECONDS)
        if ready and self.alive():
            return True
        self.stop()
        return False

    def _is_ready(self) -> bool:
        """Tell whether the server has written that it takes connections."""
        with suppress(OSError):
            lines = (self.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            child = self._child
            return len(lines) > 7 and child is not None and lines[0].strip() == str(child.pid) and (
                lines[7].strip() == "ready"
            )  # fmt: skip
        return False

    def _spawn(self, command: list[str], who: identity.Identity, log: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            identity.launched(command, user=who.user, on_death="SIGINT"),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=_environment(),
            start_new_session=True,
        )

    def _create(self, found: binaries.Binaries, who: identity.Identity) -> None:
        """Make the database beside its place and move it there whole: a cut start leaves none."""
        fresh = self.cluster.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if who.owner is not None:
            os.chown(fresh, who.owner, -1)
        self._run(found, who, ["initdb", "-D", str(fresh), *_initdb_options(found, durable=self.durable)])
        single = ["postgres", "--single", "-D", str(fresh), "-c", "log_checkpoints=off", "postgres"]
        self._run(found, who, single, FIRST_COMMANDS)
        fresh.rename(self.cluster)

    def _run(
        self, found: binaries.Binaries, who: identity.Identity, words: list[str], text: str = ""
    ) -> None:
        """Run one program of PostgreSQL to its end; refuse with its own last words if it fails."""
        done = subprocess.run(
            identity.launched([str(found.path(words[0])), *words[1:]], user=who.user),
            input=text.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=_environment(),
            check=False,
        )
        said = done.stdout.decode(errors="replace")
        if done.returncode != 0 or "ERROR:" in said:
            raise Refusal(f"The embedded PostgreSQL cannot make its folder: {_last_words(said)}")

    def _end_leftover(self) -> None:
        """End a server that outlived its keeper, and clear what a killed one left behind."""
        file = self.cluster / "postmaster.pid"
        with suppress(OSError, ValueError):
            pid = int(file.read_text(encoding="utf-8").splitlines()[0])
            words = processes.command_line(pid)
            if processes.alive(pid) and "postgres" in words and str(self.cluster) in words:
                if not processes.end(pid, STOP[:2]):
                    raise Refusal(
                        f"An earlier PostgreSQL (process {pid}) still uses {self.cluster} "
                        "and does not stop: stop that process, then start again."
                    )
            elif processes.alive(pid) and "postgres" not in words:
                # The number was given to another program since: PostgreSQL alone would take
                # that for a running server.
                file.unlink(missing_ok=True)

    def _tail(self) -> str:
        """Return what the server said since the last attempt to start it."""
        with self.log.open("rb") as log:
            log.seek(self._mark)
            return log.read().decode(errors="replace")

    def _reason(self) -> str:
        return (
            f"{_last_words(self._tail())}. The whole log: {self.log}. "
            "Restore the folder from a backup, or set DATABASE_URL."
        )


def _initdb_options(found: binaries.Binaries, *, durable: bool) -> list[str]:
    """Return options that sort by code point and know all of Unicode's letters."""
    options = ["--username=postgres", "--encoding=UTF8", "--data-checksums"]
    options += ["--auth-local=trust", "--auth-host=reject"]
    if found.major >= 17:
        options += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    else:
        options += ["--locale=C.UTF-8" if _has_c_utf8() else "--locale=C"]
    return options if durable else [*options, "--no-sync"]


def _has_c_utf8() -> bool:
    """Tell whether the machine's C library knows the locale C.UTF-8."""
    done = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False)
    return "c.utf8" in done.stdout.lower().replace("-", "")


def _environment() -> dict[str, str]:
    """Return our environment without what would steer PostgreSQL elsewhere."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PG", "LC_")) and name not in {"LANG", "LANGUAGE", "TZ"}
    }
    return kept | {"LC_ALL": "C"}


def _last_words(text: str) -> str:
    """Return the line that says why, in what a PostgreSQL program printed."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if any(w in line for w in ("FATAL:", "PANIC:", "error:"))]
    chosen = telling[-1] if telling else (lines[-1] if lines else "it ended without a word")
    for word in ("FATAL:", "PANIC:", "error:"):
        chosen = chosen.partition(word)[2].strip() if word in chosen else chosen
    return chosen.rstrip(".")
