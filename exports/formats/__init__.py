"""The formats a release can be written in: one file here each, named in `FORMATS`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from exports.output import Output
from exports.records import Record

from .csv import TagRows
from .jsonl import SentenceLines


class Writer(Protocol):
    """Turns records into the bytes of one file, as they come. `sentences`, `tags`, `rows` count what was written."""

    sentences: int
    tags: int
    rows: int

    def write(self, records: Sequence[Record]) -> None:
        """Append these records."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a release."""

    name: str
    title: str
    extension: str
    media_type: str
    writer: Callable[[Output], Writer]


FORMATS: dict[str, Format] = {
    known.name: known
    for known in (
        Format("jsonl", "JSON Lines: a sentence a line", "jsonl", "application/x-ndjson", SentenceLines),
        Format("csv", "CSV: a tag a row", "csv", "text/csv; charset=utf-8", TagRows),
    )
}
