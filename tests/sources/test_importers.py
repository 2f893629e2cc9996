"""Each format, what picks it, and how bad input is refused."""

import json
from collections import Counter
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.decoding import receive, receive_text
from sources.importers.detect import LABELS, READERS, detect, read_sources
from sources.importers.drafts import MAX_SENTENCE, ImportedSource, Naming, SourceMetadata
from sources.importers.problems import MAX_PROBLEMS, ImportProblem

SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "fatah-hamas-conflict.txt"
ARTICLE = """The takeover

[5] Hamas took Gaza in June 2007. Fatah kept the West Bank.[6] "A coup," said Mr. Abbas.[7]

The talks in Cairo failed,[8] and then others did too. Nobody agreed.
"""


def read_one(
    text: str | bytes, *, title: str = "", format_name: str = "", file_name: str = ""
) -> ImportedSource:
    received = receive(text) if isinstance(text, bytes) else receive_text(text)
    _, sources = read_sources(received, Naming(title), format_name=format_name, file_name=file_name)
    assert len(sources) == 1
    return sources[0]


def shown(source: ImportedSource) -> list[str]:
    return [source.text[sentence.start : sentence.end] for sentence in source.sentences]


def refusal(text: str | bytes, **kwargs: Any) -> ImportProblem:
    with pytest.raises(ImportProblem) as caught:
        read_one(text, **kwargs)
    return caught.value


def jsonl(*rows: object) -> str:
    return "\n".join(json.dumps(row) for row in rows)


def assert_sound(source: ImportedSource) -> None:
    """Sentences ascend, hold something, and their citations are where they say."""
    at = 0
    assert source.sentences
    for sentence in source.sentences:
        assert at <= sentence.start < sentence.end <= len(source.text)
        at = sentence.end
        text = source.text[sentence.start : sentence.end]
        assert text == text.strip()
        for marker in sentence.citations:
            assert text[marker.start : marker.end] == f"[{marker.label}]"


def test_the_sample_has_30_sentences_24_leading_and_2_inline_markers() -> None:
    if not SAMPLE.exists():
        pytest.skip("the sample text ../shared/data/fatah-hamas-conflict.txt is not on this machine")
    data = SAMPLE.read_bytes()
    assert detect(receive(data), SAMPLE.name) == "paragraphs"
    source = read_one(data)
    assert source.title == "Fatah–Hamas conflict"
    assert len(source.sentences) == 30
    places = Counter(marker.place for sentence in source.sentences for marker in sentence.citations)
    assert places == {"leading": 24, "inline": 2}
    assert shown(source)[27].startswith('"[100] Hamas has')
    assert_sound(source)


def test_paragraphs_are_one_sentence_each() -> None:
    text = "Title\n\n[1] One. Still one.\n\nA fragment\n\n\n \n[2][3] One. Still one.\r\n\r\n"
    text += "Over\ntwo lines.\n\nA fragment"
    source = read_one(text, format_name="paragraphs")
    assert source.title == "Title"
    expected = [
        "[1] One. Still one.",
        "A fragment",
        "[2][3] One. Still one.",
        "Over\ntwo lines.",
        "A fragment",
    ]
    assert shown(source) == expected
    assert_sound(source)


def test_prose_is_segmented_and_markers_stay_with_the_sentence_they_close() -> None:
    assert detect(receive_text(ARTICLE)) == "prose"
    source = read_one(ARTICLE)
    assert source.title == "The takeover"
    assert shown(source) == [
        "[5] Hamas took Gaza in June 2007.",
        "Fatah kept the West Bank.[6]",
        '"A coup," said Mr. Abbas.[7]',
        "The talks in Cairo failed,[8] and then others did too.",
        "Nobody agreed.",
    ]
    places = [marker.place for sentence in source.sentences for marker in sentence.citations]
    assert places == ["leading", "inline", "inline", "inline"]


def test_hard_wrapped_prose_is_read_across_its_lines() -> None:
    wrapped = (
        "Wire report\n\n"
        "Hamas security forces and members of the powerful Heles clan clashed\n"
        "in eastern Gaza on Wednesday, leaving two people dead on both of the\n"
        "sides. Officials from both of the movements blamed each other for the\n"
        "violence. Calm returned at night.\n\nTalks go on.\n"
    )
    assert detect(receive_text(wrapped)) == "prose"
    source = read_one(wrapped)
    assert source.title == "Wire report"
    assert [sentence.split()[-1] for sentence in shown(source)] == ["sides.", "violence.", "night.", "on."]
    assert shown(source)[0].count("\n") == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("tail", ["", "\n", "\n\n"])
def test_line_ends_and_a_final_newline_do_not_make_another_text(end: str, tail: str) -> None:
    text = "Title\n\n[1] One came.\n\nTwo came."
    source = read_one((text + tail).replace("\n", end).encode())
    assert source.text == text
    assert shown(source) == ["[1] One came.", "Two came."]


def test_a_given_title_wins_and_the_title_line_stays_one() -> None:
    source = read_one("Title\n\nOne came.\n\nTwo came.", title=" Another\ttitle ")
    assert source.title == "Another title"
    assert shown(source) == ["One came.", "Two came."]


