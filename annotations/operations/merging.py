"""Deciding what a request does to the present state of a set: a change, a refusal (422), or a conflict (409).

Pure: state, operations and history in, decision out. The rules (design, section 4):
- another tag was touched meanwhile: merged; the same tag: a conflict;
- the same change by both sides is no conflict and changes nothing;
- afterwards the invariants of the whole set must hold. Where the other side broke them the person sees both sides;
  where the request itself is wrong it is told where and what to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .history import History, Touch
from .spots import Value
from .state import Entry, SetState, Status, Tag, entry_of
from .wire import WireOperation

Stored = Mapping[str, Any]  # the answer to one operation, as kept


@dataclass(frozen=True, slots=True)
class Clash:
    """One place where two people's work cannot both stand.

    `reason`: changed, removed, dangling, twin, marked or tagged.
    """

    operation: WireOperation
    reason: str
    theirs: Touch | None
    base: Value | None
    message: str

    def as_json(self) -> dict[str, Any]:
        """Both sides, for the page to offer mine, theirs or both."""
        mine = self.operation
        return {
            "operation": mine.id,
            "place": mine.place,
            "reason": self.reason,
            "kind": mine.kind,
            "tag": mine.tag,
            "mine": {"action": mine.action, "value": mine.value or None},
            "theirs": self.theirs.as_json() if self.theirs else None,
            "base": self.base,
            "message": self.message,
        }


@dataclass(slots=True)
class Merge:
    """One request at work on one state. Read `after`, `entries` and `answers` when `faults` and `clashes` are empty."""

    state: SetState
    by: str
    history: History
    base: int
    tags: dict[str, Tag] = field(default_factory=dict)
    status: Status = field(default_factory=Status)
    entries: list[Entry] = field(default_factory=list)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[dict[str, Any]] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    touched: dict[str, WireOperation] = field(default_factory=dict)
    marked: WireOperation | None = None

    @property
    def number(self) -> int:
        """The revision this request becomes."""
        return self.state.revision + 1

    @property
    def after(self) -> SetState:
        """The state it leads to: the present one when it changes nothing."""
        return SetState(self.number, self.status, self.tags) if self.entries else self.state

    def fault(self, operation: WireOperation, part: str, message: str, code: str = "invalid") -> None:
        """The request itself is wrong here."""
        self.faults.append({"field": f"{operation.path}.{part}", "message": message, "code": code})

    def clash(self, operation: WireOperation, reason: str, theirs: Touch | None, message: str) -> None:
        """The other side was here first."""
        base = self.history.value_at(operation.tag, operation.seen) if operation.seen else None
        if theirs is not None and base is None:
            base = theirs.before
        self.clashes.append(Clash(operation, reason, theirs, base, message))

    def by_others_unseen(self, tag: Tag) -> bool:
        """Whether someone else last touched the tag, after what this person has seen."""
        if tag.version <= self.base or tag.uid in self.touched:
            return False
        touch = self.history.last_touch(tag.uid)
        return touch is None or touch.by != self.by


def merge(
    state: SetState,
    operations: Sequence[WireOperation],
    past: Mapping[str, Stored],
    *,
    by: str,
    history: History,
    base: int | None = None,
) -> Merge:
    """Work the operations in order, those in `past` (already accepted) left out. Invariants are checked separately."""
    work = Merge(state, by, history, _known_revision(operations, base), dict(state.tags), state.status)
    for operation in operations:
        if operation.id in past:
            work.answers[operation.id] = dict(past[operation.id])
            continue
        expected = 0 if operation.action == "add" else _expected(work, operation, past)
        if expected is None:
            continue
        _ACTIONS[operation.action](work, operation, expected)
    return work


def _known_revision(operations: Sequence[WireOperation], base: int | None) -> int:
    """The newest revision this person has certainly seen: versions are revision numbers.

    What `after` points to counts for nothing: its answer, with what others did meanwhile, may have been lost.
    """
    return max([base or 0, *(operation.seen or 0 for operation in operations)])


def _expected(work: Merge, operation: WireOperation, past: Mapping[str, Stored]) -> int | None:
    """The version the tag must still have; None when the operation follows nothing known."""
    if not operation.after:
        return operation.seen
    answer = work.answers.get(operation.after) or past.get(operation.after)
    if answer is None:
        work.fault(
            operation,
            "after",
            "The operation that this one follows was not accepted here; send it first, or send seen.",
            "unknown-predecessor",
        )
        return None
    version = answer["versions"].get(operation.tag)
    if version is None:
        work.fault(operation, "after", "The operation that this one follows is about another tag.")
    return int(version) if version is not None else None


def _answer(work: Merge, operation: WireOperation, version: int) -> None:
    work.answers[operation.id] = {
        "id": operation.id,
        "action": operation.action,
        "kind": operation.kind,
        "tag": operation.tag or None,
        "version": version,
        "revision": work.number if version == work.number else work.state.revision,
        "versions": {operation.tag: version},
    }


def _touch(work: Merge, operation: WireOperation, entry: Entry) -> None:
    work.entries.append(entry)
    work.touched[operation.tag] = operation
    _answer(work, operation, work.number)


def _add(work: Merge, operation: WireOperation, _: int) -> None:
    if operation.tag in work.tags:
        work.fault(
            operation, "tag", "A tag with this id is already here; give a new tag a new id.", "tag-exists"
        )
        return
    by = operation.by or work.by
    tag = Tag(operation.kind, operation.tag, work.number, by, operation.value)
    _touch(work, operation, entry_of("add", tag.kind, tag.uid, id=operation.id, value=tag.value, by=by))
    work.tags[tag.uid] = tag


def _change(work: Merge, operation: WireOperation, expected: int) -> None:
    tag = _present(work, operation, expected)
    if tag is None:
        return
    if tag.value == operation.value:
        _answer(work, operation, tag.version)
        return
    if not _is_current(work, operation, tag, expected):
        return
    entry = entry_of("change", tag.kind, tag.uid, id=operation.id, value=operation.value, before=tag.value)
    _touch(work, operation, entry)
    work.tags[tag.uid] = replace(tag, version=work.number, value=operation.value)


def _remove(work: Merge, operation: WireOperation, expected: int) -> None:
    if operation.tag not in work.tags and (gone := work.history.last_touch(operation.tag)):
        _answer(work, operation, gone.revision)  # both sides removed it
        return
    tag = _present(work, operation, expected)
    if tag is None or not _is_current(work, operation, tag, expected):
        return
    _touch(
        work, operation, entry_of("remove", tag.kind, tag.uid, id=operation.id, before=tag.value, by=tag.by)
    )
    del work.tags[tag.uid]


def _mark(work: Merge, operation: WireOperation, expected: int) -> None:
    if work.status.value == operation.value:
        work.marked = operation
        _answer(work, operation, work.status.version)
        return
    if expected != work.status.version:
        if work.marked is not None:
            work.fault(operation, "seen", "An earlier operation of this request marks the set; send after.")
            return
        touch = work.history.last_touch("")
        work.clash(operation, "marked", touch, f"{_who(touch)} marked this sentence meanwhile.")
        return
    entry = entry_of("mark", "mark", "", id=operation.id, value=operation.value, before=work.status.value)
    _touch(work, operation, entry)
    work.marked = operation
    work.status = Status(operation.value["outcome"], operation.value["question"], work.number)


_ACTIONS = {"add": _add, "change": _change, "remove": _remove, "mark": _mark}


def _present(work: Merge, operation: WireOperation, expected: int) -> Tag | None:
    """The tag if it is here and of this kind; otherwise notes why not."""
    tag = work.tags.get(operation.tag)
    if tag is not None and tag.kind != operation.kind:
        work.fault(operation, "kind", f"This tag is of the kind {tag.kind}.")
        return None
    if tag is None:
        touch = work.history.last_touch(operation.tag)
        if touch is None or operation.tag in work.touched or touch.revision <= expected:
            work.fault(operation, "tag", "There is no such tag in this sentence.", "no-such-tag")
        else:
            work.clash(operation, "removed", touch, f"{_who(touch)} removed this tag meanwhile.")
    return tag


def _is_current(work: Merge, operation: WireOperation, tag: Tag, expected: int) -> bool:
    """Whether the tag still is as the person saw it; otherwise notes the conflict."""
    if tag.version == expected:
        return True
    if expected > work.state.revision:
        work.fault(operation, "seen", "There is no such version yet.")
    elif tag.uid in work.touched:
        work.fault(operation, "seen", "An earlier operation of this request touches this tag; send after.")
    elif work.history.only_recoded_since(tag.uid, expected):
        return True  # the operation's own codes were led to the new version as well
    else:
        touch = work.history.last_touch(tag.uid)
        work.clash(operation, "changed", touch, f"{_who(touch)} changed this tag meanwhile.")
    return False


def _who(touch: Touch | None) -> str:
    return touch.by if touch and touch.by else "Someone"
