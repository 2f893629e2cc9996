"""What docs/editors.md says a date is read as, is what it is read as."""

import re
from pathlib import Path

import pytest

from common.dates import read_date

_PAGE = (Path(__file__).parents[2] / "docs" / "editors.md").read_text("utf-8")
_SECTION = _PAGE[_PAGE.index("## Dates") : _PAGE.index("## Actors")]
_ROWS = re.findall(r"^\| ([^|`*]+) \| `([^`|]+)` \| ((?:`[^`|]+` )*)\|$", _SECTION, re.MULTILINE)


def test_the_guide_has_a_table_of_dates() -> None:
    assert len(_ROWS) > 15


@pytest.mark.parametrize(("written", "first", "others"), _ROWS)
def test_a_date_is_offered_as_the_guide_says(written: str, first: str, others: str) -> None:
    assert [edtf for edtf, _why in read_date(written)] == [first, *re.findall(r"`([^`]+)`", others)]
