"""Operations as a client sends them, read into dataclasses; whatever cannot be used is refused with its place.

A list of operations:
    {"id", "action": "add",    "kind", "tag", "value"}
    {"id", "action": "change", "kind", "tag", "seen" | "after", "value"}    the whole value, not a difference
    {"id", "action": "remove", "kind", "tag", "seen" | "after"}
    {"id", "action": "mark",   "seen" | "after", "value": {"outcome", "question"}}
`seen` is the version of the tag (for a mark: the set's `status_version`) that the person had before their eyes; `after`
is the client's own earlier operation on the same tag, sent before or earlier in this list.
"""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias, cast

from annotations.models import KINDS
from common.errors import Invalid

from .reading import Reader
from .spots import Value
from .upgrading import stated
from .values import read_mark, read_value

Action: TypeAlias = Literal["add", "change", "remove", "mark"]
ACTIONS: Final = ("add", "change", "remove", "mark")
MOST_OPERATIONS: Final = 200
MARK: Final = ""  # stands for the tag's uid in a mark


@dataclass(frozen=True, slots=True)
class WireOperation:
    """One operation, well formed. `tag` is empty for a mark, `value` empty for a removal."""

    id: str
    action: Action
    kind: str
    tag: str
    seen: int | None
    after: str
    value: Value
    place: int = 0
    by: str = ""  # a tag put back by an undo keeps its maker
    digest: str = field(default="", compare=False)

    @property
    def path(self) -> str:
        """Where it stands in the request."""
        return f"operations[{self.place}]"


def canonical_json(data: object) -> str:
    """One text for one value: sorted keys, no spaces, characters as they are."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(data: object) -> str:
    """The sha256 of the canonical JSON."""
    return hashlib.sha256(canonical_json(data).encode()).hexdigest()


def read_operations(given: object) -> list[WireOperation]:
    """The operations of a request; Invalid (422) names every fault and its place."""
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_OPERATIONS:
        message = f"Send a list of 1 to {MOST_OPERATIONS} operations."
        raise Invalid(message, errors=[{"field": "operations", "message": message}])
    faults: list[dict[str, Any]] = []
    operations = [_read(item, place, faults) for place, item in enumerate(given)]
    known: set[str] = set()
    for operation in operations:
        if operation.id and operation.id in known:
            faults.append(
                {
                    "field": f"{operation.path}.id",
                    "message": "This id stands twice in the request; give each its own.",
                }
            )
        known.add(operation.id)
    refuse(faults)
    return operations


def refuse(faults: list[dict[str, Any]], code: str = "invalid") -> None:
    """Raise Invalid when there is a fault."""
    if faults:
        more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
        raise Invalid(
            f"Nothing was saved. {faults[0]['field']}: {faults[0]['message']}{more}", errors=faults, code=code
        )


def _read(item: object, place: int, faults: list[dict[str, Any]]) -> WireOperation:
    reader = Reader(item, f"operations[{place}]", faults)
    uid = reader.uid("id")
    action = cast("Action", reader.choice("action", ACTIONS))
    kind = "mark" if action == "mark" else reader.choice("kind", KINDS)
    tag = MARK if action == "mark" else reader.uid("tag")
    seen, after = _seen(reader) if action != "add" else (None, "")
    value: Value = {}
    if action == "mark":
        value = read_mark(reader.take("value"), f"{reader.path}.value", faults)
    elif action != "remove":
        value = read_value(kind, reader.take("value"), f"{reader.path}.value", faults)
    reader.refuse_others()
    digest = "" if faults else sha256([action, kind, tag, stated(kind, value)])  # what was seen is no content
    return WireOperation(uid, action, kind, tag, seen, after, value, place, digest=digest)


def _seen(reader: Reader) -> tuple[int | None, str]:
    after = reader.uid("after") if reader.take("after") is not None else ""
    seen = reader.number("seen", 2**31 - 1)
    if (seen is None) == (not after):
        reader.fault("seen", "Send either seen (the version you saw) or after (your own earlier operation).")
    return seen, after
