"""Tags as cards, and what changed between two revisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from annotations.operations.state import Tag
from annotations.operations.upgrading import completed
from web.facts import Fact, Reader
from web.words import listed

Value = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """One tag: kind, label as above the text, its words, what it says, who made it, what the label means."""

    uid: str
    kind: str
    label: str
    quote: str
    facts: tuple[Fact, ...]
    by: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One tag that differs from an earlier revision: added, changed or removed, with the facts before and after."""

    what: str
    card: Card
    rows: tuple[tuple[str, str, str], ...] = ()


def card_of(reader: Reader, tag: Tag) -> Card:
    """The tag as a card."""
    return Card(
        tag.uid,
        tag.kind,
        reader.labels.get(tag.uid, "?"),
        reader.words(tag.value),
        tuple(reader.facts(tag)),
        tag.by,
        reader.meaning(tag),
    )


def tags_in(body: Value) -> list[Tag]:
    """The tags of a snapshot."""
    return [
        Tag(one["kind"], one["tag"], one["version"], one["by"], completed(one["kind"], one["value"]))
        for one in body.get("tags", [])
    ]


def changes(before: Sequence[Tag], old: Reader, after: Sequence[Tag], new: Reader) -> list[Change]:
    """What differs, in reading order of the later state, then what was removed."""
    was = {tag.uid: tag for tag in before}
    found = []
    for tag in after:
        earlier = was.pop(tag.uid, None)
        if earlier is None:
            found.append(Change("added", card_of(new, tag)))
        elif rows := _rows(old, earlier, new, tag):
            found.append(Change("changed", card_of(new, tag), tuple(rows)))
    return found + [Change("removed", card_of(old, tag)) for tag in was.values()]


def _rows(old: Reader, earlier: Tag, new: Reader, tag: Tag) -> list[tuple[str, str, str]]:
    """(name, before, after) of each fact that reads otherwise; several of one name are told together."""
    one, two = _told(old, earlier), _told(new, tag)
    return [
        (name, one.get(name, ""), two.get(name, ""))
        for name in dict.fromkeys([*one, *two])
        if one.get(name) != two.get(name)
    ]


def _told(reader: Reader, tag: Tag) -> dict[str, str]:
    told: dict[str, list[str]] = {gettext("Words"): [reader.words(tag.value)]}
    for fact in reader.facts(tag):
        told.setdefault(fact.name, []).append(fact.words)
    return {name: listed(words) for name, words in told.items()}
