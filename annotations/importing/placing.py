"""From draft tags to operations of the protocol: each tag in the sentence that holds it, read as any client's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid5

from annotations.operations.spots import Value
from annotations.operations.values import SPANS, misfits, read_value
from annotations.operations.wire import WireOperation

from .actors import Registry
from .cutting import sentence_at
from .drafts import Drafts, DraftTag, Place, Refusal
from .items import Leftover

_BORROWABLE: Final = {"date_": "date_from", "place_": "place_from", "source_": "source_from"}
_OWN: Final = ("start", "end", "quote", "participants")
_NO_FIELD: Final = "There is no such field."
_ADDED: Final = UUID("0b6f0a53-7f0c-5c0b-8a53-0d4f3f6f7c11")


class SentenceRow(NamedTuple):
    """A sentence of the cut that people work on; `start` and `end` count in the source's text."""

    pk: int
    start: int
    end: int
    text: str


@dataclass(slots=True)
class Placed:
    """The operations for each sentence, by its id, and which of them take words from other sentences."""

    operations: dict[int, list[WireOperation]] = field(default_factory=dict)
    has_borrowed: bool = False


def place_tags(
    tags: Sequence[DraftTag], sentences: Sequence[SentenceRow], registry: Registry, drafts: Drafts
) -> Placed:
    """The operations that add these tags to the sentences of their source; what cannot be placed is refused."""
    return _Placing(sentences, registry, drafts).run(tags)