def test_a_text_without_title_line_takes_the_given_one() -> None:
    source = read_one("One came.\n\nTwo came.", title="Given")
    assert (source.title, shown(source)) == ("Given", ["One came.", "Two came."])
    assert "has no title" in str(refusal("One came.\n\nTwo came."))


def test_the_name_of_the_file_is_the_last_resort_for_a_title() -> None:
    _, [source] = read_sources(receive_text("One came. Two came."), Naming(fallback="report"))
    assert source.title == "report"


def test_duplicate_paragraphs_are_two_sentences() -> None:
    assert shown(read_one("T\n\nSame here.\n\nSame here.")) == ["Same here.", "Same here."]


def test_right_to_left_text_emoji_and_combining_marks_keep_their_code_points() -> None:
    text = "عنوان\n\n[1] أعلنت حماس، يوم الجمعة 😀.\n\n\u202bقَالَ\u202c 👩‍👩‍👧 e\u0301."
    source = read_one(text)
    assert source.title == "عنوان"
    assert shown(source) == ["[1] أعلنت حماس، يوم الجمعة 😀.", "\u202bقَالَ\u202c 👩‍👩‍👧 e\u0301."]


def test_a_paragraph_of_markers_only_joins_the_next_sentence() -> None:
    source = read_one("T\n\nOne came.\n\n[4] [5]\n\nTwo came.\n\n[6]")
    assert shown(source) == ["One came.", "[4] [5]\n\nTwo came.\n\n[6]"]
    assert [marker.place for marker in source.sentences[1].citations] == ["leading", "leading", "inline"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  \n\n \u200b ", "The text is empty"),
        ("Only a title", "Line 1, column 1: There is a title and no sentence"),
        ("Only a title\n\n  \n", "There is a title and no sentence"),
        ("Title\n\n[4] [5]", "There is a title and no sentence"),
        ("T\n\nOne.\n\nTwo \x02.", "Line 5, column 5: There is a control character"),
        ("T\n\nOne.\n\n" + "x " * 15_000, "Line 5, column 1: There is a sentence of 29,999 characters"),
        ("T\n\n" + "x. " * 100_000, "characters; the most is"),
        ("<?xml version='1.0'?><doc>One</doc>", "XML"),
        ('[{"text": "One."}]', "JSON array"),
        ("One came.\nTwo came.", "has no title"),
    ],
)
def test_texts_that_cannot_be_read_are_refused_in_words(text: str, words: str) -> None:
    assert words in str(refusal(text))


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    assert "paragraphs, prose, jsonl, html, docx, pdf" in str(refusal("T\n\nOne.", format_name="epub"))
    assert list(READERS) == list(LABELS)


@pytest.mark.parametrize("format_name", ["", "paragraphs", "prose", "jsonl"])
def test_one_enormous_line_is_refused(format_name: str) -> None:
    problem = refusal(b"Title\n\n" + b"word " * 3_999_000, format_name=format_name)
    assert len(str(problem)) < 300


# JSONL ------------------------------------------------------------------------------------------------------------


def test_jsonl_reads_several_sources_with_their_metadata() -> None:
    known = {
        "title": "A report",
        "url": "https://example.org/a",
        "outlet": "Example Times",
        "author": "A. Writer",
        "language": "ar-EG",
        "published": "2007-06-14T10:00:00Z",
        "licence": "CC BY 4.0",
        "external_id": "a-1",
    }
    text = jsonl(
        {"text": "[1] One came.", "source": known},
        {"text": " Two came,[2] too. "},
        {"text": "أعلنت", "source": {"title": "B"}},
        {"text": "Three came.", "source": {"external_id": "a-1"}, "labels": [1]},
    )
    name, [first, second] = read_sources(receive_text(text))
    assert name == "jsonl"
    assert (first.title, second.title) == ("A report", "B")
    assert first.text == "[1] One came.\nTwo came,[2] too.\nThree came."
    assert shown(first) == first.text.split("\n")
    assert shown(second) == ["أعلنت"]
    assert first.metadata == SourceMetadata(
        url="https://example.org/a",
        outlet="Example Times",
        author="A. Writer",
        language="ar-EG",
        published_on=date(2007, 6, 14),
        licence="CC BY 4.0",
        external_id="a-1",
    )
    assert first.notes == ("Not read: labels, on 1 lines.",)
    assert [marker.place for sentence in first.sentences for marker in sentence.citations] == [
        "leading",
        "inline",
    ]


def test_jsonl_positions_order_the_sentences() -> None:
    rows = [{"text": word, "position": place} for word, place in (("c", 30), ("a", -1), ("b", 2))]
    assert read_one(jsonl(*rows), title="T").text == "a\nb\nc"


