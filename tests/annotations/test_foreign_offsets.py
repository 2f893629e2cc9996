"""Which unit a file counts in is found from its own words, or refused with the place and both readings."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.importing.items import Item, Reading, Span
from annotations.importing.offsets import (
    BYTES,
    CODE_POINTS,
    GRAPHEMES,
    UNITS,
    UTF16,
    Boundaries,
    find_unit,
    normalised_offsets,
    same_words,
)
from sources.importers.problems import ImportProblem

TEXT = "🚨 Police arrested 👩‍👩‍👧 the cafe\u0301 owner, ناديا, in Velda."
WORDS = ("Police", "arrested", "cafe\u0301", "ناديا", "Velda")


def counted(text: str, unit: str) -> int:
    """The length of a text in a unit, told without the code under test."""
    if unit == UTF16:
        return len(text.encode("utf-16-le")) // 2
    return len(text.encode()) if unit == BYTES else len(text)


def reading(
    texts: Sequence[str], unit: str, words: Sequence[str] = WORDS, *, quoted: bool, own: str = ""
) -> Reading:
    """A file in which these words of every text are spans."""
    items = []
    for number, text in enumerate(texts):
        spans = []
        for word in words:
            at = text.index(word)
            start, end = counted(text[:at], unit), counted(text[: at + len(word)], unit)
            spans.append(Span(word, "A", start, end, word if quoted else None))
        items.append(Item(str(number), f"line {number + 1}", text, spans))
    return Reading("test", items, unit=own)


def found(given_: Reading, stated: str = "") -> list[str]:
    """The words that the spans of the first text read as."""
    verdict = find_unit(given_, stated)
    bounds = Boundaries(given_.items[0].text, verdict.of(0))
    places = [bounds.span(span.start, span.end) for span in given_.items[0].spans]
    return [given_.items[0].text[slice(*place)] for place in places if place]


@pytest.mark.parametrize("quoted", [True, False], ids=["with words", "without words"])
@pytest.mark.parametrize("unit", [CODE_POINTS, UTF16, BYTES])
def test_the_unit_is_found(unit: str, quoted: bool) -> None:
    told = reading([TEXT], unit, quoted=quoted)
    assert find_unit(told).unit == unit
    assert found(told) == list(WORDS)


def test_texts_of_one_file_may_prove_different_units() -> None:
    one, other = reading([TEXT], UTF16, quoted=True), reading([TEXT], BYTES, quoted=True)
    mixed = Reading("test", [*one.items, *one.items, *other.items])
    verdict = find_unit(mixed)
    assert (verdict.unit, dict(verdict.by_item)) == (UTF16, {2: BYTES})


def test_a_span_that_reads_otherwise_is_refused_with_both_texts() -> None:
    told = reading([TEXT], CODE_POINTS, quoted=True)
    wrong = Item("0", "line 1", TEXT, [*told.items[0].spans, Span("x", "A", 3, 6, "Pol")])
    said = find_unit(Reading("test", [wrong])).refused[0]
    assert "line 1: the span [3, 6) is quoted as “Pol”" in said
    assert "the text reads “oli” there" in said


def test_a_span_beyond_the_end_is_refused_in_every_unit() -> None:
    item = Item("0", "line 1", TEXT, [Span("x", "A", 5, 900)])
    assert "is outside the text" in find_unit(Reading("test", [item])).refused[0]


@pytest.mark.parametrize(
    ("span", "why"),
    [((0, 1), "cuts a character in two"), ((3, 2), "ends before it begins"), ((-1, 2), "outside the text")],
)
def test_a_stated_unit_is_held_to(span: tuple[int, int], why: str) -> None:
    item = Item("0", "line 1", "🚨 Police", [Span("x", "A", *span)])
    assert why in find_unit(Reading("test", [item]), UTF16).refused[0]


def test_marks_are_not_cut_from_their_letter_by_chance() -> None:
    item = Item("0", "line 1", "cafe\u0301 b", [Span("x", "A", 0, 4)])
    verdict = find_unit(Reading("test", [item]))
    assert verdict.unit == GRAPHEMES
    assert Boundaries(item.text, GRAPHEMES).span(0, 4) == (0, 5)


def test_two_good_readings_without_words_are_refused_with_both() -> None:
    item = Item("0", "line 1", "🚨 +-*/ x", [Span("x", "A", 3, 4)])
    with pytest.raises(ImportProblem, match="“-” in Unicode code points, “\\+” in UTF-16 units"):
        find_unit(Reading("test", [item]))
    assert find_unit(Reading("test", [item]), CODE_POINTS).unit == CODE_POINTS


def test_the_unit_of_the_format_stands_where_it_is_possible() -> None:
    item = Item("0", "line 1", "🚨 a b c d", [Span("x", "A", 4, 5)])
    assert find_unit(Reading("test", [item], unit=UTF16)).unit == UTF16


def test_a_format_counted_in_another_unit_is_seen_by_its_impossible_spans() -> None:
    told = reading(
        ["🚨🚨🚨🚨 Police arrested Velda"], CODE_POINTS, ("Police", "arrested"), quoted=False, own=UTF16
    )
    items = [*told.items, Item("1", "line 2", "🚨 a", [Span("x", "A", 0, 1)])]
    assert find_unit(Reading("test", items, unit=UTF16)).unit in (CODE_POINTS, GRAPHEMES)


def test_line_ends_of_two_characters_become_one() -> None:
    raw = "a\r\nb\r\ncd"
    assert normalised_offsets(raw, [0, 1, 3, 4, 6, 8]) == {0: 0, 1: 1, 3: 2, 4: 3, 6: 4, 8: 6}


def test_line_ends_are_the_same_words_however_a_tool_writes_them() -> None:
    assert same_words("a\nb", "a b")
    assert same_words("a\nb", "a\\nb")
    assert not same_words("a b", "ab")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60), st.data())
def test_a_span_in_any_unit_comes_back_exactly(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for unit in (CODE_POINTS, UTF16, BYTES):
        bounds = Boundaries(text, unit)
        assert bounds.length == counted(text, unit)
        assert bounds.span(counted(text[:start], unit), counted(text[:end], unit)) == (start, end)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.integers(-3, 200))
def test_a_place_is_a_boundary_or_nothing(text: str, offset: int) -> None:
    for unit in UNITS:
        place = Boundaries(text, unit).place(offset)
        assert place is None or 0 <= place <= len(text)
        if place is not None and unit in (UTF16, BYTES):
            assert counted(text[:place], unit) == offset
