"""Becomes another program after tying its life to its parent's, and its user if asked.

Run as a script, by path, with nothing but the standard library:
`python -I -S launch.py SIGNAL USER -- PROGRAM ARGUMENT...`. SIGNAL is the signal that the
program gets when its parent dies, however it dies. USER is `-` (stay), `namespace:UID:GID`
(appear as that user inside a new user namespace, which needs no privilege and changes no
file's owner) or `user:UID:GID` (become that user). The process id stays the same, so whoever
started this script watches the program itself.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _enter_namespace(uid: int, gid: int) -> None:
    """Appear as `uid` and `gid` in a user namespace of our own; files keep their owners."""
    outside = (os.geteuid(), os.getegid())
    if _libc().unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "user namespaces are not allowed here")
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{uid} {outside[0]} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{gid} {outside[1]} 1", encoding="ascii")


def _become(user: str) -> None:
    kind, _, numbers = user.partition(":")
    if kind == "-":
        return
    uid, gid = (int(number) for number in numbers.split(":"))
    if kind == "namespace":
        _enter_namespace(uid, gid)
    else:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)


def main(arguments: list[str]) -> None:
    """Set up this process as asked, then replace it by the program."""
    name, user, _, *command = arguments
    parent = os.getppid()
    _become(user)
    if sys.platform == "linux":
        # After the change of user: that change clears the setting.
        _libc().prctl(PR_SET_PDEATHSIG, getattr(signal, name), 0, 0, 0)
        if os.getppid() != parent:
            sys.exit(1)
    signal.pthread_sigmask(signal.SIG_SETMASK, set())
    os.execvp(command[0], command)  # noqa: S606 - the command is ours


if __name__ == "__main__":
    main(sys.argv[1:])
