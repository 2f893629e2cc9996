"""Changes to a codebook, purely: entries and a list of changes in, new entries and where each old code went out.

A change is {"op": ..., ...}:
    {"op": "add", "code": {entry}}                         as a file writes it
    {"op": "change", "value", "fields": {...}}             any field of an entry but its value
    {"op": "rename", "value", "to"}
    {"op": "rename_mode", "value", "mode", "to"}
    {"op": "merge", "value", "into", "keep_modes": bool}   tags move; `keep_modes` adds the modes to the other code
    {"op": "retire", "value", "replacement": value or ""}  tags move to the replacement
    {"op": "move", "value", "to": place from 0}
    {"op": "replace", "codes": [entries], "title", "credit"}   a file; `formerly` says what became of codes it lacks
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

from common.errors import Invalid

from .schemes import Entry, Mode, Scheme
from .schemes.content import clashes, with_keys
from .schemes.parsing import Parsed
from .schemes.reading import Reader, read_entry

Change: TypeAlias = Mapping[str, Any]
CHANGEABLE: Final = (
    "label", "key", "definition", "examples", "not_examples", "quad", "modes", "needs_recipient", "roles", "parent",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the changes lead to. `codes` and `modes` say where those of the base went; null: nowhere."""

    scheme: Scheme
    codes: dict[str, str | None]
    modes: dict[str, dict[str, str | None]]


@dataclass(slots=True)
class Working:
    """The entries as they stand between two changes, and where the base's codes and modes are by now."""

    title: str
    credit: str
    entries: list[Entry]
    codes: dict[str, str | None] = field(default_factory=dict)
    modes: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def at(self, value: object, name: str = "value") -> int:
        """The place of a code; Invalid when there is none of that value."""
        for place, entry in enumerate(self.entries):
            if entry.value == value:
                return place
        raise fault(name, f"There is no code “{str(value)[:40]}” in this draft.")

    def put(self, entry: Entry, place: int | None = None) -> None:
        """Set or append an entry; Invalid when its value or key is another's."""
        others = [one for at, one in enumerate(self.entries) if at != place]
        if any(one.value == entry.value for one in others):
            raise fault("value", f"“{entry.value}” is there already; give each code a value of its own.")
        meets = next((one for one in others if entry.key and one.key and clashes(entry.key, [one.key])), None)
        if meets is not None:
            raise fault("key", f"The key “{entry.key}” meets “{meets.key}” of {meets.value}; choose another.")
        if entry.parent and not any(one.value == entry.parent and not one.parent for one in others):
            raise fault("parent", f"There is no other code “{entry.parent}” that could have sub-types.")
        if entry.parent and any(one.parent == entry.value for one in others):
            raise fault("parent", f"{entry.value} has sub-types itself; two levels at most.")
        if place is None:
            self.entries.append(entry)
        else:
            self.entries[place] = entry

    def lead(self, old: str, new: str | None) -> None:
        """Whatever stood at the code `old` stands at `new` now."""
        for base, present in self.codes.items():
            if present == old:
                self.codes[base] = new


def fault(name: str, message: str) -> Invalid:
    """The refusal of one field of a change."""
    return Invalid(message, errors=[{"field": name, "message": message}], code="codebook-change")


def apply(base: Scheme, changes: Sequence[Change], *, version: int) -> Outcome:
    """The scheme after the changes, in order; Invalid says which change cannot be made and why."""
    work = Working(
        base.title,
        base.credit,
        list(base.codes),
        {entry.value: entry.value for entry in base.codes},
        {(entry.value, mode): mode for entry in base.codes for mode in entry.mode_values},
    )
    for change in changes:
        verb = _OPS.get(str(change.get("op")))
        if verb is None:
            raise fault("op", f"Choose what to do: {', '.join(_OPS)}.")
        verb(work, change)
    if not work.entries:
        raise fault("value", "A codebook has at least one code.")
    scheme = replace(
        base, version=version, title=work.title, credit=work.credit, codes=with_keys(work.entries)
    )
    modes: dict[str, dict[str, str | None]] = {}
    for (value, mode), present in work.modes.items():
        if present != mode:
            modes.setdefault(value, {})[mode] = present
    return Outcome(scheme, work.codes, modes)


def _add(work: Working, change: Change) -> None:
    work.put(replace(read_entry(change.get("code")), formerly=()))


def _change(work: Working, change: Change) -> None:
    place = work.at(change.get("value"))
    entry, fields = work.entries[place], change.get("fields")
    if not isinstance(fields, dict) or not fields:
        raise fault("fields", f"Say what changes: {', '.join(CHANGEABLE)}.")
    for name in fields:
        if name not in CHANGEABLE:
            raise fault(str(name)[:40], f"This cannot be changed here; what can: {', '.join(CHANGEABLE)}.")
    fresh = read_entry({**entry.as_data(), **fields})
    work.put(fresh, place)
    _drop_modes(work, entry, fresh)


def _rename(work: Working, change: Change) -> None:
    place = work.at(change.get("value"))
    entry = work.entries[place]
    fresh = read_entry({**entry.as_data(), "value": change.get("to")})
    work.put(fresh, place)
    work.lead(entry.value, fresh.value)
    work.entries = [
        replace(one, parent=fresh.value) if one.parent == entry.value else one for one in work.entries
    ]


