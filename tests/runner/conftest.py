"""Data folders of their own for the tests of the runner; whatever starts there ends with the test."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from runner import addresses
from runner.postgres import Postgres


@pytest.fixture
def data() -> Iterator[Path]:
    """An empty data folder, not under pytest's: its server logs would be kept for three runs."""
    folder = Path(tempfile.mkdtemp(prefix="attest-runner-")).resolve()
    yield folder / "var"
    shutil.rmtree(addresses.runtime_folder(folder / "var"), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of somebody who configured nothing."""
    for name in ("DATABASE_URL", "REDIS_URL", "ATTEST_DATA", "ATTEST_RUNTIME", "ATTEST_POSTGRES"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def port() -> int:
    """A port that is free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def environment(bare: None, data: Path, port: int) -> dict[str, str]:
    """What `python -m runner` is started with."""
    return {**os.environ, "ATTEST_DATA": str(data), "HOST": "127.0.0.1", "PORT": str(port)}


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    """A data folder with an empty database: copying it is quicker than making another."""
    folder = Path(tempfile.mkdtemp(prefix="attest-runner-")).resolve() / "var"
    for name in ("log", "run"):
        (folder / name).mkdir(parents=True)
    server = Postgres(folder, durable=False)
    server.start()
    server.stop()
    yield folder
    shutil.rmtree(addresses.runtime_folder(folder), ignore_errors=True)
    shutil.rmtree(folder.parent, ignore_errors=True)


@pytest.fixture
def filled(data: Path, template: Path) -> Path:
    """A data folder that has been used before."""
    shutil.copytree(template, data)
    return data
