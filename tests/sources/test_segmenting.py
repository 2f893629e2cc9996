"""Where sentences of prose begin and end, and with which of them a marker stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.markers import find_markers
from sources.segmenting import INVISIBLE, join_marker_lines, lines, segment_line

WORDS = (
    "Hamas",
    "left",
    ".",
    "?",
    "!",
    '"',
    "”",
    "(",
    ")",
    "[1]",
    "[22]",
    " ",
    "  ",
    "\n",
    "Mr.",
    "U.S.",
    "حماس",
    "؟",
    "😀",
    "\u200b",
)
proses = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), max_size=30).map("".join)


def sentences(text: str) -> list[str]:
    slices = join_marker_lines(text, [piece for line in lines(text) for piece in segment_line(text, line)])
    return [text[piece.start : piece.end] for piece in slices]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left.[12] She came. [13] It was so.", ["He left.[12]", "She came. [13]", "It was so."]),
        ('It was "over."[100] Hamas said so.', ['It was "over."[100]', "Hamas said so."]),
        ("He said so.[1]Then he left [2]. She too.", ["He said so.[1]", "Then he left [2].", "She too."]),
        ("[5] Calls were made.[6]\n[7][8] He left.", ["[5] Calls were made.[6]", "[7][8] He left."]),
        ("A fragment\nThe next line.", ["A fragment", "The next line."]),
        ("Mr. Abbas met Dr. Fayyad on 5 Jan. 2007 in Ramallah. Then he left.", None),
        ("ذهب أحمد إلى السوق. ثم عاد إلى البيت؟ نعم عاد.", None),
        ("عاد أحمد.[4] هل عاد؟[5] نعم! عاد.", ["عاد أحمد.[4]", "هل عاد؟[5]", "نعم!", "عاد."]),
        ("یہ پہلا ہے۔ یہ دوسرا ہے۔ تیسرا؟ ہاں۔", ["یہ پہلا ہے۔", "یہ دوسرا ہے۔", "تیسرا؟", "ہاں۔"]),
        ("הוא הלך לשוק. האם חזרה? כן!", ["הוא הלך לשוק.", "האם חזרה?", "כן!"]),
        ("He left 😀 today. She came 👩‍👩‍👧 too.", None),
        ("One line. \n\n\n \u200b \n  Another.  ", ["One line.", "Another."]),
        ("He left.\n[5] [6]\nShe came.\n[7]", ["He left.", "[5] [6]\nShe came.\n[7]"]),
    ],
)
def test_sentences_are_found(text: str, expected: list[str] | None) -> None:
    found = sentences(text)
    if expected is None:
        assert len(found) > 1
        assert " ".join(found) == text
    else:
        assert found == expected


def test_a_marker_in_running_prose_stays_with_the_sentence_it_closes() -> None:
    first, second, third = sentences("[4] One came.[5] Two came,[6] too. [7] Three.")
    assert [(marker.label, marker.place) for marker in find_markers(first)] == [
        ("4", "leading"),
        ("5", "inline"),
    ]
    assert [(marker.label, marker.place) for marker in find_markers(second)] == [
        ("6", "inline"),
        ("7", "inline"),
    ]
    assert find_markers(third) == []


@given(proses)
def test_sentences_cover_all_that_can_be_seen_and_never_overlap(text: str) -> None:
    slices = [piece for line in lines(text) for piece in segment_line(text, line)]
    at = 0
    for piece in slices:
        assert at <= piece.start < piece.end <= len(text)
        assert not text[at : piece.start].translate({ord(hidden): None for hidden in INVISIBLE}).strip()
        assert "\n" not in text[piece.start : piece.end]
        at = piece.end
    assert not text[at:].translate({ord(hidden): None for hidden in INVISIBLE}).strip()


@pytest.mark.parametrize(
    "hostile", ["( " * 10_000, ". " * 30_000, "[1] " * 20_000, '"' * 20_000, "a" * 200_000, "A." * 50_000]
)
def test_hostile_paragraphs_do_not_hang(hostile: str) -> None:
    sentences(hostile)


def test_long_prose_is_segmented_whole() -> None:
    paragraph = (
        "[3] Hamas announced a boycott on 8 November 2008.[4] Fatah, led by Mr. Abbas,[5] refused to attend. "
        * 20
    )
    text = "\n".join([paragraph] * 25)
    found = sentences(text)
    assert len(found) == 1000
