"""A set as the protocol sees it: its tags and marks in memory, and the pure steps from one state to the next.

A tag's version is the number of the revision that last touched it. It never repeats within a set, so a tag that was
removed and put back cannot be mistaken for the one someone saw before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from .spots import Value

Entry: TypeAlias = dict[str, Any]  # one step as a Revision keeps it


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag. `by` is the coder code of who made it; `pk` its row, None while it has none."""

    kind: str
    uid: str
    version: int
    by: str
    value: Value
    pk: int | None = field(default=None, compare=False)

    def as_json(self) -> dict[str, Any]:
        """The tag as answers, pages and snapshots show it."""
        return {
            "kind": self.kind,
            "tag": self.uid,
            "version": self.version,
            "by": self.by,
            "value": self.value,
        }


@dataclass(frozen=True, slots=True)
class Status:
    """The marks of the set; `version` as for tags, 0 while untouched."""

    outcome: str = "open"
    question: str = ""
    version: int = 0

    @property
    def value(self) -> Value:
        """The marks as a value of the wire."""
        return {"outcome": self.outcome, "question": self.question}


@dataclass(frozen=True, slots=True)
class SetState:
    """All of a set that operations change, as of `revision`."""

    revision: int = 0
    status: Status = Status()
    tags: Mapping[str, Tag] = field(default_factory=dict)

    def in_order(self) -> list[Tag]:
        """The tags in reading order: by span, then kind, then uid."""
        return sorted(self.tags.values(), key=lambda t: (t.value["start"], t.value["end"], t.kind, t.uid))


def entry_of(action: str, kind: str, uid: str, **parts: Any) -> Entry:
    """A step in canonical form. `value` is after, `before` before; removals have no value, additions no before.

    Additions and removals name in `by` who made the tag, so that undoing a removal gives it back to them.
    """
    entry: Entry = {"action": action, "kind": kind, **parts}
    if uid:
        entry["tag"] = uid
    return entry


def step(state: SetState, number: int, entries: Iterable[Entry]) -> SetState:
    """The state after the revision `number` whose entries these are."""
    tags = dict(state.tags)
    status = state.status
    for entry in entries:
        if entry["action"] == "mark":
            version = status.version if entry.get("implied") else number
            status = Status(entry["value"]["outcome"], entry["value"]["question"], version)
        elif entry["action"] == "add":
            tags[entry["tag"]] = Tag(entry["kind"], entry["tag"], number, entry["by"], entry["value"])
        elif entry["action"] == "change":
            tags[entry["tag"]] = replace(tags[entry["tag"]], version=number, value=entry["value"])
        else:
            del tags[entry["tag"]]
    return SetState(number, status, tags)


def inverse(entries: Iterable[Entry]) -> list[Entry]:
    """The steps that lead back, last first."""
    back: list[Entry] = []
    for entry in reversed(list(entries)):
        kind, uid, before = entry["kind"], entry.get("tag", ""), entry.get("before")
        if entry["action"] == "add":
            back.append(entry_of("remove", kind, uid, before=entry["value"], by=entry["by"]))
        elif entry["action"] == "remove":
            back.append(entry_of("add", kind, uid, value=before, by=entry["by"]))
        else:
            back.append(entry_of(entry["action"], kind, uid, value=before, before=entry["value"]))
    return back
