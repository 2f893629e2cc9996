"""Attest's own JSONL with tags: what a release holds, and the shorter lines a program writes.

A line of a release has `sentence` and `tags`; a line of the other kind has `text`, `position`, `source` as in the plain
JSONL, and `tags`. Offsets are code points of the sentence's text. Derived fields (display offsets, labels of registry
entries, quotes of other spans) are not read.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from annotations.importing.items import Item, Leftover, Reading, Span
from sources.importers.problems import ImportProblem

from . import json_lines
from .json_lines import whole, words_of

NAME: Final = "attest"
LABEL: Final = "Attest’s own JSONL with tags"
_KNOWN: Final = ("title", "url", "outlet", "author", "language", "published", "licence", "external_id")
_DERIVED: Final = frozenset(
    {
        "kind", "tag", "by", "version", "display_start", "display_end", "display_quote", "date_text", "source_text",
        "cue_text", "hedge_text", "place_text", "deaths_text", "injured_text", "arrested_text", "actor", "actor_id",
        "actor_label", "actor_kind", "actor_country", "actor_wikidata",
    }
)  # fmt: skip


def looks_like(row: Mapping[str, Any]) -> bool:
    """Whether a line is one of ours with tags."""
    return isinstance(row.get("tags"), list) and ("sentence" in row or isinstance(row.get("text"), str))


def read(text: str) -> Reading:
    """The sentences of a file, in the order of their sources and places."""
    items: list[tuple[tuple[int, int, int], Item]] = []
    leftovers: list[Leftover] = []
    groups: dict[str, int] = {}
    last = ""
    for number, row in json_lines.lines(text):
        where = f"line {number:,}"
        sentence = row.get("sentence") if isinstance(row.get("sentence"), dict) else row
        words = (sentence or {}).get("text")
        if not isinstance(words, str):
            raise ImportProblem.of(
                "The sentence has no text.",
                "Release the data set with its text and import that.",
                line=number,
            )
        group, known = _source(row, last)
        last = group
        order = groups.setdefault(group, len(groups))
        place = whole((sentence or {}).get("start", row.get("position")))
        spans = [_span(one, at, number) for at, one in enumerate(row.get("tags") or [])]
        item = Item(words_of(row.get("set", number)), where, words, spans, (), None, known, group or "source")
        items.append(((order, place if place is not None else number, number), item))
        if row.get("outcome") == "nothing_to_code":
            leftovers.append(Leftover("mark", where, "Marks are not imported; tags are.", "nothing to code"))
    items.sort(key=lambda pair: pair[0])
    return Reading(NAME, [item for _, item in items], leftovers, unit="code_points")


def _source(row: Mapping[str, Any], last: str) -> tuple[str, dict[str, str]]:
    """What the line says of its source, and the key by which lines share one."""
    given = row.get("source")
    if not isinstance(given, dict):
        return last, {}
    known = {name: words_of(given[name]) for name in _KNOWN if given.get(name)}
    if given.get("published_on"):
        known["published"] = words_of(given["published_on"])
    stated = next((f"{name}:{given[name]}" for name in ("sha256", "id") if given.get(name)), "")
    return stated or next(
        (f"{n}:{known[n]}" for n in ("external_id", "url", "title") if n in known), last
    ), known


def _span(one: object, place: int, line: int) -> Span:
    if not isinstance(one, dict) or one.get("kind") not in ("event", "actor", "reliability"):
        raise ImportProblem.of(
            f"Tag {place + 1} has no kind.", "Write “kind” as event, actor or reliability.", line=line
        )
    start, end = whole(one.get("start")), whole(one.get("end"))
    if start is None or end is None:
        raise ImportProblem.of(
            f"Tag {place + 1} has no whole offsets.", "Write “start” and “end”.", line=line
        )
    ready = {name: value for name, value in one.items() if name not in _DERIVED}
    if one["kind"] == "event":
        ready["participants"] = [_participant(each) for each in one.get("participants") or []]
    # Numbers of registry entries mean nothing in another project: actors are found by what names them.
    names = {"actor": one.get("actor_label"), "wikidata": one.get("actor_wikidata")}
    quote = one.get("quote")
    return Span(
        _uid(one.get("tag"), line, place),
        str(one["kind"]),
        start,
        end,
        quote if isinstance(quote, str) else None,
        {name: words_of(value) for name, value in names.items() if value},
        annotator=words_of(one.get("by")),
        ready=ready,
    )


def _participant(one: object) -> dict[str, Any]:
    """A link with the id of the actor tag it leads to, under either name, or the words of another sentence."""
    given = one if isinstance(one, dict) else {}
    link: dict[str, Any] = {"role": given.get("role")}
    target = given.get("tag", given.get("actor"))
    if target is not None:
        link["actor"] = target
    return link | {name: given[name] for name in ("from", "quote", "basis") if given.get(name)}


def _uid(given: object, line: int, place: int) -> str:
    """The tag's own id; for a name that is none, one made from it, so that the same file makes the same."""
    text = words_of(given)
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid5(NAMESPACE_URL, f"{line}:{text or place}"))
