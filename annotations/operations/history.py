"""What merging asks of the past: who touched a tag last, and how it read at the version someone saw."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from .spots import Value
from .state import Entry

RECODED: Final = "migration"
"""The origin of revisions that move tags to another version of a codebook: no person's hand on them."""


@dataclass(frozen=True, slots=True)
class Touch:
    """One revision's hand on one tag. `value` is None when it removed the tag."""

    revision: int
    by: str
    at: str
    origin: str
    kind: str
    uid: str
    value: Value | None
    before: Value | None

    def as_json(self) -> dict[str, Any]:
        """Their side of a conflict."""
        return {
            "tag": self.uid,
            "kind": self.kind,
            "value": self.value,
            "version": self.revision,
            "by": self.by,
            "at": self.at,
            "origin": self.origin,
        }


class History(Protocol):
    """The past of one set, read only when a request meets someone else's change."""

    def last_touch(self, uid: str) -> Touch | None:
        """The newest touch of the tag (of the marks, for an empty uid), or None when it never was."""

    def value_at(self, uid: str, version: int) -> Value | None:
        """How the tag read as of that revision, or None."""

    def only_recoded_since(self, uid: str, version: int) -> bool:
        """Whether nothing but a new version of a codebook has touched the tag after that revision."""


class Past:
    """A History over revisions held in memory, oldest first."""

    def __init__(self, revisions: Iterable[tuple[int, str, str, str, list[Entry]]]) -> None:
        self._touches: dict[str, list[Touch]] = {}
        for number, by, at, origin, entries in revisions:
            for entry in entries:
                uid = entry.get("tag", "")
                touch = Touch(
                    number, by, at, origin, entry["kind"], uid, entry.get("value"), entry.get("before")
                )
                self._touches.setdefault(uid, []).append(touch)

    def last_touch(self, uid: str) -> Touch | None:
        """The newest touch, or None."""
        touches = self._touches.get(uid)
        return touches[-1] if touches else None

    def value_at(self, uid: str, version: int) -> Value | None:
        """The value after the newest touch up to `version`."""
        upto = [touch for touch in self._touches.get(uid, []) if touch.revision <= version]
        return upto[-1].value if upto else None

    def only_recoded_since(self, uid: str, version: int) -> bool:
        """Whether every touch after `version` is a codebook's."""
        since = [touch for touch in self._touches.get(uid, []) if touch.revision > version]
        return all(touch.origin == RECODED for touch in since)
