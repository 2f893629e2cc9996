"""What can be done as a job: each room registers its kinds in its own module `jobs`, found when the site starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .context import JobContext
from .models import Job

Run = Callable[[JobContext], dict[str, Any] | None]
Cleanup = Callable[[Job], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """How jobs of one kind are done. `cleanup` removes what unfinished attempts left and must bear repetition."""

    name: str
    run: Run
    unit: str
    max_attempts: int
    cleanup: Cleanup | None


_KINDS: dict[str, Kind] = {}


def kind(
    name: str, *, unit: str, max_attempts: int = 5, cleanup: Cleanup | None = None
) -> Callable[[Run], Run]:
    """Register the decorated function as the way jobs called `name` are run; `unit` is what its progress counts.

    The function may run more than once, on several workers: what it writes stays hidden until
    `context.publish()`, whose transaction is the only one that makes anything visible.
    """

    def register(run: Run) -> Run:
        known = _KINDS.get(name)
        if known is not None and known.run.__module__ != run.__module__:
            raise RuntimeError(f"Two modules register the job kind {name}.")
        _KINDS[name] = Kind(name, run, unit, max_attempts, cleanup)
        return run

    return register


def find(name: str) -> Kind | None:
    """The kind called `name`, or None when no room of this installation knows it."""
    return _KINDS.get(name)


def names() -> list[str]:
    """Every kind's name, sorted."""
    return sorted(_KINDS)
