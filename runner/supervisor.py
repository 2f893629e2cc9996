"""`make run`: everything Attest needs, at one address, in one log, ended by one Ctrl-C."""

import os
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType

from runner import addresses, folders, identity, site
from runner.children import Child
from runner.errors import Refusal
from runner.locks import FileLock
from runner.log import Log
from runner.preparation import Preparation
from runner.session import Session

WEB_SECONDS = 120.0
WORST_START = 2
"""A web process that ends this often before it ever answered will not answer at all."""


class Supervisor:
    """Starts what the site is made of in order, watches it, and ends it in reverse."""

    def __init__(self, address: site.Address, data: Path) -> None:
        self.address = address
        self.data = data
        self.session = Session(data)
        self._asked = threading.Event()
        self._urgent = threading.Event()
        self._logs_over = threading.Event()
        self._environment = site.environment(address)
        self._children = site.children(address)
        self._started: list[Child] = []

    def run(self) -> int:
        """Run until asked to stop; return the exit code."""
        self._check()
        folders.make_data(self.data)
        lock = FileLock(self.data / "run" / "run.lock")
        if not lock.take(seconds=5):
            raise Refusal(self._running(lock))
        lock.note(f"process {os.getpid()}, {self.address.url}")
        self._listen()
        self.log = Log(self.data / "log" / "attest.log")
        try:
            self._start()
            self._watch()
        finally:
            self._stop()
            lock.release()
            self.log.line("attest", "Stopped.")
        return 0

    def _check(self) -> None:
        """Refuse everything that can be known before anything is changed."""
        folders.check_data(self.data)
        lock = FileLock(self.data / "run" / "run.lock")
        if lock.path.exists() and not lock.is_free():
            raise Refusal(self._running(lock))
        self.address.check()
        self.session.check()

    def _running(self, lock: FileLock) -> str:
        return (
            f"Attest already runs on {self.data} ({lock.read_note()}): stop that one first, "
            "or set ATTEST_DATA to another folder and PORT to another port."
        )

    def _start(self) -> None:
        """Start everything; return when the site answers."""
        began = time.monotonic()
        for name in (*self.session.names, "servers"):
            self.log.follow(name, self.data / "log" / f"{name}.log", self._logs_over)
        self.log.line("attest", f"Starting on {self.data}; the log is also in {self.log.path}")
        self.session.open()
        logins = self._start_web(*self._children[:1])
        if not self._asked.is_set():
            self._greet(logins, time.monotonic() - began)
        for child in self._children[1:]:
            self._start_child(child)

    def _start_web(self, web: Child) -> str:
        """Prepare and start the site, at once if nothing changed; return the demo's logins.

        The other processes wait for it: a page is there sooner when they do not start beside it.
        """
        preparation = Preparation(self.data, self._environment)
        beside = preparation.is_repetition()
        preparation.start(self.log, demo=self.address.is_loopback)
        if beside:
            self._start_child(web)
        logins = preparation.finish(self._asked)
        if not beside:
            self._start_child(web)
        deadline = time.monotonic() + WEB_SECONDS
        while not self._asked.is_set() and not self.address.is_healthy():
            if web.failures >= WORST_START or time.monotonic() > deadline:
                raise Refusal("The site does not come up: the lines above say why.")
            web.watch(self.log, self._environment)
            self._asked.wait(0.1)
        return logins

    def _start_child(self, child: Child) -> None:
        if not self._asked.is_set():
            child.start(self.log, self._environment)
            self._started.append(child)

    def _greet(self, logins: str, seconds: float) -> None:
        self.log.line("attest", f"Ready in {seconds:.1f} s at {self.address.url}")
        self.log.say(f"\n  Attest is at {self.address.url}\n")
        if self.address.is_loopback:
            # To the terminal only: a log file is copied and sent around.
            for line in logins.splitlines():
                self.log.say(f"  {line}")
        else:
            self.log.say("  Others can reach this address, so the demo logins are refused.")
            self.log.say("  Make an account with `.venv/bin/python manage.py createsuperuser`, and set")
            self.log.say("  ATTEST_ALLOWED_HOSTS to the names people type, separated by commas.")
        self.log.say("\n  Ctrl-C stops everything.\n")

    def _watch(self) -> None:
        """Restart what ends unasked until a signal asks for the end."""
        rounds = 0
        while not self._asked.wait(0.3):
            for child in self._started:
                child.watch(self.log, self._environment)
            if self._lost_terminal():
                self.log.line("attest", "The terminal is gone")
                return
            rounds += 1
            if rounds % 10 == 0 and self.session.names:
                self._watch_servers()

    def _watch_servers(self) -> None:
        try:
            if self.session.ensure():
                self.log.line("attest", "The embedded servers had gone; they are back")
        except Refusal as refusal:
            self.log.line("attest", str(refusal))

    def _listen(self) -> None:
        """Take the signals that ask for the end; `nohup` keeps the one that a lost terminal sends."""
        self._has_terminal = sys.stdout.isatty()
        if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
            self._has_terminal = False
        else:
            signal.signal(signal.SIGHUP, self._on_signal)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)

    def _lost_terminal(self) -> bool:
        """Tell whether the terminal is gone: `make` gets that signal and does not pass it on."""
        return self._has_terminal and not os.isatty(1)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self._asked.is_set():
            self._urgent.set()
        self._asked.set()

    def _stop(self) -> None:
        """End everything in the reverse order of its start."""
        self._asked.set()
        self.log.line("attest", "Stopping")
        for child in reversed(self._started):
            child.ask_to_stop()
        for child in reversed(self._started):
            child.stop(self.log, self._urgent)
        self.session.close()
        self._logs_over.set()


def up() -> int:
    """Run Attest as the environment says; one clear line when it cannot."""
    os.umask(0o077)
    if os.environ.get("MAKELEVEL") and sys.platform == "linux":
        # Nobody else would know that we run, were `make` killed.
        identity.end_with_parent(signal.SIGTERM)
    try:
        address = site.Address(os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000")
        return Supervisor(address, addresses.data_folder()).run()
    except Refusal as refusal:
        print(f"attest: {refusal}", file=sys.stderr)
        return 1
