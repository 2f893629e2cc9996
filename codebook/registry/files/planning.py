"""What a file would do: which rows are new, which change what, which say what is known; and all that is wrong."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from codebook.models import ALIAS_KINDS, RELATION_KINDS
from codebook.names import normalised
from codebook.registry.fields import checked_name, faults_of, is_language
from codebook.registry.relations import checked as checked_relation
from codebook.registry.windows import window_faults
from common.errors import Invalid

from .circles import circles
from .layout import FIELDS, YES
from .problems import FileProblem
from .rows import Row
from .standing import Standing

Ref = int | str  # the id of an actor that stands, or "line 7" for one that the file brings
_COLUMN: Final = {
    kind: {target: column for column, target in fields.items()} for kind, fields in FIELDS.items()
}
_DEFAULTS: Final[dict[str, Any]] = {"kind": "other", "status": "active", "inter": None, "sectors": []}


@dataclass(slots=True)
class Item:
    """One row decided: whom it is about, the fields it states, and those of them that differ from what stands."""

    row: Row
    ref: Ref
    label: str
    values: dict[str, Any]
    old: dict[str, Any] = field(default_factory=dict)
    is_new: bool = True
    other: Ref = 0

    @property
    def action(self) -> str:
        """create, change or same."""
        return "create" if self.is_new else "change" if self.old else "same"


@dataclass(slots=True)
class Plan:
    """All rows decided, in the file's order by kind; nothing may be done while there are problems."""

    actors: list[Item] = field(default_factory=list)
    aliases: list[Item] = field(default_factory=list)
    relations: list[Item] = field(default_factory=list)
    merges: list[tuple[Ref, Ref, Row]] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)

    def items(self) -> Iterable[Item]:
        """Every row."""
        yield from self.actors
        yield from self.aliases
        yield from self.relations