def _rename_mode(work: Working, change: Change) -> None:
    place = work.at(change.get("value"))
    entry, old = work.entries[place], change.get("mode")
    if old not in entry.mode_values:
        raise fault("mode", f"{entry.value} has no mode “{str(old)[:40]}”.")
    modes = [
        Mode(str(change.get("to")), mode.label, mode.definition) if mode.value == old else mode
        for mode in entry.modes
    ]
    data = replace(entry, modes=tuple(modes)).as_data()
    work.entries[place] = read_entry(data)
    for base, present in work.codes.items():
        for (value, mode), now in list(work.modes.items()):
            if value == base and present == entry.value and now == old:
                work.modes[value, mode] = str(change.get("to"))


def _merge(work: Working, change: Change) -> None:
    gone = work.entries[work.at(change.get("value"))]
    target_at = work.at(change.get("into"), "into")
    target = work.entries[target_at]
    if gone.value == target.value:
        raise fault("into", "A code cannot be merged into itself; choose another.")
    if change.get("keep_modes"):
        known = set(target.mode_values)
        more = tuple(mode for mode in gone.modes if mode.value not in known)
        work.entries[target_at] = target = read_entry(replace(target, modes=(*target.modes, *more)).as_data())
    _remove(work, gone, target)


def _retire(work: Working, change: Change) -> None:
    gone = work.entries[work.at(change.get("value"))]
    instead = change.get("replacement") or None
    if instead == gone.value:
        raise fault("replacement", "A code cannot replace itself; choose another.")
    target = work.entries[work.at(instead, "replacement")] if instead else None
    _remove(work, gone, target)


def _remove(work: Working, gone: Entry, target: Entry | None) -> None:
    if any(one.parent == gone.value and one != target for one in work.entries):
        raise fault("value", f"{gone.value} has sub-types; move them under another code first.")
    if target is not None and target.parent == gone.value:
        work.entries[work.at(target.value)] = target = replace(target, parent="")
    has = set(target.mode_values) if target else set()
    for base, present in work.codes.items():
        if present == gone.value:
            for (value, mode), now in list(work.modes.items()):
                if value == base and now is not None and now not in has:
                    work.modes[value, mode] = None
    work.entries.remove(gone)
    work.lead(gone.value, target.value if target else None)


def _drop_modes(work: Working, before: Entry, after: Entry) -> None:
    """Modes that a code has no longer are nowhere."""
    has = set(after.mode_values)
    for base, present in work.codes.items():
        if present != before.value:
            continue
        for (value, mode), now in list(work.modes.items()):
            if value == base and now is not None and now not in has:
                work.modes[value, mode] = None


def _move(work: Working, change: Change) -> None:
    entry = work.entries[work.at(change.get("value"))]
    to = change.get("to")
    if isinstance(to, bool) or not isinstance(to, int) or not 0 <= to < len(work.entries):
        raise fault("to", f"Give a place from 0 to {len(work.entries) - 1}.")
    work.entries.remove(entry)
    work.entries.insert(to, entry)


def _replace(work: Working, change: Change) -> None:
    whole = {
        "slug": "file", "title": change.get("title") or work.title, "credit": change.get("credit") or "",
        "codes": change.get("codes"),
    }  # fmt: skip
    read = Reader(Parsed(whole), "file").scheme()
    heirs = {entry.value: entry for entry in read.codes}
    for entry in read.codes:
        for old in entry.formerly:
            if old in heirs:
                raise fault(
                    "formerly", f"“{old}” stands in the file itself or was named before; name it once."
                )
            heirs[old] = entry
    for base, present in work.codes.items():
        heir = heirs.get(present) if present else None
        work.codes[base] = heir.value if heir else None
        for (value, mode), now in list(work.modes.items()):
            if value == base and (heir is None or now not in heir.mode_values):
                work.modes[value, mode] = None
    work.title, work.credit = read.title, read.credit
    work.entries = [replace(entry, formerly=()) for entry in read.codes]


_OPS: Final[Mapping[str, Callable[[Working, Change], None]]] = {
    "add": _add, "change": _change, "rename": _rename, "rename_mode": _rename_mode, "merge": _merge, "retire": _retire,
    "move": _move, "replace": _replace,
}  # fmt: skip
OPS: Final = tuple(_OPS)


def backwards(
    codes: Mapping[str, str | None], modes: Mapping[str, Mapping[str, str | None]]
) -> tuple[dict[str, str | None], dict[str, dict[str, str | None]]]:
    """Where a change's new codes go when it is undone: to the one code they came from, else to the one of their name.

    A code that several became and none of them had its name leads nowhere by itself: only what is recorded of each tag
    does. The same for modes.
    """
    back: dict[str, str | None] = {}
    back_modes: dict[str, dict[str, str | None]] = {}
    for new in {new for new in codes.values() if new is not None}:
        olds = [old for old, target in codes.items() if target == new]
        old = olds[0] if len(olds) == 1 else new if new in olds else None
        back[new] = old
        moved = {to: mode for mode, to in modes.get(old or "", {}).items() if to is not None}
        if moved:
            back_modes[new] = dict(moved)
    return back, back_modes
