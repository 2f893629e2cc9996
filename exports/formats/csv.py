"""CSV: one row a tag, the sentence's columns repeated; a sentence without tags is one row without a tag."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import orjson

from exports.output import Output
from exports.records import SENTENCE_FIELDS, SOURCE_FIELDS, Record

_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")

_HEAD: Final = (
    "set",
    "outcome",
    "revision",
    "coded_at",
    "submitted_by",
    "submitted_at",
    "approved_by",
    "approved_at",
)
_TAG: Final = (
    "kind", "tag", "by", "version", "start", "end", "quote", "display_start", "display_end", "display_quote", "note",
    "code", "codebook", "date_edtf", "date_start", "date_end", "date_text", "modality", "polarity", "participants",
    "actor_id", "actor_label", "actor_kind", "actor_country", "actor_wikidata",
    "credibility", "source_start", "source_end", "source_text", "cue_start", "cue_end", "cue_text",
    "hedge_start", "hedge_end", "hedge_text", "rationale",
)  # fmt: skip
COLUMNS: Final = (
    *_HEAD,
    *(f"source_{name}" if not name.startswith("outlet") else name for name in SOURCE_FIELDS),
    *(f"sentence_{name}" for name in SENTENCE_FIELDS),
    *(name if name in ("kind", "tag") else f"tag_{name}" for name in _TAG),
)


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it rather than runs it: what reads as a formula gets an apostrophe in front.

    Reversible: apostrophes before such a beginning are kept, so taking one off gives the text back.
    """
    return f"'{text}" if _FORMULA.match(text) else text


class TagRows:
    """RFC 4180 in UTF-8: commas, CRLF, quotes doubled; empty cells for what is null."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self.sentences = self.tags = self.rows = 0
        self._buffer = io.StringIO()
        self._append: Callable[[Sequence[Any]], Any] = csv.writer(self._buffer).writerow
        self._append(COLUMNS)
        self._flush()

    def write(self, records: Sequence[Record]) -> None:
        """Append the tags of these sentences."""
        for record in records:
            head = _sentence_cells(record)
            tags = record["tags"]
            for tag in tags:
                self._append(head + _tag_cells(tag))
            if not tags:
                self._append(head + [""] * len(_TAG))
            self.rows += len(tags) or 1
            self.tags += len(tags)
        self.sentences += len(records)
        self._flush()

    def _flush(self) -> None:
        self._out.write(self._buffer.getvalue().encode())
        self._buffer.seek(0)
        self._buffer.truncate()


def _cell(value: Any) -> Any:
    if type(value) is str:
        return harmless(value)
    if type(value) is list:
        return orjson.dumps(value).decode() if value and type(value[0]) is dict else " ".join(value)
    return value


def _sentence_cells(record: Record) -> list[Any]:
    source, sentence = record["source"], record["sentence"]
    cells = [record[name] for name in _HEAD]
    cells += [source[name] for name in SOURCE_FIELDS]
    cells += [sentence[name] for name in SENTENCE_FIELDS]
    return [_cell(value) for value in cells]


def _tag_cells(tag: dict[str, Any]) -> list[Any]:
    get = tag.get
    return [_cell(get(name)) for name in _TAG]
