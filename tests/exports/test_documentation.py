"""The documentation names every format and every field there is."""

import re
from pathlib import Path

import pytest

from exports.formats import FORMATS
from exports.formats.csv import COLUMNS

from .stories import Shelf, lines, released

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "exports.md").read_text()
NAMED = set(re.findall(r"`([a-z_0-9]+)`", DOCUMENT))


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "gated"])
def test_every_format_is_described(name: str) -> None:
    assert re.search(rf"^## .*`{name}`$", DOCUMENT, re.MULTILINE)


@pytest.mark.django_db
def test_every_field_is_described(shelf: Shelf) -> None:
    fields: set[str] = set()
    for record in lines(shelf.cast.owner, released(shelf.cast.owner)):
        fields |= record.keys() | record["source"].keys() | record["sentence"].keys()
        for tag in record["tags"]:
            fields |= tag.keys()
            for link in tag.get("participants", []):
                fields |= link.keys()
    assert fields - NAMED == set()


def test_every_column_is_a_field_under_its_prefix() -> None:
    for column in COLUMNS:
        bare = {column, *(column.removeprefix(f"{p}_") for p in ("source", "sentence", "tag"))}
        assert bare & NAMED, column
