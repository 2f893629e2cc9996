"""Dates in running text: what is found, what is not, and how long it takes."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.dates import find_dates
from common.edtf import is_edtf

SHARED = json.loads((Path(__file__).parents[1] / "shared" / "date_cases.json").read_text("utf-8"))

# Pieces that dates are made of, in any order: most make none, all must be survived.
_WORDS = (
    "12|31|29|0|2007|1900|9999|07|١٢|June|may|May|February|Feb.|نوفمبر|בנובמבר|early|mid-|late|end of|between|and"
    "|or|to|–|-|/|,|.|of|the|since|until|about|c.|1990s|spring|first half of|Q1|Tuesday|in|people|[65]|th|T10:00"
)
_PIECES = st.sampled_from([*_WORDS.split("|"), "\n", "😀"])
_texts = st.lists(_PIECES, max_size=12).map(" ".join) | st.lists(_PIECES, max_size=12).map("".join)


@pytest.mark.parametrize("case", SHARED["found"], ids=lambda case: case["text"][:60])
def test_dates_are_found_as_a_coder_would_mark_them(case: dict[str, Any]) -> None:
    text = case["text"]
    assert [[text[date.start : date.end], date.edtf] for date in find_dates(text)] == case["dates"]


@given(_texts | st.text(max_size=60))
def test_whatever_is_found_is_edtf_in_order_and_apart(text: str) -> None:
    at = 0
    for date in find_dates(text):
        assert at <= date.start < date.end <= len(text)
        assert is_edtf(date.edtf), (text, date)
        assert date.reason
        at = date.end


_HOSTILE = (
    "1 |12 |1,|1-|2007|2007 |2007-|May |12 May |may|between 1 and |between |early |about |since |since about early "
    "|Tuesday, |1, 2, 3, |[1]|12 May,[1][2][3] |1 and |2007–|12 May – |May to | |\n|first half of |كانون |q1|12/11/"
    "|the |c.c.|early mid late |since since between about "
)


@pytest.mark.parametrize("piece", _HOSTILE.split("|"))
def test_hostile_text_takes_no_longer_than_its_length_allows(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        begin = time.process_time()
        find_dates(text)
        return time.process_time() - begin

    seconds(1000)
    # Linear, whatever the machine: twenty times the text, and no more than a second for a page of it.
    assert seconds(20_000) < 1
