"""One item under the rules: which spans are tags, which are parts of tags, and what their links and attributes say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from .drafts import DraftLink, DraftTag, Place
from .items import Item, Leftover, Link, Span
from .mapping import (
    ATTACH,
    CLAIM_PARTS,
    EVENT_PARTS,
    FIELDS,
    NONE,
    AttributeRule,
    Rules,
    event_target,
    is_event,
)

_NUMBER = re.compile(r"(?<![\w.,])\d{1,6}(?![\w]|[.,]\d)")
_COUNTED: Final[Mapping[str, str]] = {"deaths": "deaths_best", "injured": "injured", "arrested": "arrested"}
_QID = re.compile(r"Q[1-9]\d{0,18}")
_MOVED: Final = ("start", "end", "quote")
_DERIVED: Final = ("date_min", "date_max")


@dataclass(slots=True)
class DraftPart:
    """A span that is a part of a tag: the words of a date, a place, a number, a source."""

    kind: str
    prefix: str
    place: Place
    words: str
    span: Span
    where: str
    fields: dict[str, Any] = field(default_factory=dict)
    owner: DraftTag | None = None

    def give(self) -> None:
        """Hand the part to its owner."""
        if self.owner is not None:
            self.owner.parts[self.prefix] = self.place
            for name, value in self.fields.items():
                self.owner.fields.setdefault(name, value)

    def detail(self) -> dict[str, Any]:
        """The span as a list of leftovers shows it."""
        return {"label": self.span.label, "words": self.words[:200]}


@dataclass(slots=True)
class Labelled:
    """What an item's spans became."""

    tags: list[DraftTag] = field(default_factory=list)
    parts: list[DraftPart] = field(default_factory=list)

    def shift(self, by: int) -> None:
        """Count offsets in a text in which the item's begins at `by`."""
        if not by:
            return
        for tag in self.tags:
            tag.start, tag.end = tag.start + by, tag.end + by
            tag.parts = {name: (place[0] + by, place[1] + by) for name, place in tag.parts.items()}
        for part in self.parts:
            part.place = (part.place[0] + by, part.place[1] + by)


def label_item(
    item: Item, text: str, places: Mapping[str, Place], rules: Rules, leftovers: list[Leftover]
) -> Labelled:
    """The tags and parts of one item, joined by its links; what the rules leave out goes to `leftovers`.

    `text` is the item's with normalised newlines; `places` are the spans in its code points.
    """
    labelling = _Labelling(item, text, places, rules)
    labelled = labelling.run()
    leftovers += labelling.leftovers
    return labelled


