"""EDTF: which texts are, which days they can mean, and what precision they imply."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.edtf import bounds, has_year, is_edtf, precision

CASES = json.loads((Path(__file__).parents[1] / "shared" / "edtf_cases.json").read_text("utf-8"))["cases"]

_years = st.from_regex(r"-?[0-9X]{4}", fullmatch=True)
_parts = st.from_regex(r"[0-4X][0-9X]", fullmatch=True)
_marks = st.sampled_from(["", "", "?", "~", "%"])
_single = (
    st.builds("{}{}{}".format, _marks, _years, _marks)
    | st.builds("{}-{}{}".format, _years, _parts, _marks)
    | st.builds("{}-{}-{}{}".format, _years, _parts, _parts, _marks)
)
_ends = _single | st.sampled_from(["", ".."])
_edtf = (
    _single
    | st.builds("{}/{}".format, _ends, _ends)
    | st.builds("[{},{}]".format, _ends, _ends)
    | st.builds("{{{},{}..{}}}".format, _single, _single, _single)
    | st.from_regex(r"Y-?[0-9]{1,12}(E[0-9]{1,12})?(S[0-9]{1,9})?", fullmatch=True)
    | st.from_regex(r"[0-9]{4}S[0-9]{1,12}", fullmatch=True)
    | st.text("0123456789XYTESZ?~%./,:+-[]{}", max_size=64)
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["edtf"])
def test_edtf_means(case: dict[str, Any]) -> None:
    edtf = case["edtf"]
    assert is_edtf(edtf)
    said = tuple(day and day.isoformat() for day in bounds(edtf))
    assert said == (case["earliest"], case["latest"])
    assert precision(edtf) == case["precision"]
    assert has_year(edtf) is case["has_year"]


@pytest.mark.parametrize(
    "text",
    ["2007-11-12", "2007-11", "2007", "XXXX-11-12", "2007-11-XX", "2007-06~", "2007?", "2006/2007", "2007-06/..",
     "2007-21", "[2006,2007]", "200X", "1985-04-12T23:20:30", "-0044-03-15", "2007-X1"],
)  # fmt: skip
def test_dates_that_are_edtf(text: str) -> None:
    assert is_edtf(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "12 November 2007", "2007-13", "2007-02-30", "2007-11-31", "2007-1", "2007/2006", "2007-11-12/2007-11-01",
     "None/", "2007\n", "２００７", "٢٠٠٧-١١-١٢", "2007-11-12 ", "unknown", "/", "XXXX-02-30", "2007-11-12T25:00:00",
     "x" * 65, "[" * 64, "\ud800", "\x00", "2007-11-12\u200f"],
)  # fmt: skip
def test_dates_that_are_not(text: str) -> None:
    assert not is_edtf(text)


@pytest.mark.parametrize(
    "text", ["", "None/", "12 November", "2007-13", "2007-02-30", "[", "{,}", "9" * 9000]
)
def test_what_is_no_edtf_has_no_days(text: str) -> None:
    assert None in bounds(text)
    assert precision(text) is None


@given(st.text(max_size=70) | _edtf)
def test_any_text_is_edtf_or_not_without_a_word(text: str) -> None:
    assert is_edtf(text) in (True, False)


@pytest.mark.parametrize("text", ["2007-X1", "None/", "[[", "Y", "XXXX-X1-X1", "2007-X1/2007-X2"])
def test_the_validator_prints_nothing(text: str, capfd: pytest.CaptureFixture[str]) -> None:
    is_edtf.cache_clear()
    is_edtf(text)
    bounds(text)
    assert capfd.readouterr() == ("", "")


@given(_edtf)
def test_bounds_are_days_in_order_or_not_known(text: str) -> None:
    earliest, latest = bounds(text)
    if is_edtf(text) and earliest and latest:
        assert earliest <= latest
    if is_edtf(text) and not has_year(text):
        assert None in (earliest, latest)
        assert precision(text) is None


@given(st.dates(min_value=date(1, 1, 1)))
def test_a_day_is_itself_and_lies_in_its_month_year_and_decade(day: date) -> None:
    iso = day.isoformat()
    assert bounds(iso) == (day, day)
    assert precision(iso) == 1
    for wider in (
        iso[:7],
        iso[:7] + "-XX",
        iso[:4],
        iso[:4] + "-XX-XX",
        iso[:9] + "X",
        iso[:5] + "XX" + iso[7:],
    ):
        earliest, latest = bounds(wider)
        assert (earliest or date.max) <= day <= (latest or date.min), wider


@given(st.dates(min_value=date(1, 1, 1), max_value=date(9000, 1, 1)), st.integers(0, 500))
def test_an_interval_runs_from_its_first_day_to_its_last(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    text = f"{first.isoformat()}/{last.isoformat()}"
    assert bounds(text) == (first, last)
    expected = (
        1 if days < 1 else 2 if days < 6 else 3 if days < 7 else 4 if days < 31 else 5 if days < 366 else None
    )
    assert precision(text) == expected
