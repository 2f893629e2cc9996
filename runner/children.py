"""The processes that the supervisor starts, restarts and ends."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from runner import addresses, identity, processes
from runner.log import Log

LONGEST_PAUSE = 30.0
TELL_AFTER = 3.0
SETTLED = 60.0
"""A child that ran this long had started well: its next failure counts as the first."""


@dataclass
class Child:
    """One process with all that it starts, as one group."""

    name: str
    command: list[str]
    patience: float = 10.0
    failures: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _started: float = 0.0
    _next_start: float = 0.0

    def start(self, log: Log, environment: Mapping[str, str]) -> None:
        """Start the process; its output goes to the log."""
        self._process = subprocess.Popen(
            identity.launched(self.command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=addresses.CHECKOUT,
            env=dict(environment),
            start_new_session=True,
        )
        self._started = time.monotonic()
        if self._process.stdout is not None:
            log.pump(self.name, self._process.stdout)

    def watch(self, log: Log, environment: Mapping[str, str]) -> None:
        """If the process has ended unasked, say so and start it again after a pause."""
        if self._process is None:
            if time.monotonic() >= self._next_start:
                self.start(log, environment)
            return
        code = self._process.poll()
        if code is None:
            return
        self._end_group()
        if time.monotonic() - self._started > SETTLED:
            self.failures = 0
        pause = min(2.0**self.failures, LONGEST_PAUSE)
        self.failures += 1
        log.line("attest", f"{self.name} ended unasked ({_how(code)}); starting it again in {pause:.0f} s")
        self._process = None
        self._next_start = time.monotonic() + pause

    def ask_to_stop(self) -> None:
        """Ask the process to finish what it is doing and end."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGTERM)

    def stop(self, log: Log, urgent: threading.Event) -> None:
        """Wait for the end of a process that was asked to; kill what does not listen."""
        process = self._process
        if process is None:
            return
        if not processes.wait_until(lambda: process.poll() is not None, TELL_AFTER):
            log.line("attest", f"Waiting for {self.name} to finish (Ctrl-C again: do not wait)")
            processes.wait_until(lambda: process.poll() is not None or urgent.is_set(), self.patience)
        self._end_group()
        process.wait()
        self._process = None

    def _end_group(self) -> None:
        """Kill what is left of the group, so that nothing holds the port or the database."""
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)


def _how(code: int) -> str:
    """Say how a process ended."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"
