"""A sentence takes milliseconds, and no text takes long."""

import time

import pytest

from suggestions.engine import Name, build_context, suggest
from suggestions.engine.reading import LONGEST

HOSTILE = [
    "a ", "Aa ", "said ", "(", '"', "1,", "twenty ", "the ", "al-", "killed 3 ", "according to ", "x", "'s", "Zz-", "،",
    "said that ", "Zed Front ", "no ", "between 1 and ", "e\u0301", "ال", "denied allegations that ", "[1]", "May 1 ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_is_read_in_bounded_time(piece: str) -> None:
    context = build_context([Name("Zed Front", 1), Name("a", 2), Name("aa", 2), Name("zz", 3)])
    text = (piece * LONGEST)[:LONGEST]
    started = time.perf_counter()
    suggest(text, context)
    assert time.perf_counter() - started < 3


def test_a_sentence_takes_a_few_milliseconds_with_a_large_registry() -> None:
    context = build_context([Name(f"Group {n:05d} Front", n) for n in range(50_000)])
    text = (
        "On 12 November 2007 members of Group 04711 Front killed at least six people in an ambush, according to Ada "
        "Kremmel, who said that the Harbour Council had been warned and that Group 00012 Front denied involvement."
    )
    suggest(text, context)
    started = time.perf_counter()
    for _ in range(50):
        suggest(text, context)
    assert (time.perf_counter() - started) / 50 < 0.02  # about 1.5 ms alone on a core


def test_a_text_too_long_for_a_sentence_has_no_suggestions() -> None:
    assert suggest("killed " * LONGEST, build_context()) == []