class _Placing:
    """One source on the way."""

    def __init__(self, sentences: Sequence[SentenceRow], registry: Registry, drafts: Drafts) -> None:
        self._sentences, self._registry, self._drafts = sentences, registry, drafts
        self._pieces = [(one.start, one.end) for one in sentences]
        self._starts = [one.start for one in sentences]
        self._placed = Placed()
        self._home: dict[str, int] = {}

    def run(self, tags: Sequence[DraftTag]) -> Placed:
        """Find every tag's sentence, then write its value."""
        at_home: list[tuple[DraftTag, int]] = []
        for tag in tags:
            number = self._at((tag.start, tag.end))
            if number is None:
                self._refuse(
                    tag, "it crosses the sentences as they are cut today; merge them or leave it out"
                )
            else:
                self._home[tag.uid] = number
                at_home.append((tag, number))
        for tag, number in at_home:
            self._write(tag, number)
        return self._placed

    def _at(self, place: Place) -> int | None:
        return sentence_at(self._pieces, self._starts, place)

    def _refuse(self, tag: DraftTag, why: str) -> None:
        self._drafts.refusals.append(
            Refusal(tag.where, f"The {tag.kind} “{tag.label}” cannot be imported: {why}.")
        )

    def _write(self, tag: DraftTag, number: int) -> None:
        sentence = self._sentences[number]
        start, end = tag.start - sentence.start, tag.end - sentence.start
        value: dict[str, Any] = {"start": start, "end": end, "quote": sentence.text[start:end], **tag.fields}
        for prefix, place in tag.parts.items():
            self._place_part(tag, value, number, prefix, place)
        self._borrow(tag, value, number)
        if tag.kind == "event":
            value["participants"] = [*value.pop("participants", []), *self._participants(tag, number)]
        elif tag.kind == "actor":
            value["actor"] = self._registry.find(tag.actor or value["quote"], tag.wikidata)
        read = self._read(tag, value)
        if read is None:
            return
        if wrong := misfits(tag.kind, read, sentence.text):
            self._refuse(tag, wrong[0][1].rstrip("."))
            return
        operations = self._placed.operations.setdefault(sentence.pk, [])
        uid = str(uuid5(_ADDED, tag.uid))
        operations.append(WireOperation(uid, "add", tag.kind, tag.uid, None, "", read, len(operations)))

    def _read(self, tag: DraftTag, value: dict[str, Any]) -> Value | None:
        """The canonical value. Fields that Attest does not know are listed and left out, and so are another tool's
        words that it cannot use; a wrong value in Attest's own terms refuses the tag.
        """
        faults: list[dict[str, Any]] = []
        read = read_value(tag.kind, value, "", faults)
        if not faults:
            return read
        for fault in faults:
            name = str(fault["field"]).partition(".")[0].partition("[")[0]
            is_unknown = fault["message"] == _NO_FIELD
            if name in value and name not in _OWN and (is_unknown or not tag.is_ready):
                detail = {name: value.pop(name)}
                self._drafts.leftovers.append(Leftover("field", tag.where, fault["message"], detail))
        again: list[dict[str, Any]] = []
        read = read_value(tag.kind, value, "", again)
        if again:
            self._refuse(tag, f"{again[0]['field']}: {str(again[0]['message']).rstrip('.')}")
            return None
        return read

    def _place_part(
        self, tag: DraftTag, value: dict[str, Any], number: int, prefix: str, place: Place
    ) -> None:
        there = self._at(place)
        if prefix not in SPANS[tag.kind] or there is None:
            self._leave(
                tag, f"{prefix[:-1]} span", "It is of no sentence, or of no tag of this kind.", list(place)
            )
        elif there == number:
            at = self._sentences[number].start
            value[f"{prefix}start"], value[f"{prefix}end"] = place[0] - at, place[1] - at
        elif prefix in _BORROWABLE:
            value[_BORROWABLE[prefix]] = self._words(there, place)
            self._placed.has_borrowed = True
        else:
            words = self._words(there, place)["quote"]
            self._leave(tag, f"{prefix[:-1]} span", "It stands in another sentence than its event.", words)

    def _words(self, number: int, place: Place) -> dict[str, Any]:
        sentence = self._sentences[number]
        start, end = place[0] - sentence.start, place[1] - sentence.start
        return {"sentence": sentence.pk, "start": start, "end": end, "quote": sentence.text[start:end]}

    def _borrow(self, tag: DraftTag, value: dict[str, Any], number: int) -> None:
        """Words that an Attest file says stand in another sentence: taken where exactly one other reads so."""
        for name, quote in tag.borrowed.items():
            found = [
                self._words(
                    at, (one.start + one.text.index(quote), one.start + one.text.index(quote) + len(quote))
                )
                for at, one in enumerate(self._sentences)
                if at != number and one.text.count(quote) == 1
            ]
            if len(found) != 1 or not quote:
                self._leave(
                    tag, "words of another sentence", "No single other sentence reads so.", {name: quote}
                )
                continue
            self._placed.has_borrowed = True
            kind, _, role = name.partition(":")
            if kind == "participant":
                link = {"role": role, "from": {**found[0], "actor": self._registry.find(quote, "")}}
                value.setdefault("participants", []).append(link)
            else:
                value[name] = found[0]

    def _participants(self, tag: DraftTag, number: int) -> list[dict[str, Any]]:
        links: list[dict[str, Any]] = []
        for link in tag.links:
            basis = {"basis": link.basis} if link.basis else {}
            if link.target is None:
                links.append({"role": link.role, **basis})
                continue
            there = self._home.get(link.target.uid)
            if there is None:
                self._leave(tag, "participant", "Its mention could not be imported.", link.role)
            elif there == number:
                links.append({"role": link.role, "actor": link.target.uid, **basis})
            else:
                words = self._words(there, (link.target.start, link.target.end))
                actor = self._registry.find(link.target.actor or words["quote"], link.target.wikidata)
                links.append({"role": link.role, "from": {**words, "actor": actor}, **basis})
                self._placed.has_borrowed = True
        return links

    def _leave(self, tag: DraftTag, what: str, why: str, detail: object) -> None:
        self._drafts.leftovers.append(Leftover(what, tag.where, why, {"of": tag.label, "said": detail}))


def without(operations: Mapping[int, list[WireOperation]], uids: set[str]) -> dict[int, list[WireOperation]]:
    """The operations that do not add one of these tags."""
    kept = {pk: [op for op in each if op.tag not in uids] for pk, each in operations.items()}
    return {pk: each for pk, each in kept.items() if each}
