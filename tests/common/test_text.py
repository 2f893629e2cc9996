"""Code points and UTF-16 units: the shared cases, and random texts."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.text import OffsetError, Utf16Map, from_utf16, to_utf16, utf16_length

SHARED = json.loads((Path(__file__).parents[1] / "shared" / "offset_cases.json").read_text("utf-8"))
texts = st.text(
    alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("a😀\u0301\u200dح👩"))
)


def units_of(text: str) -> int:
    """The length in UTF-16 units, as the codec counts it."""
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("case", SHARED["units"], ids=lambda case: ascii(case["text"]))
def test_boundaries_agree_with_the_shared_cases(case: dict[str, Any]) -> None:
    for utf16, code_point in zip(case["utf16"], case["code_points"], strict=True):
        assert to_utf16(case["text"], code_point) == utf16
        assert from_utf16(case["text"], utf16) == code_point
    for refused in case["refused"]:
        with pytest.raises(OffsetError):
            from_utf16(case["text"], refused)


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_spans_agree_with_the_shared_cases(case: dict[str, Any]) -> None:
    for side in ("received", "display"):
        units = Utf16Map(case[side])
        assert units.length == case["length"][side]
        assert units.utf16_length == case["length"][f"utf16_{side}"]
        for span in case["spans"]:
            assert [units.to_utf16(offset) for offset in span[side]] == span[f"utf16_{side}"]
            assert [units.from_utf16(offset) for offset in span[f"utf16_{side}"]] == span[side]


@given(texts)
def test_every_boundary_returns_unchanged(text: str) -> None:
    units = Utf16Map(text)
    for offset in range(len(text) + 1):
        assert units.to_utf16(offset) == units_of(text[:offset])
        assert units.from_utf16(units.to_utf16(offset)) == offset


@given(texts)
def test_only_the_middle_of_a_character_is_refused(text: str) -> None:
    units = Utf16Map(text)
    boundaries = {units_of(text[:offset]) for offset in range(len(text) + 1)}
    for offset in range(utf16_length(text) + 1):
        if offset in boundaries:
            assert units.to_utf16(units.from_utf16(offset)) == offset
        else:
            with pytest.raises(OffsetError, match="two halves"):
                units.from_utf16(offset)


@pytest.mark.parametrize("offset", [-1, 4])
def test_offsets_outside_the_text_are_refused(offset: int) -> None:
    with pytest.raises(OffsetError, match="outside a text of 3"):
        to_utf16("abc", offset)
    with pytest.raises(OffsetError, match="outside a text of 3"):
        from_utf16("abc", offset)