def test_jsonl_keeps_line_ends_inside_a_sentence_and_odd_separators_of_json() -> None:
    source = read_one('{"text": "One\\r\\ncame."}\r\n\r\n{"text": "Two\u2028came."}\r\n', title="T")
    assert shown(source) == ["One\ncame.", "Two\ncame."]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"text": "cut', "This is not valid JSON"),
        ('{"text": "half \\ud800 character"}', "half of a character (a lone surrogate)"),
        ('{"text": "half \\udc00"}', "half of a character (a lone surrogate)"),
        ('{"text": "bell \\u0007"}', "control character (U+0007)"),
        ('{"text": "nul \\u0000"}', "control character (U+0000)"),
        ("[1, 2]", "This is not an object"),
        ('"text"', "This is not an object"),
        ("{}", "“text” is missing"),
        ('{"text": 5}', "“text” is missing or is not a text"),
        ('{"text": " \\n\\u200b "}', "“text” is empty"),
        ('{"text": "' + "x" * (MAX_SENTENCE + 1) + '"}', "20,001 characters"),
        ('{"text": "a", "position": "2"}', "“position” is not a whole number"),
        ('{"text": "a", "position": true}', "“position” is not a whole number"),
        ('{"text": "a", "source": "Times"}', "“source” is not an object"),
        ('{"text": "a", "source": {"title": 5}}', "“title” is not a text"),
        (
            '{"text": "a", "source": {"title": "A", "url": "javascript:alert(1)"}}',
            "“url” is not a web address",
        ),
        ('{"text": "a", "source": {"title": "A", "url": "http://[x"}}', "“url” is not a web address"),
        ('{"text": "a", "source": {"title": "A", "published": "June 2007"}}', "“published” is not a day"),
        (
            '{"text": "a", "source": {"title": "A", "language": "english!"}}',
            "“language” is not a language code",
        ),
        ('{"text": "a", "source": {"title": "' + "x" * 501 + '"}}', "“title” has 501 characters"),
        (
            '{"text": "a", "source": {"title": "First", "url": "https://a.org", "external_id": "1"}}',
            "“url” is not what line 1",
        ),
        ("[" * 5000, "not valid JSON"),
        ("NaN", "not valid JSON"),
    ],
)
def test_a_bad_jsonl_line_is_refused_with_its_number(line: str, words: str) -> None:
    first = {"text": "One.", "source": {"title": "First", "url": "https://example.org", "external_id": "1"}}
    problem = refusal(f"{json.dumps(first)}\n{line}\n")
    assert problem.problems[0].line == 2
    assert words in str(problem)


def test_jsonl_shows_every_problem_up_to_twenty() -> None:
    few = refusal('{"text": "One."}\n{}\n{"text": 1}\n{"text": "Two."}', title="T")
    assert [problem.line for problem in few.problems] == [2, 3]
    many = refusal("{}\n" * 100, title="T")
    assert len(many.problems) == MAX_PROBLEMS
    assert "19 more" in str(many)
    assert many.errors[4]["line"] == 5


def test_jsonl_sentences_of_one_source_are_numbered_all_or_none() -> None:
    assert "some have none" in str(refusal(jsonl({"text": "a", "position": 1}, {"text": "b"}), title="T"))
    assert "same “position”" in str(refusal(jsonl(*[{"text": "a", "position": 1}] * 2), title="T"))


def test_jsonl_without_sentence_or_title_is_refused() -> None:
    assert "holds no sentence" in str(refusal(" \n\n", file_name="a.jsonl"))
    assert "has no title" in str(refusal(jsonl({"text": "One."})))


def test_a_pretty_printed_json_file_is_refused_as_jsonl() -> None:
    assert "one whole object on each line" in str(refusal(json.dumps({"text": "One."}, indent=2), title="T"))


# Random texts -----------------------------------------------------------------------------------------------------

PIECES = (
    "Title",
    "\n",
    "\n\n",
    "\r\n",
    "[1]",
    "[22] ",
    " ",
    "He left. ",
    "“",
    '"',
    "حماس",
    "😀",
    "e\u0301",
    "\u200b",
    "{",
    "\u2028",
)
random_texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=25).map("".join)


@given(random_texts, st.sampled_from(["", "paragraphs", "prose"]))
def test_any_text_is_read_soundly_or_refused(text: str, format_name: str) -> None:
    with suppress(ImportProblem):
        source = read_one(text, title="T", format_name=format_name)
        assert_sound(source)


@given(st.lists(random_texts, min_size=1, max_size=6))
def test_jsonl_sentences_are_read_as_written_or_refused(texts: list[str]) -> None:
    rows = "\n".join(json.dumps({"text": text}) for text in texts)
    with suppress(ImportProblem):
        source = read_one(rows, title="T")
        assert_sound(source)
        assert len(source.sentences) == len(texts)


@given(st.lists(st.sampled_from(["One came.", "[1] Two[2] came.", "حماس 😀."]), min_size=1, max_size=8))
def test_paragraphs_return_what_was_written(paragraphs: list[str]) -> None:
    source = read_one("Title\n\n" + "\n\n".join(paragraphs), format_name="paragraphs")
    assert shown(source) == paragraphs


def test_a_hundred_thousand_sentences_are_read_whole() -> None:
    sentence = "[48][49] Following the elections, Hamas announced its own security service,[50] it said."
    text = "Title\n\n" + "\n\n".join([sentence] * 100_000)
    source = read_one(text)
    assert len(source.sentences) == 100_000
    assert sum(len(each.citations) for each in source.sentences) == 300_000
