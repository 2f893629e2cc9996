"""Small truths about processes that more than one room here needs."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def alive(pid: int) -> bool:
    """Tell whether a process of that id exists and is not a mere zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    with suppress(OSError, IndexError):
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        return text.rpartition(")")[2].split()[0] not in "ZX"
    return True


def command_line(pid: int) -> str:
    """Return the words a process was started with, or nothing if it is gone."""
    with suppress(OSError):
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()
        return raw.replace(b"\0", b" ").decode("utf-8", errors="replace").strip()
    if Path("/proc/self").exists():
        return ""
    done = subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()


def wait_until(done: Callable[[], bool], seconds: float, pause: float = 0.02) -> bool:
    """Wait until `done()`; return whether it came true in time."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() >= deadline:
            return False
        time.sleep(pause)
    return True


def end(pid: int, steps: list[tuple[signal.Signals, float]], *, group: bool = False) -> bool:
    """Send the signals in turn, each with its patience, until the process is gone."""
    for number, patience in steps:
        if not alive(pid):
            return True
        with suppress(ProcessLookupError):
            if group:
                os.killpg(pid, number)
            else:
                os.kill(pid, number)
        if wait_until(lambda: not alive(pid), patience):
            return True
    return not alive(pid)


def end_child(child: subprocess.Popen[bytes], steps: list[tuple[signal.Signals, float]]) -> int:
    """Send the signals in turn to our own child until it has ended; return its exit code."""
    for number, patience in steps:
        if child.poll() is not None:
            break
        child.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            child.wait(patience)
    return child.wait()
