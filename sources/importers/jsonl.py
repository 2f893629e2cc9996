"""JSONL: one sentence an object, with what is known of its source; a file may hold several sources.

Each line is an object with these fields; what else it holds is named in a note and not read.

- `text` (required): the sentence as received, citation markers included.
- `position` (optional integer): its place in the source. Given on all sentences of a source or on none; without it the
  order of the lines counts.
- `source` (optional object): `title`, `url`, `outlet`, `author`, `language` (as `en` or `ar-EG`), `published` (a day,
  `2024-03-19`, or a time, of which the day is kept), `licence`, `external_id`; all optional strings. Sentences belong
  to one source when they share `external_id`, else `url`, else `title`. A line without `source` belongs to the source
  of the line before. Later lines of a source may leave fields out, not contradict them.

The text of a source is its sentences joined with line ends.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

import orjson
from django.utils.translation import gettext_noop

from sources.decoding import Received, normalise
from sources.segmenting import INVISIBLE, Slice

from .drafts import MAX_TITLE, ImportedSource, Naming, SourceMetadata, draft_sentences, refuse_long
from .metadata import LIMITS, clean_text, read_metadata
from .problems import ImportProblem, Problems, half_character
from .titles import checked_title

NAME = "jsonl"
LABEL = gettext_noop("JSONL, one sentence an object")
_FIELDS: Final = frozenset({"text", "position", "source"})
_SOURCE_FIELDS: Final = frozenset({"title", *LIMITS})
_KEYS: Final = ("external_id", "url", "title")


@dataclass(slots=True)
class _Gathering:
    """One source while its lines are being read."""

    line: int
    title: str
    metadata: SourceMetadata
    texts: list[str] = field(default_factory=list)
    positions: list[int | None] = field(default_factory=list)


def read(received: Received, naming: Naming) -> list[ImportedSource]:
    """Every source of a file in this format, in the order in which they begin."""
    reading = _Reading()
    problems = Problems()
    for number, line in _objects(received.decoded):
        with problems.collecting(line=number):
            reading.add(number, line)
    problems.raise_if_any()
    if not reading.sources:
        raise ImportProblem.of("The file holds no sentence.", "Write one object on each line.")
    notes = tuple(f"Not read: {name}, on {count:,} lines." for name, count in sorted(reading.ignored.items()))
    finished: list[ImportedSource] = []
    for source in reading.sources:
        with problems.collecting(line=source.line):
            finished.append(_finish(source, naming, notes))
    problems.raise_if_any()
    return finished


def _objects(decoded: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something, numbered from 1. Only LF ends a line: the rest is JSON's own affair."""
    for number, line in enumerate(decoded.split("\n"), start=1):
        if line and not line.isspace():
            yield number, line


class _Reading:
    """Sorts sentences into their sources, line by line."""

    def __init__(self) -> None:
        self.sources: list[_Gathering] = []
        self.ignored: dict[str, int] = {}
        self._by_key: dict[tuple[str, str], _Gathering] = {}
        self._current: _Gathering | None = None
        self._last_stated: Any = None

    def add(self, number: int, line: str) -> None:
        """Take in one line, or raise what is wrong with it."""
        row = _parse(line)
        for name in row.keys() - _FIELDS:
            self._ignore(name)
        text = _sentence_text(row.get("text"))
        position = row.get("position")
        if position is not None and type(position) is not int:
            raise ImportProblem.of("“position” is not a whole number.", "Write it as 1, 2, 3.")
        source = self._source_of(number, row.get("source"))
        source.texts.append(text)
        source.positions.append(position)

    def _source_of(self, number: int, stated: object) -> _Gathering:
        """The source that a line states, or that of the line before."""
        if self._current is not None and (stated is None or stated == self._last_stated):
            return self._current
        if stated is not None and not isinstance(stated, dict):
            raise ImportProblem.of("“source” is not an object.", 'Write it as {"title": "..."}.')
        known: dict[str, object] = stated or {}
        for name in known.keys() - _SOURCE_FIELDS:
            self._ignore(f"source.{name}")
        title = clean_text("title", known.get("title") or "", MAX_TITLE)
        self._current = self._place(number, title, read_metadata(known))
        self._last_stated = stated
        return self._current

    def _place(self, number: int, title: str, metadata: SourceMetadata) -> _Gathering:
        """The source known by the same key, checked against what is stated now; else a new one."""
        values = {"external_id": metadata.external_id, "url": metadata.url, "title": title}
        key = next(((name, values[name]) for name in _KEYS if values[name]), ("", ""))
        found = self._by_key.get(key)
        if found is None:
            found = _Gathering(number, title, metadata)
            self._by_key[key] = found
            self.sources.append(found)
            return found
        found.title = _agreed("title", found, found.title, title)
        changes = {
            item.name: _agreed(
                item.name, found, getattr(found.metadata, item.name), getattr(metadata, item.name)
            )
            for item in fields(metadata)
        }
        found.metadata = replace(found.metadata, **changes)
        return found

    def _ignore(self, name: str) -> None:
        shown = name if len(name) <= 40 else f"{name[:40]}…"
        if shown in self.ignored or len(self.ignored) < 20:
            self.ignored[shown] = self.ignored.get(shown, 0) + 1


def _agreed(name: str, source: _Gathering, before: Any, now: Any) -> Any:
    """The value both lines state, or the one that states any."""
    if before and now and before != now:
        raise ImportProblem.of(
            f"“{name}” is not what line {source.line:,} says of the same source.",
            "Give both lines the same value, or the sources different external_ids.",
        )
    return before or now


def _parse(line: str) -> dict[str, Any]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        if "surrogate" in error.msg:
            raise half_character(column=error.colno) from None
        reason = f"This is not valid JSON ({error.msg.partition(':')[0]})."
        raise ImportProblem.of(reason, "Write one whole object on each line.", column=error.colno) from None
    if not isinstance(row, dict):
        raise ImportProblem.of("This is not an object.", 'Write each line as {"text": "..."}.')
    return row


def _sentence_text(value: object) -> str:
    if not isinstance(value, str):
        raise ImportProblem.of("“text” is missing or is not a text.", 'Write each line as {"text": "..."}.')
    text = normalise(value).strip()
    if not text.strip(INVISIBLE).strip():
        raise ImportProblem.of("“text” is empty.", "Leave the line out or write the sentence.")
    refuse_long(len(text))
    return text


def _finish(source: _Gathering, naming: Naming, notes: tuple[str, ...]) -> ImportedSource:
    title = source.title or checked_title(naming.title) or checked_title(naming.fallback)
    if not title:
        raise ImportProblem.of(
            "The source has no title.", 'Write "source": {"title": "..."} or give a title.'
        )
    texts = _in_order(source)
    slices: list[Slice] = []
    at = 0
    for text in texts:
        slices.append(Slice(at, at + len(text)))
        at += len(text) + 1
    joined = "\n".join(texts)
    return ImportedSource(title, joined, draft_sentences(joined, slices), source.metadata, notes)


def _in_order(source: _Gathering) -> list[str]:
    """The sentences by position, or by line when none states one."""
    positions = [position for position in source.positions if position is not None]
    if not positions:
        return source.texts
    if len(positions) < len(source.positions):
        raise ImportProblem.of(
            "Some sentences of this source have a “position” and some have none.", "Give all one."
        )
    if len(set(positions)) < len(positions):
        raise ImportProblem.of("Two sentences of this source have the same “position”.", "Number them apart.")
    return [text for _, text in sorted(zip(positions, source.texts, strict=True))]
