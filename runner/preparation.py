"""Brings database, static files and demo up to date before the site answers."""

import hashlib
import subprocess
import sys
import tempfile
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
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - read when the run has ended
        self._process: subprocess.Popen[bytes] | None = None

    def is_repetition(self) -> bool:
        """Tell whether the last run saw the same files."""
        return self._memory.exists() and self._memory.read_text(encoding="ascii") == _fingerprint(self._data)

    def start(self, log: Log, *, demo: bool) -> None:
        """Start the run; `finish` waits for it."""
        self._process = subprocess.Popen(
            identity.launched([sys.executable, "-m", "config.prepare", *(["--demo"] if demo else [])]),
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=subprocess.PIPE,
            cwd=addresses.CHECKOUT,
            env=dict(self._environment),
            start_new_session=True,
        )
        if self._process.stderr is not None:
            self._pump = log.pump("prepare", self._process.stderr)

    def finish(self, asked_to_stop: threading.Event) -> str:
        """Return what the run said for the person at the terminal: the logins of the demo."""
        process = self._process
        if process is None:
            return ""
        while process.poll() is None:
            if asked_to_stop.wait(0.05):
                process.terminate()
                process.wait()
                return ""
        self._pump.join(timeout=2)
        if process.returncode != 0:
            raise Refusal("Database and files could not be prepared: the lines above say why.")
        self._memory.write_text(_fingerprint(self._data), encoding="ascii")
        self._said.seek(0)
        return self._said.read().decode(errors="replace").strip()


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
