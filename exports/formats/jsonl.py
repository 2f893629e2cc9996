"""JSON Lines: one approved sentence a line, with all its tags."""

from collections.abc import Sequence

import orjson

from exports.output import Output
from exports.records import Record


class SentenceLines:
    """UTF-8, one object a line, keys in the order of `docs/exports.md`."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self.sentences = self.tags = self.rows = 0

    def write(self, records: Sequence[Record]) -> None:
        """Append these sentences."""
        self._out.write(b"".join(orjson.dumps(r, option=orjson.OPT_APPEND_NEWLINE) for r in records))
        self.sentences += len(records)
        self.rows += len(records)
        self.tags += sum(len(record["tags"]) for record in records)
