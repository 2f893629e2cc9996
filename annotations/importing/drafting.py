"""From items to drafts: offsets in code points, labels by the rules, twins merged, sentences cut around whole spans."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Final
from uuid import UUID, uuid5

from sources.decoding import normalise, text_sha256
from sources.importers.drafts import MAX_TITLE, ImportedSource, SourceMetadata, draft_sentences
from sources.importers.metadata import LIMITS, read_metadata
from sources.importers.problems import ImportProblem
from sources.importers.titles import checked_title
from sources.segmenting import Slice

from .cutting import items_are, sentence_at, sentences_of, trimmed, whole_spans
from .drafts import DraftLink, Drafts, DraftSource, DraftTag, Place, Refusal
from .items import Item, Leftover, Reading
from .labelling import DraftPart, Labelled, label_item
from .mapping import Rules
from .offsets import Boundaries, Verdict, normalised_offsets

NAMESPACE: Final = UUID("5a8f3c1e-2c1b-5e0e-9c53-8f1d6a1f2b77")


@dataclass(slots=True)
class _Text:
    """An item whose text and offsets are final, `at` being where its text begins in its source."""

    item: Item
    text: str
    places: Mapping[str, Place]
    cuts: list[Place] | None
    at: int = 0
    labelled: Labelled = field(default_factory=Labelled)


def draft(reading: Reading, verdict: Verdict, rules: Rules, file_name: str = "") -> Drafts:
    """What the file becomes under these rules. Pure: codes and actors are looked up later."""
    drafts = Drafts(leftovers=list(reading.leftovers), notes=reading.notes)
    texts = list(_texts(reading, verdict, drafts))
    for text in texts:
        text.labelled = label_item(text.item, text.text, text.places, rules, drafts.leftovers)
    stem = " ".join(PurePath(file_name).stem.replace("_", " ").split()) or "Imported texts"
    if items_are(reading, rules.items) == "sentence":
        _draft_sentences(texts, drafts, stem)
    else:
        _draft_sources(texts, drafts, stem)
    return drafts


def _texts(reading: Reading, verdict: Verdict, drafts: Drafts) -> Iterator[_Text]:
    """The items with normalised texts and offsets in code points; what cannot be read is refused."""
    for number, item in enumerate(reading.items):
        if number in verdict.refused:
            drafts.refusals.append(Refusal(item.where, verdict.refused[number]))
            continue
        try:
            text = normalise(item.text)
        except ImportProblem as problem:
            drafts.refusals.append(Refusal(item.where, str(problem.problems[0])))
            continue
        if not any(True for _ in _visible(text)):
            drafts.leftovers.append(Leftover("text", item.where, "The text is empty."))
            continue
        bounds = Boundaries(item.text, verdict.of(number))
        found = {span.uid: bounds.span(span.start, span.end) for span in item.spans}
        cuts = [bounds.span(start, end) for start, end in item.cuts or ()]
        ends = {edge for place in (*found.values(), *cuts) if place for edge in place}
        moved = normalised_offsets(item.text, ends)
        places: dict[str, Place] = {}
        for uid, place in found.items():
            fitted = _fitted(text, (moved[place[0]], moved[place[1]])) if place else None
            if fitted is not None:
                places[uid] = fitted
        _refuse_lost(item, places, drafts)
        whole = [(moved[cut[0]], min(len(text), moved[cut[1]])) for cut in cuts if cut]
        yield _Text(item, text, places, [cut for cut in whole if cut[0] < cut[1]] or None)


def _visible(text: str) -> Iterator[str]:
    return (character for character in text if not character.isspace())


def _fitted(text: str, place: Place) -> Place | None:
    """The span inside the text without the white space that no sentence holds; None when nothing is left."""
    start, end = place[0], min(place[1], len(text))
    while start < end and text[start] == "\n":
        start += 1
    while start < end and text[end - 1] == "\n":
        end -= 1
    return (start, end) if start < end and trimmed(text, start, end) else None


def _refuse_lost(item: Item, places: Mapping[str, Place], drafts: Drafts) -> None:
    for span in item.spans:
        if span.uid not in places:
            detail = {"label": span.label, "start": span.start, "end": span.end}
            drafts.leftovers.append(Leftover("span", item.where, "It covers only white space.", detail))


def _draft_sources(texts: Sequence[_Text], drafts: Drafts, stem: str) -> None:
    """Each text a source of its own; the same text twice is one source with the tags of both."""
    by_text: dict[str, list[_Text]] = {}
    for text in texts:
        by_text.setdefault(text.text, []).append(text)
    for each in by_text.values():
        first = each[0]
        title = f"{stem}, {first.item.where}" if len(texts) > 1 else stem
        pieces = sentences_of(first.text, first.cuts)
        _add_source(drafts, first.text, pieces, each, title)


def _draft_sentences(texts: Sequence[_Text], drafts: Drafts, stem: str) -> None:
    """The texts of a group are the sentences of one source, joined with line ends."""
    groups: dict[str, list[_Text]] = {}
    for text in texts:
        groups.setdefault(text.item.group, []).append(text)
    for each in groups.values():
        at = 0
        pieces: list[Slice] = []
        for text in each:
            text.at = at
            piece = trimmed(text.text, 0, len(text.text))
            if piece is not None:
                pieces.append(Slice(at + piece.start, at + piece.end))
            at += len(text.text) + 1
        title = next((t.item.known["title"] for t in each if t.item.known.get("title")), stem)
        _add_source(drafts, "\n".join(t.text for t in each), pieces, each, title)


def _add_source(drafts: Drafts, text: str, pieces: list[Slice], texts: Sequence[_Text], title: str) -> None:
    """One source: its sentences kept whole around its spans, its tags named and twins merged."""
    for each in texts:
        each.labelled.shift(each.at)
    tags = [tag for each in texts for tag in each.labelled.tags]
    parts = [part for each in texts for part in each.labelled.parts]
    places = [(tag.start, tag.end) for tag in tags] + [part.place for part in parts]
    places += [place for tag in tags for place in tag.parts.values()]
    pieces, joined = whole_spans(pieces, places)
    drafts.merged_sentences += joined
    first = texts[0].item
    known = first.known
    try:
        sentences = draft_sentences(text, pieces)
        named = checked_title(str(known.get("title") or title)[:MAX_TITLE])
    except ImportProblem as problem:
        drafts.refusals.append(Refusal(first.where, str(problem.problems[0])))
        return
    _attach(tags, parts, pieces, drafts)
    kept = _named(tags, text_sha256(text), drafts)
    source = ImportedSource(named, text, sentences, _metadata(known, first.where, drafts))
    drafts.sources.append(DraftSource(source, kept))


def _metadata(known: Mapping[str, str], where: str, drafts: Drafts) -> SourceMetadata:
    """What the file says of the text, as far as it can be used; the rest is listed."""
    usable: dict[str, str] = {}
    for name in LIMITS:
        value = known.get(name)
        if not value:
            continue
        try:
            read_metadata({name: value})
        except ImportProblem as problem:
            drafts.leftovers.append(Leftover("metadata", where, problem.problems[0].reason, {name: value}))
        else:
            usable[name] = value
    return read_metadata(usable)


def _attach(
    tags: Sequence[DraftTag], parts: Sequence[DraftPart], pieces: Sequence[Slice], drafts: Drafts
) -> None:
    """Give each part that no link led to a tag to the nearest tag of its kind in its sentence."""
    starts = [piece.start for piece in pieces]
    by_sentence: dict[tuple[int | None, str], list[DraftTag]] = {}
    for tag in tags:
        number = sentence_at(pieces, starts, (tag.start, tag.end))
        by_sentence.setdefault((number, tag.kind), []).append(tag)
    for part in parts:
        if part.owner is None:
            number = sentence_at(pieces, starts, part.place)
            near = [tag for tag in by_sentence.get((number, part.kind), []) if part.prefix not in tag.parts]
            part.owner = min(near, key=lambda tag: _distance(tag, part.place), default=None)
        if part.owner is None:
            why = f"There is no {part.kind} in its sentence that it could belong to."
            drafts.leftovers.append(Leftover("span", part.where, why, part.detail()))
        elif part.prefix in part.owner.parts:
            why = f"“{part.owner.label}” has a {part.prefix[:-1]} already."
            drafts.leftovers.append(Leftover("span", part.where, why, part.detail()))
        else:
            part.give()


def _distance(tag: DraftTag, place: Place) -> tuple[int, int]:
    return max(place[0] - tag.end, tag.start - place[1], 0), tag.start


def _named(tags: Iterable[DraftTag], digest: str, drafts: Drafts) -> list[DraftTag]:
    """The tags under ids that the same text and span always get; of twins the first, with what the others add."""
    kept: dict[str, DraftTag] = {}
    replaced: dict[int, DraftTag] = {}
    for tag in tags:
        coded = f"{tag.fields.get('codebook') or ''}:{tag.fields.get('code') or ''}"
        uid = tag.uid or str(uuid5(NAMESPACE, f"{digest}:{tag.kind}:{tag.start}:{tag.end}:{coded}"))
        tag.uid = uid
        twin = kept.setdefault(uid, tag)
        if twin is not tag:
            replaced[id(tag)] = twin
            drafts.merged_twins += 1
            _list_differences(twin, tag, drafts)
    for tag in kept.values():
        links: dict[tuple[str, str], DraftLink] = {}
        for link in tag.links:
            target = replaced.get(id(link.target), link.target) if link.target else None
            links.setdefault(
                (link.role, target.uid if target else ""), DraftLink(link.role, target, link.basis)
            )
        tag.links = list(links.values())
    return list(kept.values())


def _list_differences(kept: DraftTag, other: DraftTag, drafts: Drafts) -> None:
    """A twin gives the kept tag what that lacks; where both say something different, the other is listed."""
    kept.links += other.links
    for prefix, place in other.parts.items():
        if kept.parts.setdefault(prefix, place) != place:
            drafts.leftovers.append(_difference(other, {prefix: list(place)}))
    for name, value in other.fields.items():
        if kept.fields.get(name) in (None, "", []):
            kept.fields[name] = value
        elif kept.fields[name] != value:
            drafts.leftovers.append(_difference(other, {name: value}))
    if other.label != kept.label:
        drafts.leftovers.append(_difference(other, {"label": other.label}))


def _difference(other: DraftTag, detail: Mapping[str, Any]) -> Leftover:
    who = f"{other.annotator} says" if other.annotator else "It is said"
    why = f"{who} otherwise of words that are tagged already."
    return Leftover("difference", other.where, why, dict(detail))
