"""A format whose writer stops after its first records until the file named in GATE is there."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from exports.formats import FORMATS, Format
from exports.formats.jsonl import SentenceLines
from exports.records import Record


class Gated(SentenceLines):
    """JSON Lines, slowly."""

    def write(self, records: Sequence[Record]) -> None:
        """Append, then wait at the gate."""
        super().write(records)
        self._out._stream.flush()
        gate = Path(os.environ["GATE"])
        with Path(f"{gate}.runs").open("a") as runs:
            runs.write(f"{self._out.path.parent.name}\n")
        while not gate.exists():
            time.sleep(0.05)


FORMATS["gated"] = Format("gated", "Gated", "jsonl", "application/x-ndjson", Gated)
