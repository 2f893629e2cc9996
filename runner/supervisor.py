"""`make run`: everything Attest needs, at one address, in one log, ended by one Ctrl-C."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from ipaddress import ip_address
from pathlib import Path
from types import FrameType

from runner import addresses, folders, identity
from runner.children import Child
from runner.errors import Refusal
from runner.locks import FileLock
from runner.log import Log
from runner.session import Session

WEB_SECONDS = 60.0
WORST_START = 3
"""A web process that ends this often before it ever answered will not answer at all."""


class Address:
    """Where the site is to be reached."""

    def __init__(self, host: str, port: str) -> None:
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise Refusal(f"PORT={port} is not a port: give a number from 1 to 65535.")
        self.host = host
        self.port = int(port)

    @property
    def url(self) -> str:
        """Return the address to open in a browser."""
        shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - only shown
        return f"http://[{shown}]:{self.port}/" if ":" in shown else f"http://{shown}:{self.port}/"

    @property
    def is_loopback(self) -> bool:
        """Tell whether only this machine can reach the site."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def check(self) -> None:
        """Refuse a port that another program listens on; change nothing."""
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise Refusal(f"HOST={self.host} is not an address of this machine ({error.strerror}).") from None
        for family, kind, _, _, place in found:
            with socket.socket(family, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(place)
                except PermissionError:
                    raise Refusal(
                        f"Port {self.port} is reserved for root: choose one above 1023, such as "
                        "`PORT=8000 make run`."
                    ) from None
                except OSError as error:
                    raise Refusal(self._taken(error)) from None

    def _taken(self, error: OSError) -> str:
        return (
            f"Port {self.port} on {self.host} cannot be used ({(error.strerror or '').lower()}): stop what "
            f"listens there, or choose another, such as `PORT={self.port % 65535 + 1} make run`."
        )


class Supervisor:
    """Starts what the site is made of in order, watches it, and ends it in reverse."""

    def __init__(self, address: Address, data: Path) -> None:
        self.address = address
        self.data = data
        self.session = Session(data)
        self._asked = threading.Event()
        self._urgent = threading.Event()
        self._logs_over = threading.Event()
        self._environment = _environment(address)
        self._children = children(address)
        self._started: list[Child] = []

    def run(self) -> int:
        """Run until asked to stop; return the exit code."""
        self._check()
        folders.make_data(self.data)
        lock = FileLock(self.data / "run" / "run.lock")
        if not lock.take(seconds=5):
            raise Refusal(self._running(lock))
        lock.note(f"process {os.getpid()}, {self.address.url}")
        self._listen_to_signals()
        self.log = Log(self.data / "log" / "attest.log")
        try:
            return self._start_and_watch()
        finally:
            self._stop()
            lock.release()
            self.log.line("attest", "Stopped.")

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

    def _start_and_watch(self) -> int:
        began = time.monotonic()
        for name in self.session.names:
            self.log.follow(name, self._log_of(name), self._logs_over)
        self.log.follow("servers", self._log_of("servers"), self._logs_over)
        self.log.line("attest", f"Starting on {self.data}; the log is also in {self.log.path}")
        self.session.open()
        logins = self._prepare()
        for child in self._children:
            if self._asked.is_set():
                return 0
            child.start(self.log, self._environment)
            self._started.append(child)
        self._wait_for_web()
        if not self._asked.is_set():
            self._greet(logins, time.monotonic() - began)
        return self._watch()

    def _log_of(self, name: str) -> Path:
        return self.data / "log" / f"{name}.log"

    def _prepare(self) -> str:
        """Bring database and static files up to date; return the logins of the demo project."""
        statics = self._command("collectstatic", "--noinput", "--verbosity", "0")
        migration = self._command("migrate", "--noinput", "--verbosity", "0")
        self._finish("migrate", migration)
        logins = self._finish("load_demo", self._command("load_demo")) if self.address.is_loopback else ""
        self._finish("collectstatic", statics)
        return logins

    def _command(self, *words: str) -> subprocess.Popen[bytes]:
        """Start one management command."""
        return subprocess.Popen(
            identity.launched([sys.executable, "manage.py", *words]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=addresses.CHECKOUT,
            env=self._environment,
            start_new_session=True,
        )

    def _finish(self, name: str, command: subprocess.Popen[bytes]) -> str:
        """Wait for a command; return what it printed, or refuse with its last line."""
        while True:
            try:
                said = command.communicate(timeout=0.2)[0].decode(errors="replace").strip()
                break
            except subprocess.TimeoutExpired:
                if self._asked.is_set():
                    command.terminate()
        if command.returncode == 0 or self._asked.is_set():
            return said
        for line in said.splitlines():
            self.log.line(name[:8], line)
        reason = said.splitlines()[-1] if said else "it ended without a word"
        raise Refusal(f"`manage.py {name}` failed: {reason}. The lines above say more.")

    def _wait_for_web(self) -> None:
        """Return when the site answers; refuse when it does not come up."""
        deadline = time.monotonic() + WEB_SECONDS
        while not self._asked.wait(0.1):
            if _is_healthy(self.address):
                return
            self._watch_children()
            worst = max(child.failures for child in self._started)
            if worst >= WORST_START or time.monotonic() > deadline:
                raise Refusal("The site does not come up: the lines above say why.")

    def _greet(self, logins: str, seconds: float) -> None:
        self.log.line("attest", f"Ready in {seconds:.1f} s at {self.address.url}")
        self.log.say(f"\n  Attest is at {self.address.url}\n")
        if self.address.is_loopback:
            # To the terminal only: a log file is copied and sent around.
            for line in logins.splitlines():
                self.log.say(f"  {line}")
        else:
            self.log.say("  Others can reach this address, so the demo logins are refused.")
            self.log.say("  Make an account with `.venv/bin/python manage.py createsuperuser`.")
        self.log.say("\n  Ctrl-C stops everything.\n")

    def _watch(self) -> int:
        """Restart what ends unasked until a signal asks for the end."""
        rounds = 0
        while not self._asked.wait(0.3):
            self._watch_children()
            rounds += 1
            if rounds % 10 == 0 and self.session.names:
                self._watch_servers()
        return 0

    def _watch_children(self) -> None:
        for child in self._started:
            child.watch(self.log, self._environment)

    def _watch_servers(self) -> None:
        try:
            if self.session.ensure():
                self.log.line("attest", "The embedded servers had gone; they are back")
        except Refusal as refusal:
            self.log.line("attest", str(refusal))

    def _listen_to_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self._asked.is_set():
            self._urgent.set()
        self._asked.set()

    def _stop(self) -> None:
        """End everything in the reverse order of its start."""
        self._asked.set()
        self.log.line("attest", "Stopping")
        for child in reversed(self._started):
            child.stop(self.log, self._urgent)
        self.session.close()
        self._logs_over.set()


def children(address: Address) -> list[Child]:
    """Return the processes of the site, in the order in which they start."""
    python = sys.executable
    web = [python, "-m", "granian", "--interface", "asginl", "--host", address.host]
    web += ["--port", str(address.port), "--workers", "2", "--respawn-failed-workers", "--no-ws"]
    web += ["--http", "1", "--workers-kill-timeout", "3", "--log-level", "warning", "--access-log"]
    web += ["--access-log-fmt", "%(addr)s %(method)s %(path)s %(status)d %(dt_ms).0f ms"]
    celery = [python, "-m", "celery", "-A", "config"]
    worker = ["worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    beat = ["beat", "--loglevel", "INFO", "--pidfile="]
    beat += ["--scheduler", "django_celery_beat.schedulers:DatabaseScheduler"]
    return [
        Child("web", [*web, "config.entry:app"]),
        Child("worker", [*celery, *worker], patience=20.0),
        Child("beat", [*celery, *beat]),
    ]


def up() -> int:
    """Run Attest as the environment says; one clear line when it cannot."""
    os.umask(0o077)
    _end_with_make()
    try:
        address = Address(os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000")
        return Supervisor(address, addresses.data_folder()).run()
    except Refusal as refusal:
        print(f"attest: {refusal}", file=sys.stderr)
        return 1


def _end_with_make() -> None:
    """Stop cleanly if `make` is killed: nobody else would know that we run."""
    if os.environ.get("MAKELEVEL") and sys.platform == "linux":
        identity.end_with_parent(signal.SIGTERM)


def _environment(address: Address) -> dict[str, str]:
    """Return what all processes of the site see."""
    own = {
        "PYTHONUNBUFFERED": "1",
        "HOST": address.host,
        "PORT": str(address.port),
        "ATTEST_HOST": address.host,
    }
    settings = os.environ.get("DJANGO_SETTINGS_MODULE") or "config.settings.dev"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return {**inherited, **own, "DJANGO_SETTINGS_MODULE": settings}


def _is_healthy(address: Address) -> bool:
    """Tell whether the site answers that it is well."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address.host, address.host)  # noqa: S104 - asked, not bound
    line = http.client.HTTPConnection(host, address.port, timeout=5)
    try:
        line.request("GET", "/healthz", headers={"Host": f"localhost:{address.port}"})
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
