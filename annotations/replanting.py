"""What a revision of a source does to one set: each tag at its words, or off the set as an orphan. Pure.

A tag stays when the score of its place (`anchoring`) is PLACED or more; of two that would then say the same, the surer
one stays. What pointed at a tag that left, a participant of an event or a claim told within another, is taken off the
tag that stays and kept with the orphan, so that placing it restores the link.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .anchoring import PLACED, Anchoring
from .operations.event_values import in_order
from .operations.spots import Value
from .operations.state import Entry, SetState, Tag, entry_of
from .operations.values import twin_key

Link = dict[str, Any]


@dataclass(slots=True)
class Leaving:
    """A tag that has no place any more, why, and what pointed at it."""

    tag: Tag
    reason: str
    score: float
    links: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class Replanted:
    """A set in its rewritten sentence: the values of tags that stay, those that leave, and the scores."""

    values: dict[str, Value] = field(default_factory=dict)
    leaving: dict[str, Leaving] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)

    def entries(self, state: SetState) -> list[Entry]:
        """The steps of the revision that says so."""
        steps = [
            entry_of("change", tag.kind, tag.uid, value=self.values[tag.uid], before=tag.value)
            for tag in state.in_order()
            if tag.uid in self.values and self.values[tag.uid] != tag.value
        ]
        steps += [
            entry_of("remove", tag.kind, tag.uid, before=tag.value, by=tag.by)
            for tag in state.in_order()
            if tag.uid in self.leaving
        ]
        return steps


def replant(state: SetState, old: str, new: str) -> Replanted:
    """The tags of a set whose sentence `old` now reads `new`."""
    found = Replanted()
    anchoring = Anchoring(old, new)
    placed: list[tuple[float, Tag, Value]] = []
    for tag in state.in_order():
        value, score = anchoring.value(tag.kind, tag.value)
        if score >= PLACED:
            placed.append((score, tag, value))
        else:
            found.leaving[tag.uid] = Leaving(tag, "changed", score)
    seen: set[tuple[object, ...]] = set()
    for score, tag, value in sorted(placed, key=lambda each: -each[0]):
        key = twin_key(tag.kind, value)
        if key in seen:
            found.leaving[tag.uid] = Leaving(tag, "twin", score)
            continue
        seen.add(key)
        found.values[tag.uid] = value
        found.scores[tag.uid] = score
    _part(found)
    return found


def uproot(state: SetState) -> Replanted:
    """The tags of a set whose sentence is gone: all of them leave, with the links among them in their own values."""
    return Replanted(leaving={tag.uid: Leaving(tag, "removed", 0.0) for tag in state.in_order()})


def _part(found: Replanted) -> None:
    """Take links to tags that leave off those that stay."""
    for uid, value in found.values.items():
        lost = [link for link in value.get("participants", ()) if link["actor"] in found.leaving]
        for link in lost:
            found.leaving[link["actor"]].links.append({"tag": uid, "participant": link})
        if lost:
            kept = [link for link in value["participants"] if link not in lost]
            found.values[uid] = {**value, "participants": kept}
        if value.get("parent") in found.leaving:
            found.leaving[value["parent"]].links.append({"tag": uid, "parent": True})
            found.values[uid] = {**found.values[uid], "parent": None}


@dataclass(frozen=True, slots=True)
class Waiting:
    """An orphan as this module needs it: its tag as it was, in which words, and what pointed at it."""

    tag: Tag
    text: str
    links: list[Link]


def come_back(
    tags: Mapping[str, Tag], waiting: Iterable[Waiting], text: str
) -> tuple[dict[str, Value], dict[str, Value], dict[str, float]]:
    """Which orphans have their words again in `text`, where `tags` stand now.

    (values of those that come back, values of tags whose links they restore, scores). Links between what comes back and
    what is there are kept; those to tags that are not there are left out of the value, for their own orphan holds them.
    """
    back: dict[str, Value] = {}
    scores: dict[str, float] = {}
    links: list[tuple[str, Link]] = []
    seen = {twin_key(tag.kind, tag.value) for tag in tags.values()}
    for one in waiting:
        value, score = Anchoring(one.text, text).value(one.tag.kind, one.tag.value)
        key = twin_key(one.tag.kind, value)
        if score < PLACED or key in seen or one.tag.uid in tags:
            continue
        seen.add(key)
        back[one.tag.uid], scores[one.tag.uid] = value, score
        links += [(one.tag.uid, link) for link in one.links]
    here = tags.keys() | back.keys()
    for uid, value in back.items():
        back[uid] = without_dangling(value, here)
    restored: dict[str, Value] = {}
    for uid, link in links:
        holder = link["tag"]
        held = back.get(holder) or restored.get(holder) or (tags[holder].value if holder in tags else None)
        if held is not None:
            (back if holder in back else restored)[holder] = with_link(held, uid, link)
    return back, restored, scores


def with_link(value: Value, uid: str, link: Link) -> Value:
    """The value with the link to the tag `uid` again, unless it has one meanwhile."""
    if link.get("parent"):
        return {**value, "parent": value["parent"] or uid} if "parent" in value else value
    participant = {**link["participant"], "actor": uid}
    there = any(
        (each["role"], each["actor"]) == (participant["role"], uid) for each in value.get("participants", ())
    )
    if there or "participants" not in value:
        return value
    return {**value, "participants": in_order([*value["participants"], participant])}


def without_dangling(value: Value, here: Iterable[str]) -> Value:
    """The value without links to tags that are not in the set."""
    known = set(here)
    changed = dict(value)
    if "participants" in value:
        changed["participants"] = [
            link for link in value["participants"] if link["actor"] is None or link["actor"] in known
        ]
    if value.get("parent") and value["parent"] not in known:
        changed["parent"] = None
    return changed


def dangling_links(tag: Tag, here: Iterable[str]) -> list[tuple[str, Link]]:
    """What the tag's value points at that is not in the set: (uid there, the link as that tag's orphan keeps it)."""
    known = set(here)
    found: list[tuple[str, Link]] = [
        (link["actor"], {"tag": tag.uid, "participant": link})
        for link in tag.value.get("participants", ())
        if link["actor"] and link["actor"] not in known
    ]
    parent = tag.value.get("parent")
    if parent and parent not in known:
        found.append((parent, {"tag": tag.uid, "parent": True}))
    return found
