"""Attribution: who tells something, in which words, and the traps in which nobody does."""

import pytest

from .reading import cues, events, found, words

TRAPS = [
    "He was denied entry at the border.",
    "They refused to deal with the board.",
    "A small band claimed responsibility for the blast.",
    "The flood claimed the lives of many.",
    "He had to report to the captain.",
    "She reported to the police every week.",
    "The state fell in 1990.",
    "The report was long.",
    "It was found in a field.",
    "The right was denied to them.",
    "They work according to plan.",
    "The talks will show.",
    "He counted the chairs.",
]
TELLS = [
    ("According to two witnesses, the hall burnt.", ["According to"]),
    ("The hall burnt, according to two witnesses.", ["according to"]),
    ("The mayor said that the hall burnt.", ["said"]),
    ("The mayor said he saw it.", ["said"]),
    ('"It burnt," the mayor said.', ["said"]),
    ("The mayor claimed that the hall burnt.", ["claimed"]),
    ("Records reveal that the hall burnt.", ["reveal"]),
    ("The office revealed a plot by the band.", ["revealed"]),
    ("The band denied involvement in the fire.", ["denied"]),
    ("The band strongly denied allegations that it lit the fire.", ["denied"]),
    ("The mayor described it as an accident.", ["described it as"]),
    ("The mayor accused the band of arson.", ["accused"]),
    ("He is believed to have left.", ["is believed to"]),
    ("The mayor stated: the hall burnt.", ["stated"]),
]


@pytest.mark.parametrize("text", TRAPS)
def test_a_keyword_alone_attributes_nothing(text: str) -> None:
    assert cues(text) == []


@pytest.mark.parametrize(("text", "expected"), TELLS)
def test_a_cue_is_found_where_somebody_tells_something(text: str, expected: list[str]) -> None:
    assert cues(text) == expected


def test_acts_that_sound_like_denials_are_events() -> None:
    assert events("He was denied entry at the border.") == [("denied", "COERCE")]
    assert events("They refused to deal with the board.") == [("refused", "REJECT")]


def test_a_denial_is_no_event() -> None:
    assert events("The band denied involvement in it.") == []
    assert events("According to the mayor it rained.") == []


def test_the_source_and_the_content_are_proposed() -> None:
    text = "[3] According to two diplomats, the hall burnt."
    one = found(text, "reliability")[0]
    assert words(text, "source") == ["two diplomats"]
    assert one.quote == "the hall burnt"
    assert one.value["anonymous"] is True
    assert one.value["credibility"] == "6"
    assert one.value["commitment"] == "neutral"


def test_one_account_stands_in_another() -> None:
    text = "According to the Institute, it grew from the board's conviction that the band would leave."
    outer, inner = found(text, "reliability")
    assert cues(text) == ["According to", "conviction"]
    assert inner.value["parent_key"] == outer.key


def test_commitment_follows_the_cue() -> None:
    for text, commitment in (
        ("Records reveal that it burnt.", "factive"),
        ("The mayor said that it burnt.", "neutral"),
        ("The mayor claimed that it burnt.", "sceptical"),
    ):
        assert found(text, "reliability")[0].value["commitment"] == commitment


def test_hedges_are_found() -> None:
    assert words("He allegedly lit it.", "hedge") == ["allegedly"]
    assert words("Up to twelve men were hurt.", "hedge") == ["Up to"]
    assert words("It came up to the door.", "hedge") == []
    assert words("The alleged plan failed.", "hedge") == ["alleged"]
