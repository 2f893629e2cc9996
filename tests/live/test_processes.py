"""Streams of two real web processes at one address: what one process commits, listeners of both hear."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import orjson
import pytest

from accounts.services import create_token
from runner import addresses, processes
from tests.cast import Cast
from tests.processes import database_url

from .ear import cookie_of

READERS = 8
"""The kernel deals connections out to the processes: with eight, all of them at one is a chance of 1 in 128."""


class Reader(threading.Thread):
    """A browser's stream: its events as they come, and when it ended."""

    def __init__(self, port: int, cookie: str) -> None:
        super().__init__(daemon=True)
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.line.request("GET", "/live/projects/desk/", headers={"Cookie": cookie})
        self.answer = self.line.getresponse()
        assert self.answer.status == 200, self.answer.read()
        self.heard = threading.Event()
        self.has_ended = threading.Event()
        assert self.answer.readline().startswith(b"retry")
        self.start()

    def run(self) -> None:
        with suppress(OSError, http.client.HTTPException, ValueError, AttributeError):
            while line := self.answer.readline():
                if line.startswith(b'data: {"'):
                    event = orjson.loads(line.removeprefix(b"data: "))
                    if event["verb"] == "actor.created":
                        self.heard.set()
        self.has_ended.set()


@pytest.fixture
def site(cast: Cast, tmp_path: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Two web processes on this test's database, and the process that keeps them."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "config.serve", "--interface", "asginl", "--http", "1", "--workers", "2"]
    command += [
        "--port",
        str(port),
        "--log-level",
        "warning",
        "--workers-kill-timeout",
        "20",
        "config.entry:app",
    ]
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    log = tmp_path / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            stdout=output,
            stderr=output,
            cwd=addresses.CHECKOUT,
            env=environment,
            start_new_session=True,
        )

    def answers() -> bool:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            line.request("GET", "/api/v1/me/")
            return line.getresponse().status == 401
        except OSError:
            return False
        finally:
            line.close()

    assert processes.wait_until(answers, 60, pause=0.2), log.read_text()
    yield port, server
    processes.end_child(server, [(signal.SIGTERM, 10), (signal.SIGKILL, 5)])


def post_actor(port: int, secret: str, label: str) -> None:
    """A change made through one of the web processes."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    line.request("POST", "/api/v1/projects/desk/actors/", orjson.dumps({"label": label}), headers)
    answer = line.getresponse()
    assert answer.status == 201, answer.read()
    line.close()


def test_listeners_of_every_process_hear_what_any_process_commits(
    cast: Cast, site: tuple[int, subprocess.Popen[bytes]]
) -> None:
    port, server = site
    cookie, secret = cookie_of(cast.viewer), create_token(cast.editor.user, "program")
    readers = [Reader(port, cookie) for _ in range(READERS)]

    post_actor(port, secret, "Fatah")
    for reader in readers:
        assert reader.heard.wait(20)

    asked_at = time.monotonic()
    os.kill(server.pid, signal.SIGTERM)
    for reader in readers:
        assert reader.has_ended.wait(10)
    server.wait(timeout=10)
    assert time.monotonic() - asked_at < 10  # well before the server would have killed its workers
