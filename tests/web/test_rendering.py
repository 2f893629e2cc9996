"""Tags drawn in text, before any script."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.operations.state import Tag
from annotations.operations.upgrading import NOTHING_STATED
from web.cards import card_of, changes
from web.facts import Reader
from web.rendering import Span, lanes, segments, sentence_html, shown_spans

POLICE = "The police[12] fired at the crowd, <b>he</b> said."


def tag(kind: str, words: str, uid: str = "", text: str = POLICE, **value: object) -> Tag:
    start = text.index(words)
    base: dict[str, object] = {"start": start, "end": start + len(words), "quote": words, "note": ""}
    more: dict[str, dict[str, object]] = {
        "event": {
            "code": "ASSAULT", "codebook": "plover@1", "date_edtf": "", "date_start": None, "date_end": None,
            "modality": "asserted", "polarity": "positive", "participants": [],
        },
        "actor": {"actor": None},
        "reliability": {
            "credibility": "2", "rationale": "Two accounts.", "source_start": None, "source_end": None,
            "cue_start": None, "cue_end": None, "hedge_start": None, "hedge_end": None,
        },
    }  # fmt: skip
    whole = {**NOTHING_STATED[kind], **base, **more[kind], **value}
    whole["participants"] = [{"from": None, "basis": "", **link} for link in whole.get("participants", [])]
    return Tag(kind, uid or words, 1, "C02", whole)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], {}),
        ([Span("a", 0, 3)], {"a": 0}),
        ([Span("a", 0, 3), Span("b", 4, 6)], {"a": 0, "b": 0}),
        ([Span("outer", 0, 9), Span("inner", 2, 4)], {"inner": 0, "outer": 1}),
        ([Span("a", 0, 5), Span("b", 3, 9), Span("c", 8, 20)], {"a": 0, "b": 1, "c": 2}),
        ([Span("a", 0, 3), Span("b", 0, 3)], {"a": 0, "b": 1}),
        ([Span("a", 0, 3), Span("b", 3, 5)], {"a": 0, "b": 0}),
    ],
)
def test_the_innermost_tag_lies_nearest_to_the_text(spans: list[Span], expected: dict[str, int]) -> None:
    assert lanes(spans) == expected


spans_in = st.integers(0, 30).flatmap(
    lambda length: st.tuples(
        st.just(length),
        st.lists(
            st.tuples(st.integers(0, length), st.integers(0, length)).filter(lambda pair: pair[0] < pair[1]),
            max_size=8,
        ),
        st.lists(st.integers(0, length), max_size=4),
    )
)


@given(spans_in)
def test_segments_cover_the_text_once_and_every_span_in_full(
    given_: tuple[int, list[tuple[int, int]], list[int]],
) -> None:
    length, pairs, cuts = given_
    spans = [Span(str(number), *pair) for number, pair in enumerate(pairs)]
    runs = segments(length, spans, cuts)
    assert "".join("x" * (run.end - run.start) for run in runs) == "x" * length
    assert all(one.end == two.start for one, two in pairwise(runs))
    for span in spans:
        over = [run for run in runs if span.key in {one.key for one, _ in run.over}]
        assert (over[0].start, over[-1].end) == (span.start, span.end)
        assert [run for run in runs if span in run.starting] == [over[0]]
    for run in runs:
        heights = [lane for _, lane in run.over]
        assert heights == sorted(set(heights), reverse=True)


def test_markers_are_superscripts_and_no_part_of_the_words() -> None:
    html = sentence_html(POLICE, [tag("actor", "police[12]", "p")], {"p": "1"})
    assert '<sup class="cite" title="Reference 12">12</sup>' in html
    assert "[12]" not in html
    assert re.search(r'<span class="mark" data-kind="actor" data-lane="0"[^>]*>.*police</span>', html)


def test_text_from_outside_is_never_markup() -> None:
    html = sentence_html(POLICE, [tag("event", "<b>he</b>", uid='"><script>')], {'"><script>': "<i>"})
    assert "<b>" not in html
    assert "<script>" not in html
    assert 'data-code="&lt;i&gt;"' in html


def test_nested_tags_stand_inside_each_other() -> None:
    html = sentence_html(
        POLICE,
        [tag("reliability", "police[12] fired", "r"), tag("event", "fired", "e")],
        {"r": "–2", "e": "ASSAULT"},
    )
    outer, inner = 'data-kind="reliability" data-lane="1"', 'data-kind="event" data-lane="0"'
    nested = re.search(rf'{outer}[^>]*><span class="mark" {inner}', html)
    assert nested is not None
    assert html.count("code-label") == 2


def test_a_tag_on_a_marker_alone_is_not_drawn() -> None:
    display = Reader.of(POLICE, [], {}).display
    assert shown_spans(display, [tag("actor", "[12]")]) == []


def test_a_card_says_what_the_tag_says() -> None:
    police, crowd = tag("actor", "The police", "p", actor=7), tag("actor", "the crowd", "c")
    fired = tag(
        "event", "fired", "e", polarity="negative", date_edtf="1960-03-21",
        participants=[{"role": "actor", "actor": "p"}, {"role": "victim", "actor": "c"}],
    )  # fmt: skip
    reader = Reader.of(POLICE, [police, fired, crowd], {7: "South African Police"})
    card = card_of(reader, fired)
    assert (card.label, card.quote, card.by) == ("ASSAULT", "fired", "C02")
    assert {fact.name: fact.words for fact in card.facts} == {
        "Type": "ASSAULT",
        "Date": "1960-03-21",
        "Actor": "The police — South African Police",
        "Victim": "the crowd",
        "Polarity": "Did not happen",
    }
    assert (card_of(reader, police).label, card_of(reader, crowd).label) == ("1", "2")
    assert [fact.words for fact in card_of(reader, crowd).facts] == ["not linked to the registry yet"]


def test_the_pair_of_grades_is_explained() -> None:
    grade = tag("reliability", POLICE, "r", credibility="2", rationale="Two accounts agree.")
    graded = card_of(Reader.of(POLICE, [grade], {}, "B"), grade)
    assert (graded.label, graded.meaning) == ("B2", "Outlet B, content 2: probably true")
    assert "B" in [fact.words for fact in graded.facts if fact.name == "Outlet’s reliability"]
    ungraded = card_of(Reader.of(POLICE, [grade], {}), grade)
    assert (ungraded.label, ungraded.meaning) == ("–2", "Outlet not graded, content 2: probably true")
    assert "Outlet’s reliability" not in [fact.name for fact in ungraded.facts]


def test_changes_tell_what_was_added_changed_and_removed() -> None:
    same, gone, old = (
        tag("actor", "The police", "s"),
        tag("actor", "the crowd", "g"),
        tag("event", "fired", "e"),
    )
    new = tag("event", "fired", "e", code="THREATEN")
    fresh = tag("reliability", "said", "r")
    before, after = [same, old, gone], [same, new, fresh]
    told = changes(before, Reader.of(POLICE, before, {}), after, Reader.of(POLICE, after, {}))
    assert [(one.what, one.card.uid) for one in told] == [("changed", "e"), ("added", "r"), ("removed", "g")]
    assert told[0].rows == (("Type", "ASSAULT", "THREATEN"),)
