"""Citation markers: what is shown and the exact way back, on the shared cases and on random texts."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sources.markers import CLOSING, MARKER, SPACE, DisplayText, blank_markers, find_markers

SHARED = json.loads((Path(__file__).parents[1] / "shared" / "offset_cases.json").read_text("utf-8"))
by_name = pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])

PIECES = (
    "[1]",
    "[29]",
    "[1499]",
    "[2007]",
    "[",
    "]",
    " ",
    "  ",
    "\n",
    "\u00a0",
    '"',
    "”",
    ".",
    ",",
    "a",
    "Abbas",
    "😀",
    "\u0301",
    "ح",
)
received_texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=14).map("".join)


@by_name
def test_display_text_agrees_with_the_shared_cases(case: dict[str, Any]) -> None:
    assert DisplayText(case["received"]).text == case["display"]


@by_name
def test_markers_agree_with_the_shared_cases(case: dict[str, Any]) -> None:
    assert [marker._asdict() for marker in find_markers(case["received"])] == case["markers"]


@by_name
def test_spans_map_both_ways_as_the_shared_cases_say(case: dict[str, Any]) -> None:
    display = DisplayText(case["received"])
    for span in case["spans"]:
        start, end = display.to_received(*span["display"])
        assert [start, end] == span["received"]
        assert list(display.to_display(*span["received"])) == span["display"]
        assert display.received[start:end] == span["quote"]
        assert display.text[slice(*span["display"])] == span["shown"]


@by_name
def test_spans_that_cut_into_a_marker_show_the_words_only(case: dict[str, Any]) -> None:
    for touching in case["touching"]:
        assert list(DisplayText(case["received"]).to_display(*touching["received"])) == touching["display"]


@pytest.mark.parametrize("caret", SHARED["carets"], ids=lambda caret: caret["received"])
def test_a_start_maps_after_the_marker_and_an_end_before_it(caret: dict[str, Any]) -> None:
    display = DisplayText(caret["received"])
    assert display.start_to_received(caret["display"]) == caret["start"]
    assert display.end_to_received(caret["display"]) == caret["end"]
    assert display.to_received(caret["display"], caret["display"]) == (caret["start"], caret["start"])


@given(received_texts)
def test_nothing_but_markers_and_white_space_is_left_out(received: str) -> None:
    display = DisplayText(received)
    rest = received
    for start, end in reversed(display.gaps):
        assert start < end
        assert not MARKER.sub("", received[start:end]).strip(SPACE)
        rest = rest[:start] + rest[end:]
    assert rest == display.text
    assert all(one[1] < two[0] for one, two in zip(display.gaps, display.gaps[1:], strict=False))
    for marker in find_markers(received):
        assert any(start <= marker.start and marker.end <= end for start, end in display.gaps)


@given(received_texts, st.data())
def test_a_display_span_returns_unchanged(received: str, data: st.DataObject) -> None:
    display = DisplayText(received)
    end = data.draw(st.integers(0, len(display.text)))
    start = data.draw(st.integers(0, end))
    first, last = display.to_received(start, end)
    assert 0 <= first <= last <= len(received)
    assert display.to_display(first, last) == (start, end)
    inner = [gap for gap in display.gaps if first <= gap[0] and gap[1] <= last]
    assert last - first == end - start + sum(gap[1] - gap[0] for gap in inner)


@given(received_texts, st.data())
def test_a_received_span_keeps_its_words_and_settles_at_once(received: str, data: st.DataObject) -> None:
    display = DisplayText(received)
    end = data.draw(st.integers(0, len(received)))
    start = data.draw(st.integers(0, end))
    shown = display.to_display(start, end)
    assert 0 <= shown[0] <= shown[1] <= len(display.text)
    kept = [
        received[at] for at in range(start, end) if not any(gap[0] <= at < gap[1] for gap in display.gaps)
    ]
    assert display.text[slice(*shown)] == "".join(kept)
    tight = display.to_received(*shown)
    assert display.to_display(*tight) == shown
    if shown[0] < shown[1]:
        assert start <= tight[0] < tight[1] <= end


@given(received_texts)
def test_words_are_neither_joined_nor_torn_by_leaving_markers_out(received: str) -> None:
    # Before closing punctuation white space goes on purpose, so it stands aside here.
    words = received.translate({ord(character): "x" for character in CLOSING if character != "]"})
    assume(not re.search(rf"{MARKER.pattern}[{SPACE}]*]", words))
    assert DisplayText(words).text.split() == MARKER.sub("", words).split()


@given(received_texts)
def test_blanking_markers_keeps_every_offset(received: str) -> None:
    blank = blank_markers(received)
    assert len(blank) == len(received)
    assert not MARKER.search(blank)


@given(received_texts)
def test_leading_markers_stand_before_the_first_inline_one(received: str) -> None:
    places = [marker.place for marker in find_markers(received)]
    assert places == sorted(places, reverse=True)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (0, 99), (3, 2)])
def test_impossible_spans_are_refused(start: int, end: int) -> None:
    display = DisplayText("Abbas,[65] using")
    with pytest.raises(ValueError, match=r"outside|cannot start"):
        display.to_received(start, end)
    with pytest.raises(ValueError, match=r"outside|cannot start"):
        display.to_display(start, end)


@pytest.mark.parametrize(
    "hostile", [" " * 20_000, "[" * 20_000, "[1" * 10_000, "[1] " * 5_000, "[1]" + " " * 20_000 + "x"]
)
def test_hostile_sentences_do_not_hang(hostile: str) -> None:
    find_markers(hostile)
    assert len(DisplayText(hostile).text) <= len(hostile)
