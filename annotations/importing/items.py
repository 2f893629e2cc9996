"""What every reader yields: texts with spans and links as the tool has them, and what it could not make one of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


def storable(value: Any) -> Any:
    """A JSON value without NUL characters, which PostgreSQL cannot keep; a stranger's file may hold them anywhere."""
    if isinstance(value, str):
        return value.replace("\x00", "␀")
    if isinstance(value, dict):
        return {storable(name): storable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [storable(each) for each in value]
    return value


@dataclass(frozen=True, slots=True)
class Span:
    """A span as the tool has it. `start` and `end` count in the file's own unit, of the item's text as received.

    `uid` is unique within its item. `quote` is the words the file gives, None when it gives none. `ready` is the value
    of a tag in Attest's own terms, for files that Attest wrote; its label is then the kind.
    """

    uid: str
    label: str
    start: int
    end: int
    quote: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    annotator: str = ""
    ready: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two spans of an item, by their uids."""

    label: str
    source: str
    target: str
    annotator: str = ""


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something of the file that becomes no tag, kept so that it is listed and not lost."""

    what: str
    item: str
    why: str
    detail: Any = None

    def as_json(self) -> dict[str, Any]:
        """The row as reports keep it."""
        return {"what": self.what, "item": self.item, "why": self.why, "detail": storable(self.detail)}


@dataclass(frozen=True, slots=True)
class Item:
    """One text of the file. `where` names it to a person: the file's name, the line, the number of the task.

    `cuts` are the sentences the tool knows, in the file's unit; None when it knows none. `known` is what the file says
    of the text, of which title, url, outlet, author, language, published, licence and external_id are used. `group`
    names the source that a sentence belongs to, when the file says so.
    """

    key: str
    where: str
    text: str
    spans: Sequence[Span] = ()
    links: Sequence[Link] = ()
    cuts: Sequence[tuple[int, int]] | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    group: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole file. `unit` is what the format counts by definition, empty when that differs from file to file."""

    format: str
    items: Sequence[Item]
    leftovers: Sequence[Leftover] = ()
    unit: str = ""
    notes: Sequence[str] = ()
    annotators: Sequence[str] = ()

    @property
    def span_count(self) -> int:
        """How many spans the file holds."""
        return sum(len(item.spans) for item in self.items)
