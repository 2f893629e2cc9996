"""brat standoff: pairs of .txt and .ann, in a zip of the collection.

T lines are spans with their words (several fragments are one discontinuous span: Attest's spans are contiguous, so they
are listed), E lines bind arguments to a trigger, R lines relate, A and M lines are attributes, N lines point to a
registry, # lines are notes, * lines equate. Offsets count what the server counted, so the words decide.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Final

from annotations.importing.items import Item, Leftover, Link, Reading, Span
from sources.importers.problems import ImportProblem

NAME: Final = "brat"
LABEL: Final = "brat (zip of .txt and .ann)"
_SPAN = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")
_UNKNOWN: Final = "This kind of line is not read."


def looks_like(names: Sequence[str]) -> bool:
    """Whether these are names of a brat collection."""
    return any(name.endswith(".ann") for name in names)


def read(files: Mapping[str, str]) -> Reading:
    """The documents of a collection: contents by name. A .txt without .ann is a text without spans."""
    leftovers: list[Leftover] = []
    items: list[Item] = []
    stems = sorted({name[:-4] for name in files if name.endswith((".txt", ".ann"))})
    for stem in stems:
        text = files.get(f"{stem}.txt")
        if text is None:
            raise ImportProblem.of(f"{stem}.ann has no {stem}.txt beside it.", "Put both into the archive.")
        reading = _Document(f"{PurePosixPath(stem).name}.ann", leftovers)
        for number, line in enumerate(
            files.get(f"{stem}.ann", "").replace("\r\n", "\n").split("\n"), start=1
        ):
            if line.strip():
                reading.take(number, line)
        spans, links = reading.finished()
        items.append(Item(stem, reading.name, text, spans, links, None, {"title": PurePosixPath(stem).name}))
    return Reading(NAME, items, leftovers)


@dataclass(slots=True)
class _Document:
    """One .ann file while it is read."""

    name: str
    leftovers: list[Leftover]
    spans: dict[str, Span] = field(default_factory=dict)
    triggers: dict[str, str] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    attributes: list[tuple[str, str, str, str]] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    events: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)

    def take(self, number: int, line: str) -> None:
        """Read one line; ImportProblem with its place when it does not hold what its kind must."""
        uid, _, rest = line.partition("\t")
        body, _, words = rest.partition("\t")
        kind = uid[:1]
        try:
            if kind == "T":
                self._text_bound(uid, body, words)
            elif kind == "E":
                self._event(uid, body)
            elif kind == "R":
                label, one, other = body.split(" ")[:3]
                self.links.append(Link(label, one.partition(":")[2], other.partition(":")[2]))
            elif kind in "AM" and kind:
                name, target, *value = body.split(" ", 2)
                self.attributes.append((uid, name, target, value[0] if value else "true"))
            elif kind == "N":
                name, target, entry = body.split(" ", 2)
                self.attributes.append((uid, name, target, entry))
            elif kind == "#":
                _, _, target = body.partition(" ")
                self.notes.append((uid, target, words))
            else:
                self._leave("equivalence" if kind == "*" else "line", line, _UNKNOWN)
        except ValueError as error:
            raise ImportProblem.of(
                f"{self.name}, line {number:,}: “{line[:80]}” is not as brat writes it.",
                "Export the collection again.",
            ) from error

    def finished(self) -> tuple[list[Span], list[Link]]:
        """The spans with their attributes and notes, and all links between them."""
        given: dict[str, dict[str, str]] = {}
        noted: dict[str, list[str]] = {}
        for uid, name, target, value in self.attributes:
            span = self._span_of(target)
            if span is None:
                self._leave("attribute", f"{uid} {name} {target} {value}", "It is of no span that was read.")
            else:
                given.setdefault(span, {})[name] = value
        for uid, target, words in self.notes:
            span = self._span_of(target)
            if span is None:
                self._leave("note", f"{uid} {target} {words}", "It is of no span that was read.")
            else:
                noted.setdefault(span, []).append(words)
        for trigger, arguments in self.events:
            self.links += [Link(role, trigger, target) for role, target in arguments]
        spans = [
            replace(span, attributes=given.get(uid, {}), note="\n".join(noted.get(uid, [])))
            for uid, span in self.spans.items()
        ]
        return spans, [self._link(link) for link in self.links]

    def _link(self, link: Link) -> Link:
        """The link with events replaced by their triggers."""
        return replace(
            link,
            source=self._span_of(link.source) or link.source,
            target=self._span_of(link.target) or link.target,
        )

    def _span_of(self, uid: str) -> str | None:
        found = self.triggers.get(uid, uid)
        return found if found in self.spans else None

    def _text_bound(self, uid: str, body: str, words: str) -> None:
        match = _SPAN.fullmatch(body)
        if match is None:
            raise ValueError(body)
        parts = [tuple(map(int, part.split(" "))) for part in match[2].split(";")]
        if len(parts) > 1:
            detail = {"label": match[1], "fragments": match[2], "words": words}
            self.parts.add(uid)
            self.leftovers.append(
                Leftover("span", self.name, "It has several parts; spans here are contiguous.", detail)
            )
            return
        self.spans[uid] = Span(uid, match[1], parts[0][0], parts[0][1], words)

    def _event(self, uid: str, body: str) -> None:
        first, *rest = body.split()
        label, _, trigger = first.partition(":")
        if not label or not trigger:
            raise ValueError(body)
        self.triggers[uid] = trigger
        arguments = [
            (role.rstrip("0123456789") or role, target)
            for role, _, target in (p.partition(":") for p in rest)
        ]
        self.events.append((trigger, arguments))

    def _leave(self, what: str, detail: str, why: str) -> None:
        self.leftovers.append(Leftover(what, self.name, why, detail))
