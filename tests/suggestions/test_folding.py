"""Folding keeps the way back to the received text, whatever stands in it."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from suggestions.engine import Name, build_context, suggest
from suggestions.engine.folding import fold, stem, words_of

TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("aAéÉße\u0301\u0308 ’'-–—[]123.,\u200f\u0640\u064bابوالسلامשלום😀👩\u200d👧ﬁİ"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)


@given(TEXTS)
def test_every_folded_letter_knows_its_place(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert folded.starts == sorted(folded.starts)
    assert folded.ends == sorted(folded.ends)


@given(TEXTS, TEXTS)
def test_a_name_is_found_where_it_stands(before: str, after: str) -> None:
    context = build_context([Name("Zavodny Kremmel", 7)])
    text = f"{before} Zavodny Kremmel {after}"
    spans = [(s.start, s.end) for s in suggest(text, context) if s.kind == "actor" and s.value["actor"] == 7]
    at = len(before) + 1
    assert any(start <= at and at + 15 <= end for start, end in spans)


@given(TEXTS)
def test_every_suggestion_quotes_its_span(text: str) -> None:
    context = build_context([Name("a", 1), Name("السلام", 2), Name("שלום", 3)])
    for one in suggest(f"{text} killed three people on 3 May 2011, said {text}", context):
        assert one.start < one.end
        assert one.quote == f"{text} killed three people on 3 May 2011, said {text}"[one.start : one.end]


@given(TEXTS)
def test_words_stand_in_order_and_do_not_overlap(text: str) -> None:
    words = words_of(text)
    assert all(one.end <= other.start for one, other in pairwise(words))


def test_markers_read_as_white_space() -> None:
    context = build_context([Name("Ada Kremmel", 1)])
    text = "Ada[12] Kremmel spoke."
    one = next(s for s in suggest(text, context) if s.kind == "actor")
    assert (one.start, one.end) == (0, 15)
    assert one.quote == "Ada[12] Kremmel"


def test_forms_of_a_verb_share_a_stem() -> None:
    for forms in (
        "kill kills killed killing",
        "deny denies denied denying",
        "fire fired firing fires",
        "ban banned",
    ):
        assert len({stem(form) for form in forms.split()}) == 1, forms
    assert re.fullmatch("[a-z]+", stem("meeting"))
