"""`make run`, as somebody meets it: it comes up, says where, refuses clearly, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from runner import addresses, processes


class Run:
    """One `python -m runner up` with its log on disk."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.environment = environment
        self.log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "runner", "up"],
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=addresses.CHECKOUT,
                env=environment,
            )

    def text(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, words: str) -> None:
        def said() -> bool:
            return words in self.text() or self.process.poll() is not None

        assert processes.wait_until(said, 240, pause=0.1), self.text()
        assert words in self.text(), self.text()

    def answers(self) -> bool:
        address = f"http://127.0.0.1:{self.environment['PORT']}/healthz"
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return bool(answer.status == 200)
        except OSError:  # refused, or cut off by a server that is on its way down
            return False

    def family(self) -> set[int]:
        """Return every process that was started for this data folder."""
        mark = f"ATTEST_DATA={self.environment['ATTEST_DATA']}".encode()
        found = set()
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.add(int(folder.name))
            except OSError:
                continue
        return {pid for pid in found if processes.alive(pid)}


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Run]]:
    """Start runs that are killed at the end of the test, whatever became of it."""
    runs: list[Run] = []

    def begin(**changed: str) -> Run:
        runs.append(Run({**environment, **changed}, tmp_path / f"log{len(runs)}"))
        return runs[-1]

    yield begin
    for run in runs:
        if run.process.poll() is None:
            run.process.terminate()
            run.process.wait(60)


def last_words(run: Run) -> str:
    """Return the one line that a refused run prints."""
    assert run.process.wait(60) == 1
    lines = run.text().strip().splitlines()
    assert len(lines) == 1, run.text()
    assert lines[0].startswith("attest: ")
    return lines[0]


def test_a_taken_port_is_refused_and_nothing_is_made(start: Callable[..., Run], data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = str(taken.getsockname()[1])
        said = last_words(start(PORT=number))
    assert f"Port {number} on 127.0.0.1 cannot be used" in said
    assert "PORT=" in said.partition("another")[2]
    assert not data.exists()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "eighty", "PORT=eighty is not a port"),
        ("HOST", "192.0.2.1", "on 192.0.2.1 cannot be used"),
        ("ATTEST_DATA", "/proc/attest", "Set ATTEST_DATA"),
        ("ATTEST_RUNTIME", "/" + "long" * 30, "choose a shorter folder"),
    ],
)
def test_what_cannot_work_is_refused_in_one_line(
    name: str, value: str, words: str, start: Callable[..., Run], data: Path
) -> None:
    assert words in last_words(start(**{name: value}))
    assert not data.exists()


def test_the_data_of_another_major_is_refused(start: Callable[..., Run], filled: Path) -> None:
    (filled / "postgres" / "PG_VERSION").write_text("14\n")
    said = last_words(start())
    assert "written by PostgreSQL 14" in said
    assert "make upgrade-database" in said


def test_the_site_runs_refuses_a_second_survives_kill_9_and_leaves_nothing(
    start: Callable[..., Run], filled: Path
) -> None:
    first = start()
    first.wait_for("Ready in")
    port = first.environment["PORT"]
    assert first.answers()
    assert f"http://127.0.0.1:{port}/" in first.text()

    assert "already runs" in last_words(start(PORT="1024"))

    first.process.kill()
    first.process.wait()
    again = start()
    again.wait_for("Ready in")
    assert again.answers()

    web = next(pid for pid in again.family() if "config.serve" in processes.command_line(pid))
    os.killpg(os.getpgid(web), signal.SIGKILL)
    again.wait_for("web ended unasked")
    assert processes.wait_until(again.answers, 120, pause=0.2)

    again.process.send_signal(signal.SIGTERM)
    assert again.process.wait(90) == 0
    assert again.family() == set()
    assert not addresses.runtime_folder(filled).exists()
    with socket.create_server(("127.0.0.1", int(port))):
        pass  # the port is free again
