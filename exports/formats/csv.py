"""CSV: one row a tag, the sentence's columns repeated; a sentence without tags is one row without a tag."""

import csv
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, Final

import orjson

from common.spreadsheets import harmless
from exports.output import Output
from exports.records import SENTENCE_FIELDS, SOURCE_FIELDS, Record

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
_COMMON: Final = (
    "kind", "tag", "by", "version", "start", "end", "quote", "display_start", "display_end", "display_quote", "note",
)  # fmt: skip
_OWN: Final = {
    "event": (
        "code", "codebook", "modes", "other_codes",
        "date_edtf", "date_start", "date_end", "date_text", "date_from", "date_resolved", "date_basis", "date_prec",
        "date_min", "date_max",
        "place_name", "place_start", "place_end", "place_text", "place_from", "place_basis", "country", "latitude",
        "longitude", "where_prec",
        "deaths_low", "deaths_best", "deaths_high", "deaths_start", "deaths_end", "deaths_text",
        "injured", "injured_start", "injured_end", "injured_text",
        "arrested", "arrested_start", "arrested_end", "arrested_text",
        "modality", "polarity", "tense", "genericity", "participants",
    ),
    "actor": ("actor_id", "actor_label", "actor_kind", "actor_country", "actor_wikidata"),
    "reliability": (
        "credibility", "rationale", "source_start", "source_end", "source_text", "source_from", "source_basis",
        "cue_start", "cue_end", "cue_text", "hedge_start", "hedge_end", "hedge_text",
        "parent", "anonymous", "commitment", "check_worthiness",
    ),
}  # fmt: skip
_SHARED: Final = len(_COMMON)
COLUMNS: Final = (
    *_HEAD,
    *(name if name.startswith("outlet") else f"source_{name}" for name in SOURCE_FIELDS),
    *(f"sentence_{name}" for name in SENTENCE_FIELDS),
    *(name if name in ("kind", "tag") else f"tag_{name}" for name in _COMMON),
    *(f"tag_{name}" for names in _OWN.values() for name in names),
)


class _Lines(list[str]):
    """What a csv.writer has written, a line an item."""

    write = list.append


class TagRows:
    """RFC 4180 in UTF-8: commas, CRLF, quotes doubled; empty cells for what is null.

    Sources repeat over sentences and sentences over tags, so each is turned into text once and put before its rows.
    """

    def __init__(self, out: Output) -> None:
        self._out = out
        self.sentences = self.tags = self.rows = 0
        self._written = _Lines()
        self._append = csv.writer(self._written).writerow
        self._source: tuple[Record, str] = ({}, "")
        out.write(self._line(COLUMNS).encode())

    def write(self, records: Sequence[Record]) -> None:
        """Append the tags of these sentences."""
        lines: list[str] = []
        for record in records:
            own, sentence = self._cells(_HEAD_OF(record)), self._cells(_SENTENCE_OF(record["sentence"]))
            head = f"{own},{self._source_cells(record['source'])},{sentence},"
            tags = record["tags"]
            lines += [head + self._tag_line(tag) for tag in tags] or [head + _NO_TAG]
            self.tags += len(tags)
        self.sentences += len(records)
        self.rows += len(lines)
        self._out.write("".join(lines).encode())

    def _tag_line(self, tag: Record) -> str:
        cells_of, before, after = _LAYOUT[tag["kind"]]
        cells = cells_of(tag)
        return f"{self._cells(cells[:_SHARED], before, cells[_SHARED:], after)}\r\n"

    def _source_cells(self, source: Record) -> str:
        if self._source[0] is not source:
            self._source = (source, self._cells(_SOURCE_OF(source)))
        return self._source[1]

    def _cells(self, *groups: Sequence[Any]) -> str:
        """The cells as they stand in a line, without its end."""
        return self._line([harmless(v) if type(v) is str else _cell(v) for group in groups for v in group])[
            :-2
        ]

    def _line(self, cells: Sequence[Any]) -> str:
        self._append(cells)
        return self._written.pop()


def _cell(value: Any) -> Any:
    if type(value) is list:
        return orjson.dumps(value).decode() if value and type(value[0]) is dict else " ".join(value)
    if type(value) is bool:
        return "true" if value else "false"
    return orjson.dumps(value).decode() if type(value) is dict else value


_HEAD_OF: Final = itemgetter(*_HEAD)
_SOURCE_OF: Final = itemgetter(*SOURCE_FIELDS)
_SENTENCE_OF: Final = itemgetter(*SENTENCE_FIELDS)


def _layout(kind: str) -> tuple[Callable[[Record], tuple[Any, ...]], tuple[str, ...], tuple[str, ...]]:
    """How to get a tag's cells, and the empty cells before and after those of its kind."""
    place = list(_OWN).index(kind)
    widths = [len(names) for names in _OWN.values()]
    return (
        itemgetter(*_COMMON, *_OWN[kind]),
        ("",) * sum(widths[:place]),
        ("",) * sum(widths[place + 1 :]),
    )


_LAYOUT: Final = {kind: _layout(kind) for kind in _OWN}
_NO_TAG: Final = "," * (len(_COMMON) + sum(map(len, _OWN.values())) - 1) + "\r\n"
