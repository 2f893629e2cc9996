"""Makes the folders that the servers need, and refuses those that others could reach."""

import os
import stat
import tempfile
from pathlib import Path

from runner import addresses
from runner.errors import Refusal

SOCKET_LIMIT = 107
"""Longest path a unix socket may have on Linux, in bytes."""

LONGEST_SOCKET = "pg/.s.PGSQL.5432"


def check_data(data: Path) -> None:
    """Refuse a data folder that cannot be written; change nothing."""
    present = data
    while not present.exists():
        present = present.parent
    if not present.is_dir():
        raise Refusal(f"The data folder {data} cannot be made: {present} is a file. {_elsewhere()}")
    try:
        with tempfile.TemporaryFile(dir=present):
            pass
    except OSError as error:
        raise Refusal(
            f"The data folder {data} cannot be written ({error.strerror}: {present}). {_elsewhere()}"
        ) from error


def make_data(data: Path) -> None:
    """Make the data folder and its rooms, private to the person who runs Attest."""
    check_data(data)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in ("log", "run"):
        (data / name).mkdir(mode=0o700, exist_ok=True)


def let_pass(data: Path) -> None:
    """Let the database's user through the data folder, which is ours; its other rooms stay private.

    No other folder's rights are ever widened: a data folder that is somebody's home is refused.
    """
    found = data.stat()
    if found.st_mode & stat.S_IXOTH:
        return
    if data == Path.home() or found.st_uid != os.getuid() or not (data / "run").is_dir():
        raise Refusal(f"PostgreSQL's user cannot pass through {data}: set ATTEST_DATA to another folder.")
    data.chmod(0o711)


def check_runtime(data: Path) -> None:
    """Refuse a folder of sockets whose paths would be too long; change nothing."""
    if len(os.fsencode(addresses.runtime_folder(data) / LONGEST_SOCKET)) > SOCKET_LIMIT:
        root = addresses.runtime_root()
        raise Refusal(f"ATTEST_RUNTIME={root} is too long for a socket (107 bytes): choose a shorter folder.")


def make_runtime(data: Path, owner: int | None = None) -> Path:
    """Make the private folder of the sockets; refuse one that another user could have planted.

    `owner` is the user the database runs as when it is not the present one: only then may
    others pass through the root folder, and only that user enters the database's own.
    """
    check_runtime(data)
    root = addresses.runtime_root()
    folder = addresses.runtime_folder(data)
    _own(root, 0o700 if owner is None else 0o711)
    _own(folder, 0o700 if owner is None else 0o711)
    place = addresses.postgres_folder(data)
    if not place.exists():
        place.mkdir(mode=0o700)
    if owner is not None and place.stat().st_uid != owner:
        os.chown(place, owner, -1)
    return folder


def _own(folder: Path, mode: int) -> None:
    """Make `folder`, or take it only if it is a real folder of ours that nobody else can write."""
    try:
        folder.mkdir(mode=mode, parents=True)
    except FileExistsError:
        pass
    except OSError as error:
        raise Refusal(
            f"The folder {folder} for sockets cannot be made ({error.strerror}). "
            "Set ATTEST_RUNTIME to a short folder of your own."
        ) from error
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise Refusal(
            f"{folder} belongs to somebody else, so no socket is put there. "
            "Set ATTEST_RUNTIME to a short folder of your own."
        )
    if stat.S_IMODE(found.st_mode) != mode:
        folder.chmod(mode)


def _elsewhere() -> str:
    return "Set ATTEST_DATA to a folder you can write."
