"""The embedded Valkey: wakes and caches over a private socket; nothing in it has to last."""

import os
import signal
import socket
import subprocess
from pathlib import Path

from runner import addresses, binaries, folders, identity, processes
from runner.errors import Refusal

STOP = [(signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)]
READY_SECONDS = 15
OPTIONS = (
    # No TCP port; no snapshot and no log: PostgreSQL knows what is true and what is due.
    *("--port", "0", "--unixsocketperm", "700", "--save", "", "--appendonly", "no"),
    # Only what has an expiry (the cache) may be thrown out, never a queued message.
    *("--maxmemory", "256mb", "--maxmemory-policy", "volatile-lru", "--databases", "64"),
    *("--loglevel", "warning", "--daemonize", "no"),
)


class Valkey:
    """One embedded server on the socket of its data folder."""

    name = "valkey"

    def __init__(self, data: Path) -> None:
        self.data = data
        self.socket = addresses.valkey_socket(data)
        self.log = data / "log" / "valkey.log"
        self._child: subprocess.Popen[bytes] | None = None

    def check(self) -> None:
        """Refuse a server that could not start; change nothing."""
        binaries.valkey()

    def start(self) -> None:
        """Start the server; return when it answers."""
        program = binaries.valkey()
        if not addresses.runtime_folder(self.data).exists():
            folders.make_runtime(self.data)
        self._end_leftover()
        command = [str(program), "--unixsocket", str(self.socket), "--dir", str(self.data / "run")]
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                identity.launched([*command, *OPTIONS]),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                start_new_session=True,
            )
        processes.wait_until(lambda: not self.alive() or self._answers(), READY_SECONDS)
        if not self.alive() or not self._answers():
            self.stop()
            raise Refusal(f"The embedded Valkey does not start: see {self.log}, or set REDIS_URL to another.")

    def alive(self) -> bool:
        """Tell whether the server that `start` started still runs."""
        return self._child is not None and self._child.poll() is None

    def stop(self) -> None:
        """Stop the server; what it held may be lost."""
        if self._child is not None:
            processes.end_child(self._child, STOP)
            self._child = None
            self.socket.unlink(missing_ok=True)

    def _end_leftover(self) -> None:
        """End a server that outlived its keeper; clear the socket of a killed one."""
        if self._answers():
            self._say(b"SHUTDOWN NOSAVE\r\n")
            if not processes.wait_until(lambda: not self._answers(), 5):
                raise Refusal(f"An earlier Valkey still listens on {self.socket}: stop it.")
        self.socket.unlink(missing_ok=True)

    def _answers(self) -> bool:
        return self._say(b"PING\r\n").startswith(b"+PONG")

    def _say(self, words: bytes) -> bytes:
        """Send one command; return the answer, or nothing if nobody listens."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
                line.settimeout(1)
                line.connect(os.fspath(self.socket))
                line.sendall(words)
                return line.recv(64)
        except OSError:
            return b""
