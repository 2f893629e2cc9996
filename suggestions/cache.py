"""The compiled context of a project, kept per process and thrown away when the project moved on.

The version is the newest row of the project's history: one look at an index. Building again waits until the context
is a few seconds old, more for a large project, so a busy team does not compile at every save.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Final

from activity.models import Activity

from .engine import Context
from .learned import context_of

MOST_PROJECTS: Final = 8
YOUNGEST: Final = 3.0  # seconds that a context lives at least
SHARE: Final = 20  # it lives at least this many times as long as building it took


@dataclass(slots=True)
class _Kept:
    context: Context
    version: int
    built_at: float
    lives: float


_kept: "OrderedDict[int, _Kept]" = OrderedDict()
_building: dict[int, Lock] = {}
_guard = Lock()


def context_for(project_id: int) -> Context:
    """The project's context; one query when it is still good."""
    version = _version(project_id)
    found = _fresh(project_id, version)
    if found is not None:
        return found
    with _guard:
        lock = _building.setdefault(project_id, Lock())
    with lock:  # whoever comes meanwhile waits for the one who builds
        found = _fresh(project_id, version)
        return _build(project_id, version) if found is None else found


def forget() -> None:
    """Throw everything away: for tests."""
    with _guard:
        _kept.clear()
        _building.clear()


def _version(project_id: int) -> int:
    rows = Activity.objects.filter(project_id=project_id).order_by("-xact", "-id")
    return rows.values_list("id", flat=True).first() or 0


def _fresh(project_id: int, version: int) -> Context | None:
    with _guard:
        kept = _kept.get(project_id)
        if kept is None or (kept.version != version and monotonic() - kept.built_at > kept.lives):
            return None
        _kept.move_to_end(project_id)
        return kept.context


def _build(project_id: int, version: int) -> Context:
    started = monotonic()
    context = context_of(project_id)
    took = monotonic() - started
    with _guard:
        _kept[project_id] = _Kept(context, version, monotonic(), max(YOUNGEST, SHARE * took))
        _kept.move_to_end(project_id)
        while len(_kept) > MOST_PROJECTS:
            gone, _ = _kept.popitem(last=False)
            _building.pop(gone, None)
    return context
