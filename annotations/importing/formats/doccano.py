"""doccano's JSONL, as 1.8 and before export it, alone or as the zip of one file for each annotator.

Sequence labelling: `label` (or `labels`) is a list of [start, end, label]; with relations: `entities` and `relations`
are objects with ids; `cats` or a list of names are categories of the whole text. `Comments` are remarks. What else a
line holds is the item's own metadata. Seen in doccano 1.8.4: its page counts UTF-16 units, or graphemes in a project of
that mode, while spans that a program brought in count what the program counted; no file says which, and none has the
words.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from annotations.importing.items import Item, Leftover, Link, Reading, Span
from sources.importers.problems import ImportProblem

from . import json_lines
from .json_lines import whole, words_of

NAME: Final = "doccano"
LABEL: Final = "doccano (JSONL, or the zip of annotators)"
_OWN: Final = frozenset(
    {"id", "text", "data", "label", "labels", "entities", "relations", "Comments", "comments", "cats", "meta"}
)
_KNOWN: Final = frozenset(
    {"title", "url", "outlet", "author", "language", "published", "licence", "external_id"}
)


def looks_like(row: Mapping[str, Any]) -> bool:
    """Whether a line is one of doccano's: a text with spans or categories in its own shape."""
    if not isinstance(row.get("text", row.get("data")), str) or "tags" in row:
        return False
    return any(isinstance(row.get(name), list) for name in ("label", "labels", "entities", "cats"))


def read(files: Sequence[tuple[str, str]]) -> Reading:
    """The items of these files, (name, text) each; several are several annotators of the same texts."""
    several = len(files) > 1
    found: dict[tuple[str, str], Item] = {}
    leftovers: list[Leftover] = []
    for name, text in files:
        annotator = PurePosixPath(name).stem if several else ""
        for number, row in json_lines.lines(text):
            where = f"{name}, line {number:,}" if several else f"line {number:,}"
            item = _item(row, where, annotator, leftovers)
            key = (item.key, item.text)
            found[key] = _joined(found[key], item) if key in found else item
    annotators = [PurePosixPath(name).stem for name, _ in files] if several else []
    return Reading(NAME, list(found.values()), leftovers, annotators=annotators)


def _joined(one: Item, other: Item) -> Item:
    """The same text as a second annotator has it."""
    return Item(
        one.key, one.where, one.text, [*one.spans, *other.spans], [*one.links, *other.links], None, one.known
    )


def _item(row: Mapping[str, Any], where: str, annotator: str, leftovers: list[Leftover]) -> Item:
    text = row.get("text", row.get("data"))
    if not isinstance(text, str):
        raise ImportProblem.of(
            f"{where}: “text” is missing or is not a text.", "Export the project as JSONL."
        )
    key = words_of(row.get("id"))
    spans: list[Span] = []
    for place, one in enumerate(_labels(row)):
        if isinstance(one, str):
            leftovers.append(Leftover("category", where, "It is of the whole text.", one))
        else:
            spans.append(_span(one, place, where, annotator))
    for name in ("cats", "Comments", "comments"):
        what = "category" if name == "cats" else "comment"
        for each in row.get(name) or []:
            said = words_of(each.get("comment", each) if isinstance(each, dict) else each)
            leftovers.append(Leftover(what, where, "It is of the whole text.", said))
    meta = row.get("meta") if isinstance(row.get("meta"), dict) else {}
    own = {**(meta or {}), **{name: value for name, value in row.items() if name not in _OWN}}
    for name, value in own.items():
        if name not in _KNOWN and value not in (None, "", [], {}):
            leftovers.append(
                Leftover("metadata", where, "Attest has no such field.", {name: words_of(value)})
            )
    known = {name: words_of(value) for name, value in own.items() if name in _KNOWN and value}
    return Item(key, where, text, spans, list(_links(row, where, annotator)), None, known)


def _labels(row: Mapping[str, Any]) -> Iterator[Any]:
    for name in ("label", "labels", "entities"):
        given = row.get(name)
        if isinstance(given, list):
            yield from given


def _span(one: Any, place: int, where: str, annotator: str) -> Span:
    if isinstance(one, dict):
        uid = words_of(one.get("id", place))
        parts = [one.get("start_offset"), one.get("end_offset"), one.get("label")]
    elif isinstance(one, list) and len(one) >= 3:
        uid, parts = f"#{place}", list(one[:3])
    else:
        raise ImportProblem.of(
            f"{where}: span {place + 1} is no [start, end, label].", "Export the project again."
        )
    start, end = whole(parts[0]), whole(parts[1])
    if start is None or end is None or not isinstance(parts[2], str):
        raise ImportProblem.of(
            f"{where}: span {place + 1} has no whole offsets or no label.", "Export the project again."
        )
    return Span(f"{annotator}:{uid}", words_of(parts[2]), start, end, annotator=annotator)


def _links(row: Mapping[str, Any], where: str, annotator: str) -> Iterator[Link]:
    for place, one in enumerate(row.get("relations") or [], start=1):
        if not isinstance(one, dict) or not isinstance(one.get("type"), str):
            raise ImportProblem.of(f"{where}: relation {place} has no type.", "Export the project again.")
        ends = [f"{annotator}:{words_of(one.get(name))}" for name in ("from_id", "to_id")]
        yield Link(words_of(one["type"]), ends[0], ends[1], annotator)
