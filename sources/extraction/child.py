"""The extracting process: `python -m sources.extraction.child FORMAT`, bytes in, one JSON object out.

It bounds itself before it looks at a byte: memory, time on the processor, no file written. It is started with an empty
environment, so that it knows no secret, and whatever becomes of it, the worker that started it lives on.
"""

import json
import resource
import sys
import warnings
from importlib import import_module
from typing import Final

MEMORY: Final = 1_500_000_000
SECONDS: Final = 60
FORMATS: Final = ("html", "docx", "pdf")


def bound() -> None:
    """Take limits that cannot be raised again. Where a system knows no such limit, the one on time still holds."""
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            continue


def main(name: str) -> int:
    """Read standard input, write what was found or why nothing was."""
    bound()
    warnings.simplefilter("ignore")
    from .extracted import Unreadable

    answer = sys.stdout
    sys.stdout = sys.stderr  # libraries print; the answer stays one object
    try:
        found = import_module(f"sources.extraction.{name}").extract(sys.stdin.buffer.read()).as_json()
    except Unreadable as problem:
        found = {"reason": problem.reason, "remedy": problem.remedy}
    except RecursionError:
        found = {"reason": "The document nests too deep.", "remedy": "Copy its text and paste it."}
    except MemoryError:
        return 3
    answer.write(json.dumps(found))
    answer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 and sys.argv[1] in FORMATS else 2)
