"""Real Celery processes on the test database, for the tests that kill them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

NONE: Mapping[str, str] = {}
CHECKOUT = Path(__file__).resolve().parents[1]


def database_url() -> str:
    """The address of the database this test runs on, for another process."""
    at = connection.settings_dict
    user = quote(str(at["USER"])) + (f":{quote(str(at['PASSWORD']))}" if at["PASSWORD"] else "")
    host = str(at["HOST"])
    if host.startswith("/"):
        return f"postgresql://{user}@/{at['NAME']}?host={quote(host)}"
    return f"postgresql://{user}@{host}:{at['PORT'] or 5432}/{at['NAME']}"


class Process:
    """One process with all that it starts, in a group of its own."""

    def __init__(self, *words: str, log: Path, settings: str, environment: Mapping[str, str]) -> None:
        self.log = log
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "config", *words],
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={
                    **os.environ,
                    "DATABASE_URL": database_url(),
                    "DJANGO_SETTINGS_MODULE": settings,
                    "ATTEST_LOG_LEVEL": "WARNING",
                    **environment,
                },
            )

    def send(self, number: signal.Signals) -> None:
        """Send a signal to it and its children."""
        os.killpg(self._process.pid, number)

    def kill(self) -> None:
        """End it and its children as the kernel would: no goodbye."""
        if self._process.poll() is None:
            self.send(signal.SIGKILL)
        self._process.wait()

    def said(self) -> str:
        """Everything it printed."""
        return self.log.read_text(errors="replace")


@contextmanager
def worker(
    log: Path,
    *,
    settings: str = "config.settings.test",
    concurrency: int = 1,
    environment: Mapping[str, str] = NONE,
) -> Iterator[Process]:
    """A worker for the block."""
    words = ["worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    process = Process(
        *words, "--concurrency", str(concurrency), log=log, settings=settings, environment=environment
    )
    try:
        yield process
    finally:
        process.kill()


@contextmanager
def beat(
    log: Path, *, settings: str = "config.settings.test", environment: Mapping[str, str] = NONE
) -> Iterator[Process]:
    """A beat for the block."""
    process = Process(
        "beat", "--loglevel", "INFO", "--pidfile=", log=log, settings=settings, environment=environment
    )
    try:
        yield process
    finally:
        process.kill()


def wait_until(
    true: Callable[[], bool], *, seconds: float, what: str, process: Process | None = None
) -> float:
    """Seconds until `true()`; an assertion with the process's words when it takes longer."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"Not within {seconds:g} s: {what}.\n{process.said() if process else ''}")
        time.sleep(0.1)
    return time.monotonic() - began
