"""Decides which user PostgreSQL runs as: it refuses to run as root, and people do run as root."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from runner import launch
from runner.errors import Refusal

LAUNCH = Path(launch.__file__)
PREFERRED = ("postgres", "daemon", "nobody")
SERVICE = "postgres"


@dataclass(frozen=True)
class Identity:
    """How `launch.py` is told whom to become, and who then owns the files."""

    user: str
    owner: int | None
    """The files' owner when it is not the present user."""


def launched(command: list[str], *, user: str = "-", on_death: str = "SIGTERM") -> list[str]:
    """Return `command` wrapped so that it cannot outlive the process that starts it."""
    return [sys.executable, "-I", "-S", str(LAUNCH), on_death, user, "--", *command]


def end_with_parent(number: signal.Signals) -> None:
    """Have this process get that signal when its parent dies, however it dies (Linux)."""
    ctypes.CDLL(None).prctl(launch.PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def choose(binary: Path, cluster: Path) -> Identity:
    """Return the user for the database folder `cluster` inside a data folder; change nothing.

    Not root: stay. Root: a user namespace, in which root's own files stay readable (so a
    checkout under root's private home works); where namespaces are blocked, the system user
    of PostgreSQL if it can reach program and data; otherwise refuse.
    """
    if os.geteuid() != 0:
        return Identity("-", None)
    owner = cluster.stat().st_uid if cluster.exists() else 0
    if owner != 0:
        return _service(_owner(owner, cluster), binary, cluster)
    inside = _ordinary_user()
    if inside is not None:
        user = f"namespace:{inside.pw_uid}:{inside.pw_gid}"
        if _runs([str(binary), "--version"], user):
            return Identity(user, None)
    try:
        service = pwd.getpwnam(SERVICE)
    except KeyError:
        raise Refusal(
            "PostgreSQL does not run as root, and this machine blocks user namespaces: run Attest "
            "as an ordinary user, or make a system user named postgres, or set DATABASE_URL."
        ) from None
    if cluster.exists():
        raise Refusal(
            f"{cluster} belongs to root, and this machine now blocks user namespaces: "
            f"run `chown -R {SERVICE} {cluster}`, or run Attest as an ordinary user."
        )
    return _service(service, binary, cluster)


def _owner(uid: int, cluster: Path) -> pwd.struct_passwd:
    """Return the user that a folder belongs to: PostgreSQL takes no other."""
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise Refusal(f"{cluster} belongs to user {uid}, whom this machine does not know.") from None


def _service(service: pwd.struct_passwd, binary: Path, cluster: Path) -> Identity:
    """Return the identity of a system user, once it is seen to reach program and data folder."""
    user = f"user:{service.pw_uid}:{service.pw_gid}"
    outside = cluster.parent.parent
    while not outside.exists():
        outside = outside.parent
    test = ["/bin/sh", "-c", '"$1" --version && test -x "$2"', "sh", str(binary), str(outside)]
    if not _runs(test, user):
        raise Refusal(
            f"PostgreSQL does not run as root, and the user {service.pw_name} cannot reach {cluster}: "
            "run Attest as an ordinary user, or move checkout and ATTEST_DATA out of the private "
            "folder, or set DATABASE_URL."
        )
    return Identity(user, service.pw_uid)


def _ordinary_user() -> pwd.struct_passwd | None:
    """Return any user but root: PostgreSQL asks for the name that belongs to its user id."""
    for name in PREFERRED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return next((entry for entry in pwd.getpwall() if entry.pw_uid != 0), None)


def _runs(command: list[str], user: str) -> bool:
    """Tell whether the command ends well when run as that user."""
    done = subprocess.run(
        launched(command, user=user, on_death=signal.SIGTERM.name),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        cwd="/",
        check=False,
    )
    return done.returncode == 0
