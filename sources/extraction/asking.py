"""Asking a process of its own for the text of a document: it may die, hang or grow; whoever asked goes on."""

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from .extracted import Extracted, Unreadable

log = logging.getLogger(__name__)

ROOT: Final = Path(__file__).resolve().parents[2]
WAIT: Final = 90
"""Seconds until a process that neither answers nor uses up its time on the processor is killed."""
_OVER: Final = Unreadable(
    "The document takes more time or memory than reading one is given.",
    "Save its text as plain text, or split it, and import that.",
)


def extracted(name: str, data: bytes, *, wait: float = WAIT) -> Extracted:
    """What the library for the format `name` reads in these bytes, or Unreadable."""
    command = [sys.executable, "-X", "utf8", "-m", "sources.extraction.child", name]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"},
    )
    try:
        answer, said = process.communicate(data, timeout=wait)
    except subprocess.TimeoutExpired:
        raise Unreadable(_OVER.reason, _OVER.remedy) from None
    finally:
        process.kill()
        process.wait()
    if process.returncode != 0:
        log.warning(
            "Reading a %s ended with %s: %s",
            name,
            process.returncode,
            said[-2000:].decode("utf-8", "replace"),
        )
        if process.returncode == 1:
            raise Unreadable(
                "The document is damaged and cannot be read.", "Save it again, or paste its text."
            )
        raise Unreadable(_OVER.reason, _OVER.remedy)
    found: dict[str, Any] = json.loads(answer)
    if "reason" in found:
        raise Unreadable(found["reason"], found["remedy"])
    return Extracted(**{**found, "notes": tuple(found["notes"])})
