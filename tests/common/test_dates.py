"""Dates in running text: what is found, what is not, and how long it takes."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.dates import (
    Context,
    Neighbour,
    find_dates,
    find_unresolved,
    read_date,
    resolve,
    why_no_date,
)
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


@pytest.mark.parametrize("case", SHARED["typed"], ids=lambda case: case["typed"])
def test_typed_words_are_offered_as_edtf_or_said_to_name_no_day(case: dict[str, Any]) -> None:
    assert [list(offer) for offer in read_date(case["typed"])] == case["offers"]
    assert why_no_date(case["typed"]) == case["why_none"]


@pytest.mark.parametrize("case", SHARED["unresolved"], ids=lambda case: case["text"][:60])
def test_what_names_no_day_by_itself_is_found_with_its_reason(case: dict[str, Any]) -> None:
    text = case["text"]
    found = find_unresolved(text)
    assert [[text[phrase.start : phrase.end], phrase.reason] for phrase in found] == case["phrases"]


@pytest.mark.parametrize("case", SHARED["resolved"], ids=lambda case: f"{case['said']} {case['published']}")
def test_dates_resolve_from_their_surroundings_with_a_basis(case: dict[str, Any]) -> None:
    context = Context(case["published"], [Neighbour(**near) for near in case["neighbours"]])
    assert [list(resolution) for resolution in resolve(case["said"], context)] == case["resolutions"]


# fmt: off
_stated = st.sampled_from([
    "2007-06-16", "XXXX-10-17", "2008", "9999-12-31", "0001-01-01", "2006/2007", "199X", "2007-24", "?",
])
# fmt: on
_near = st.lists(st.builds(Neighbour, _stated, st.integers(-3, 3), st.none() | st.integers(1, 9)), max_size=3)
_said = _texts | st.sampled_from(
    [
        "the same day",
        "999 days later",
        "a year ago",
        "that summer",
        "last winter",
        "next Tuesday",
        "XXXX-02-29",
        "since May",
    ]
)


@given(
    _said, st.sampled_from(["", "2008-11-20", "2008", "2008-01", "0001-01-01", "9999-12-31", "soon"]), _near
)
def test_offers_and_resolutions_are_edtf_whatever_is_said(
    said: str, published: str, near: list[Neighbour]
) -> None:
    for offer in read_date(said):
        assert is_edtf(offer.edtf), (said, offer)
    for resolution in resolve(said, Context(published, near)):
        assert is_edtf(resolution.edtf), (said, resolution)
        assert resolution.basis in ("sentence", "other_sentence", "document")
    assert not (read_date(said) and why_no_date(said))


@given(_texts | st.text(max_size=60))
def test_unresolved_words_overlap_no_date(text: str) -> None:
    taken = [(date.start, date.end) for date in find_dates(text)]
    for phrase in find_unresolved(text):
        assert phrase.reason
        assert all(end <= phrase.start or phrase.end <= start for start, end in taken)


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
    "|the |c.c.|early mid late |since since between about |the |12 days |the same "
)


@pytest.mark.parametrize("piece", _HOSTILE.split("|"))
def test_hostile_text_takes_no_longer_than_its_length_allows(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        begin = time.process_time()
        find_dates(text)
        find_unresolved(text)
        read_date(text)
        return time.process_time() - begin

    seconds(1000)
    # A page takes a fraction of this on a machine that is busy; anything worse than linear takes minutes.
    assert seconds(20_000) < 5