class Planner:
    """Decides the rows of one file against what stands."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.plan = Plan()
        self._keys: dict[str, Ref] = {}
        self._labels: dict[str, list[Ref]] = {}
        self._lines: dict[Ref, int] = {}
        self._seen: dict[tuple[Any, ...], int] = {}
        self._named: set[str] = set()
        self._namesakes: Counter[str] = Counter()

    def decide(self, rows: list[Row]) -> Plan:
        """The whole plan, problems by line."""
        self._named = {row.get("actor") for row in rows if row.kind == "actor"}
        self._namesakes = Counter(normalised(row.get("name")) for row in rows if row.kind == "actor")
        for row in rows:
            if row.kind == "actor":
                self._actor(row)
        for row in rows:
            if row.kind == "actor" and row.get("merged_into"):
                self._merge(row)
            elif row.kind == "alias":
                self._alias(row)
            elif row.kind == "relation":
                self._relation(row)
        if not self.plan.problems:
            self.plan.problems += circles(self.standing, self.plan)
        self.plan.problems.sort(key=lambda one: one.line)
        return self.plan

    def _fault(self, row: Row, column: str, message: str) -> None:
        self.plan.problems.append(FileProblem(row.line, column, message))

    # --- actors ---

    def _actor(self, row: Row) -> None:
        values, before = self._actor_values(row), len(self.plan.problems)
        self._check_actor(row, values)
        existing = self._match(row, values) if len(self.plan.problems) == before else None
        if len(self.plan.problems) > before:
            return
        ref: Ref = existing if existing is not None else f"line {row.line}"
        if ref in self._lines:
            self._fault(row, "actor", f"Line {self._lines[ref]} describes this actor already.")
            return
        self._lines[ref] = row.line
        key = row.get("actor")
        if key and self._keys.setdefault(key, ref) != ref:
            self._fault(row, "actor", f"Line {self._lines[self._keys[key]]} has this key already.")
            return
        self._labels.setdefault(normalised(values["label"]), []).append(ref)
        item = Item(row, ref, values["label"], values)
        if existing is not None:
            standing = self.standing.actors[existing]
            item.is_new = False
            item.old = {
                name: getattr(standing, name)
                for name, value in values.items()
                if getattr(standing, name) != value
            }
            if item.old and standing.merged_into_id is not None:
                self._fault(row, "actor", "This actor was merged into another; change that one.")
        elif key:
            values["key"] = key
        self.plan.actors.append(item)

    def _actor_values(self, row: Row) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for column, name in FIELDS["actor"].items():
            if column not in row.cells:
                continue
            text = row.cells[column] if name == "description" else row.get(column)
            values[name] = text.replace("\r\n", "\n") if text else _DEFAULTS.get(name, "")
        if isinstance(values.get("sectors"), str):
            values["sectors"] = values["sectors"].split()
        if inter := values.get("inter"):
            values["inter"] = int(inter) if inter in tuple("12345678") else inter
        return values

    def _check_actor(self, row: Row, values: dict[str, Any]) -> None:
        self._name(row, values, "label")
        given = dict(values)
        if key := row.get("actor"):
            given["key"] = key
        columns = _COLUMN["actor"] | {"key": "actor"}
        for fault in faults_of(given):
            self._fault(row, columns[fault["field"]], fault["message"])
        self._window(row, values)

    def _match(self, row: Row, values: dict[str, Any]) -> int | None:
        """The actor that stands for the row: by key, Wikidata id, UCDP id, then label; None when it is new."""
        standing, key = self.standing, row.get("actor")
        by_key = standing.by_key.get(key) if key else None
        for column, known in (("wikidata", standing.by_wikidata), ("ucdp", standing.by_ucdp)):
            found = known.get(values.get(column) or "", [])
            if by_key is None and len(found) > 1:
                self._fault(
                    row, column, f"{len(found)} actors of the project have this id; name one by its key."
                )
                return None
            if by_key is None and found:
                return found[0]
        if by_key is not None:
            return by_key
        label = normalised(values["label"])
        same = [pk for pk in standing.by_label.get(label, []) if self._may_be(pk, values)]
        if key:  # a namesake with a key of its own is new unless it can only be the one that stands
            return same[0] if len(same) == 1 and self._namesakes[label] == 1 else None
        if len(same) > 1:
            self._fault(
                row, "name", f"{len(same)} actors of the project have this label; name one by its key."
            )
        elif not same and self._namesakes[label] > 1:
            self._fault(row, "actor", "Several rows have this label; give each a key of your own.")
        return same[0] if len(same) == 1 else None

    def _may_be(self, actor_id: int, values: dict[str, Any]) -> bool:
        """Whether a namesake can be meant: no other row names it by key, and none of its ids says otherwise."""
        standing = self.standing.actors[actor_id]
        return standing.key not in self._named and all(
            not values.get(name) or not getattr(standing, name) or values[name] == getattr(standing, name)
            for name in ("wikidata", "ucdp")
        )

    # --- names ---

    def _alias(self, row: Row) -> None:
        values: dict[str, Any] = {n: row.get(c) for c, n in FIELDS["alias"].items() if c in row.cells}
        before, ref = len(self.plan.problems), self._reference(row, "actor")
        self._name(row, values, "text")
        values["kind"] = values.get("kind") or "official"
        language = values.setdefault("language", "")
        if values["kind"] not in ALIAS_KINDS:
            self._fault(row, "kind", f"Choose a kind of name: {', '.join(ALIAS_KINDS)}.")
        if not is_language(language):
            self._fault(row, "language", "Give a language code such as ar or en-GB.")
        self._window(row, values)
        if "retired" in row.cells:
            if row.get("retired").lower() not in ("", YES):
                self._fault(row, "retired", f"Write {YES}, or leave it empty.")
            values["retired"] = row.get("retired").lower() == YES
        if len(self.plan.problems) > before or ref is None:
            return
        same = (ref, normalised(values["text"])[:200], language)
        if self._twice(row, ("alias", *same)):
            return
        item = Item(row, ref, values["text"], values)
        standing = self.standing.aliases.get(same) if isinstance(ref, int) else None  # type: ignore[arg-type]
        if standing is not None:
            present = {name: getattr(standing, name, None) for name in values}
            present["retired"] = standing.retired_at is not None
            item.is_new = False
            item.old = {name: present[name] for name, value in values.items() if present[name] != value}
        self.plan.aliases.append(item)

    # --- relations ---

    def _relation(self, row: Row) -> None:
        before = len(self.plan.problems)
        subject, other = self._reference(row, "actor"), self._reference(row, "other")
        kind = row.get("kind")
        if kind not in RELATION_KINDS:
            self._fault(row, "kind", f"Choose a relation: {', '.join(RELATION_KINDS)}.")
        stated = {n: row.get(c) for c, n in FIELDS["relation"].items() if c in row.cells}
        try:
            checked_relation(dict.fromkeys(FIELDS["relation"].values(), "") | stated)
        except Invalid as refusal:
            for fault in refusal.errors:
                self._fault(row, _COLUMN["relation"][fault["field"]], fault["message"])
        if subject is not None and subject == other:
            self._fault(row, "other", "An actor has no relation to itself.")
        if len(self.plan.problems) > before or subject is None or other is None:
            return
        if kind == "allied_with" and self._is_after(subject, other):
            subject, other = other, subject
        begin = stated.get("valid_from", "")
        if self._twice(row, ("relation", subject, kind, other, begin)):
            return
        item = Item(
            row,
            subject,
            f"{row.get('actor')} {kind} {row.get('other')}",
            {"kind": kind, **stated},
            other=other,
        )
        standing = self.standing.relations.get((subject, kind, other, begin))  # type: ignore[arg-type]
        if standing is not None:
            item.is_new = False
            item.old = {
                name: getattr(standing, name) for name, v in stated.items() if getattr(standing, name) != v
            }
        elif self._is_merged(subject) or self._is_merged(other):
            self._fault(row, "actor", "One of the two was merged into another actor; use that one.")
        self.plan.relations.append(item)

    def _is_after(self, one: Ref, other: Ref) -> bool:
        """Whether an ally would be entered after the other: those that stand come first, then the file's by line."""
        if isinstance(one, int) and isinstance(other, int):
            return one > other
        return not isinstance(one, int) and (isinstance(other, int) or self._lines[one] > self._lines[other])

    def _is_merged(self, ref: Ref) -> bool:
        return isinstance(ref, int) and self.standing.actors[ref].merged_into_id is not None

    def _merge(self, row: Row) -> None:
        ref = self._keys.get(row.get("actor")) or next(
            (one for one, line in self._lines.items() if line == row.line), None
        )
        into = self._reference(row, "merged_into")
        if ref is None or into is None:
            return
        if ref == into:
            self._fault(row, "merged_into", "An actor cannot be merged into itself.")
            return
        present = self.standing.actors[ref].merged_into_id if isinstance(ref, int) else None
        if present is not None and present != into:
            self._fault(row, "merged_into", "The actor is merged into another one already. Undo that first.")
        elif present is None:
            self.plan.merges.append((ref, into, row))

    # --- what rows share ---

    def _reference(self, row: Row, column: str) -> Ref | None:
        """Whom a cell names: a key or a label, of the file first, then of the project."""
        text = row.get(column)
        if not text:
            self._fault(row, column, "Say which actor: its key or its label.")
            return None
        if (ref := self._keys.get(text)) is not None:
            return ref
        if (standing := self.standing.by_key.get(text)) is not None:
            return standing
        label = normalised(text)
        found: list[Ref] = list(
            dict.fromkeys([*self._labels.get(label, []), *self.standing.by_label.get(label, [])])
        )
        if len(found) != 1:
            many = (
                f"{len(found)} actors are called “{text}”; use the key."
                if found
                else f"There is no actor “{text}”."
            )
            self._fault(row, column, many)
            return None
        return found[0]

    def _name(self, row: Row, values: dict[str, Any], name: str) -> None:
        try:
            values[name] = checked_name(name, values.get(name, ""))
        except Invalid as refusal:
            self._fault(row, "name", refusal.message)
            values[name] = "?"

    def _window(self, row: Row, values: dict[str, Any]) -> None:
        for fault in window_faults(values.get("valid_from", ""), values.get("valid_to", "")):
            self._fault(row, _COLUMN[row.kind][fault["field"]], fault["message"])

    def _twice(self, row: Row, what: tuple[Any, ...]) -> bool:
        first = self._seen.setdefault(what, row.line)
        if first != row.line:
            self._fault(row, "", f"Line {first} says this already.")
        return first != row.line
