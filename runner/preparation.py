"""Brings database, static files and demo up to date before the site answers."""

import hashlib
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from runner import addresses, identity
from runner.errors import Refusal
from runner.log import Log

PATTERNS = ("*/migrations/*.py", "static/**/*", "*/static/**/*", "requirements/core.lock")


class Preparation:
    """One run of `config.prepare`, and the memory of what the last one saw.

    When nothing that it works on has changed since, the site may start beside it instead of
    after it. It runs all the same, so a wrong memory costs a moment and never correctness.
    """

    def __init__(self, data: Path, environment: Mapping[str, str]) -> None:
        self._data = data
        self._memory = data / "run" / "prepared"
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def is_repetition(self) -> bool:
        """Tell whether the last run saw the same files."""
        return self._memory.exists() and self._memory.read_text(encoding="ascii") == _fingerprint(self._data)

    def start(self, *, demo: bool) -> None:
        """Start the run; `finish` waits for it."""
        self._process = subprocess.Popen(
            identity.launched([sys.executable, "-m", "config.prepare", *(["--demo"] if demo else [])]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=addresses.CHECKOUT,
            env=dict(self._environment),
            start_new_session=True,
        )

    def finish(self, log: Log, asked_to_stop: threading.Event) -> str:
        """Return what the run printed: the logins of the demo; refuse with its last line."""
        process = self._process
        if process is None:
            return ""
        while True:
            try:
                said = process.communicate(timeout=0.1)[0].decode(errors="replace").strip()
                break
            except subprocess.TimeoutExpired:
                if asked_to_stop.is_set():
                    process.terminate()
        if process.returncode == 0:
            self._memory.write_text(_fingerprint(self._data), encoding="ascii")
            return said
        if asked_to_stop.is_set():
            return ""
        for line in said.splitlines():
            log.line("attest", line)
        reason = said.splitlines()[-1].rstrip(".") if said else "it ended without a word"
        raise Refusal(f"Database and files could not be prepared ({reason}): the lines above say more.")


def _fingerprint(data: Path) -> str:
    """Return a digest of the names, sizes and times of all that a preparation works on."""
    digest = hashlib.sha256()
    for path in _watched(data):
        found = path.stat()
        digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _watched(data: Path) -> Iterator[Path]:
    for pattern in PATTERNS:
        yield from sorted(path for path in addresses.CHECKOUT.glob(pattern) if path.is_file())
    # A database or static files that were put in place of the old ones.
    yield from (path for path in (data / "postgres" / "PG_VERSION", data / "static") if path.exists())