class _Labelling:
    """An item on the way."""

    def __init__(self, item: Item, text: str, places: Mapping[str, Place], rules: Rules) -> None:
        self._item, self._text, self._places, self._rules = item, text, places, rules
        self.leftovers: list[Leftover] = []
        self._made: dict[str, DraftTag | DraftPart] = {}
        self._found = Labelled()

    def run(self) -> Labelled:
        """Spans first, then what joins them."""
        for span in self._item.spans:
            if self._rules.annotator and span.annotator != self._rules.annotator:
                self._leave_span(span, "Another annotator was chosen.")
            elif span.uid in self._places:
                self._take(span, self._places[span.uid])
        for link in self._item.links:
            if not self._rules.annotator or link.annotator == self._rules.annotator:
                self._join(link)
        for tag in self._found.tags:
            self._bind(tag)
        return self._found

    def _take(self, span: Span, place: Place) -> None:
        target = self._rules.labels.get(span.label, NONE)
        if target == NONE:
            self._leave_span(span, "Its label is not imported.")
            return
        if target in EVENT_PARTS or target in CLAIM_PARTS:
            self._made[span.uid] = self._part(span, place, target)
            return
        kind = "event" if is_event(target) else target
        tag = DraftTag("", kind, place[0], place[1], self._item.where, span.label, span.annotator)
        if span.ready is not None and span.label == kind:
            tag.uid, tag.is_ready = span.uid, True
            self._take_ready(tag, span.ready)
        elif kind == "event":
            named = event_target(target)
            tag.fields["code"], tag.fields["codebook"] = named.code or None, named.codebook or None
            if named.mode:
                tag.fields["modes"] = [named.mode]
        elif kind == "reliability":
            tag.fields["credibility"] = "6"
        if span.note:
            tag.fields["note"] = span.note
        self._read_attributes(span, tag)
        self._made[span.uid] = tag
        self._found.tags.append(tag)

    def _part(self, span: Span, place: Place, target: str) -> DraftPart:
        kind = "event" if target in EVENT_PARTS else "reliability"
        words = self._words(place)
        part = DraftPart(kind, f"{target}_", place, words, span, self._item.where)
        numbers = _NUMBER.findall(words) if target in _COUNTED else []
        if len(numbers) == 1:
            part.fields[_COUNTED[target]] = int(numbers[0])
        if target == "place":
            part.fields["place_name"] = " ".join(words.split())[:200]
        self._read_attributes(span, part)
        self._found.parts.append(part)
        return part

    def _words(self, place: Place) -> str:
        """The words at a place of the text."""
        return self._text[place[0] : place[1]]

    def _take_ready(self, tag: DraftTag, ready: Mapping[str, Any]) -> None:
        """A value in Attest's own terms: its spans become parts, its links are bound once all tags are known."""
        for name, value in ready.items():
            prefix, _, edge = name.rpartition("_")
            if name in _MOVED or name in _DERIVED:
                continue
            if edge in ("start", "end") and prefix:
                if edge == "start":
                    self._take_part(tag, prefix, value, ready.get(f"{prefix}_end"))
            elif edge == "from":
                if isinstance(value, dict) and isinstance(value.get("quote"), str):
                    tag.borrowed[name] = value["quote"]
                elif value is not None:
                    self._leave("words of another sentence", "They have no quote.", {name: value})
            else:
                tag.fields[name] = value

    def _take_part(self, tag: DraftTag, prefix: str, start: Any, end: Any) -> None:
        if start is None and end is None:
            return
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(self._text):
            tag.parts[f"{prefix}_"] = (start, end)
        else:
            self._leave(
                "span", "It lies outside its sentence.", {f"{prefix}_start": start, f"{prefix}_end": end}
            )

    def _bind(self, tag: DraftTag) -> None:
        """Turn the participants of a ready tag into links to the drafts they name."""
        for one in tag.fields.pop("participants", ()):
            target = self._made.get(str(one.get("actor"))) if one.get("actor") else None
            if one.get("actor") and not (isinstance(target, DraftTag) and target.kind == "actor"):
                self._leave("participant", "Its actor tag is not in the file.", dict(one))
                continue
            link = DraftLink(str(one.get("role") or ""), target if isinstance(target, DraftTag) else None)
            link.basis = str(one.get("basis") or "")
            if isinstance(one.get("from"), dict) and isinstance(one.get("quote"), str):
                tag.borrowed[f"participant:{link.role}"] = one["quote"]
                continue
            tag.links.append(link)

    def _read_attributes(self, span: Span, made: DraftTag | DraftPart) -> None:
        for name, value in span.attributes.items():
            if span.ready is not None and name in ("actor", "wikidata"):
                rule = AttributeRule(name)
            else:
                rule = self._rules.attributes.get(name, AttributeRule())
            if rule.to == NONE or made.kind not in FIELDS[rule.to]:
                why = (
                    "The attribute is not imported."
                    if rule.to == NONE
                    else f"A tag of this kind has no {rule.to}."
                )
                self._leave("attribute", why, {"label": span.label, name: value})
                continue
            self._set(made, rule, name, rule.values.get(value, value))

    def _set(self, made: DraftTag | DraftPart, rule: AttributeRule, name: str, value: str) -> None:
        if isinstance(made, DraftTag) and rule.to == "actor":
            made.actor = value
        elif isinstance(made, DraftTag) and rule.to == "wikidata":
            match = _QID.search(value)
            if match:
                made.wikidata = match[0]
            else:
                self._leave("attribute", "It holds no Wikidata id.", {name: value})
        elif rule.to == "note":
            made.fields["note"] = "\n".join(filter(None, [made.fields.get("note", ""), f"{name}: {value}"]))
        else:
            made.fields[rule.to] = value.strip() if rule.to != "rationale" else value

    def _join(self, link: Link) -> None:
        target = self._rules.links.get(link.label, NONE)
        one, other = self._made.get(link.source), self._made.get(link.target)
        if target == NONE or one is None or other is None:
            why = "The link is not imported." if target == NONE else "One of its ends is not imported."
            self._leave_link(link, why)
            return
        if isinstance(one, DraftPart) or (isinstance(other, DraftTag) and other.kind != "actor"):
            one, other = other, one
        if isinstance(other, DraftPart):
            if isinstance(one, DraftTag) and one.kind == other.kind and other.owner is None:
                other.owner = one
            else:
                self._leave_link(
                    link, f"It joins no {other.kind} with a part of one, or the part has its tag already."
                )
        elif isinstance(one, DraftTag) and one.kind == "event" and other.kind == "actor" and target != ATTACH:
            one.links.append(DraftLink(target, other))
        elif isinstance(one, DraftTag) and one.kind == "reliability" and other.kind == "actor":
            one.parts.setdefault("source_", (other.start, other.end))
        else:
            self._leave_link(link, "It does not join an event with an actor.")

    def _leave_span(self, span: Span, why: str) -> None:
        place = self._places.get(span.uid)
        detail: dict[str, Any] = {"label": span.label, "words": self._words(place)[:200] if place else ""}
        if span.attributes:
            detail["attributes"] = dict(span.attributes)
        if span.note:
            detail["note"] = span.note
        if span.annotator:
            detail["annotator"] = span.annotator
        self._leave("span", why, detail)

    def _leave_link(self, link: Link, why: str) -> None:
        ends = [self._places.get(uid) for uid in (link.source, link.target)]
        words = [self._words(place)[:100] if place else "?" for place in ends]
        self._leave("link", why, {"label": link.label, "from": words[0], "to": words[1]})

    def _leave(self, what: str, why: str, detail: Any) -> None:
        self.leftovers.append(Leftover(what, self._item.where, why, detail))
