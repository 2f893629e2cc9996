"""The exports of other tools that the tests read, and what they hold."""

from pathlib import Path
from typing import Final

from annotations.importing.items import Reading
from annotations.importing.offsets import Boundaries, find_unit
from annotations.importing.reading import read
from tests.fixtures.foreign.invented import ITEMS

FOLDER: Final = Path(__file__).parent.parent / "fixtures" / "foreign"
WORDS: Final = {(item.text, mark.where(item.text)) for item in ITEMS for mark in item.marks}


def exported(name: str) -> bytes:
    """The bytes of an export."""
    return (FOLDER / name).read_bytes()


def reading_of(name: str) -> Reading:
    """An export as it is read."""
    return read(exported(name), name)


def spans_of(reading: Reading, stated: str = "") -> set[tuple[str, tuple[int, int] | None]]:
    """Every span in code points, with its text."""
    verdict = find_unit(reading, stated)
    return {
        (item.text, Boundaries(item.text, verdict.of(number)).span(span.start, span.end))
        for number, item in enumerate(reading.items)
        for span in item.spans
    }
