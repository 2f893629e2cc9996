"""Which way sources and sentences run."""

import pytest

from sources.direction import of_language, of_sentence, of_source

ARABIC = "أطلقت الشرطة النار على التلاميذ في سويتو."


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("he", "rtl"),
        ("ku-Arab", "rtl"),
        ("az_Arab_IR", "rtl"),
        ("ar-Latn", "ltr"),
        ("en", "ltr"),
        ("", ""),
    ],
)
def test_a_language_says_which_way_it_runs(language: str, direction: str) -> None:
    assert of_language(language) == direction


def test_a_source_without_a_language_runs_as_most_of_its_letters() -> None:
    assert of_source("", ["UNRWA 2024:", ARABIC]) == "rtl"
    assert of_source("", ["The police (الشرطة) opened fire."]) == "ltr"
    assert of_source("", ["1976", "…"]) == "ltr"


def test_a_source_with_a_language_runs_as_it_says() -> None:
    assert of_source("ar", ["Sharpeville"]) == "rtl"


@pytest.mark.parametrize(
    ("text", "source", "direction"),
    [
        ("UNRWA قالت إن عدد النازحين بلغ 1,200.", "rtl", "rtl"),
        ("UNRWA قالت إن عدد النازحين بلغ 1,200.", "", "rtl"),
        ("The word is «انتفاضة».", "ltr", "ltr"),
        ("The whole sentence is English.", "rtl", "ltr"),
        (ARABIC, "ltr", "rtl"),
        ("המשטרה פתחה באש (BBC).", "ltr", "rtl"),
        ("1,200 – 3 🙂", "rtl", "rtl"),
        ("", "", "ltr"),
    ],
)
def test_a_sentence_runs_with_its_source_unless_its_letters_do_not(
    text: str, source: str, direction: str
) -> None:
    assert of_sentence(text, source) == direction
