"""Which bytes become a text, and how a refusal tells a person what to do."""

from contextlib import suppress
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.decoding import MAX_BYTES, normalise, read_limited, receive, receive_text, text_sha256
from sources.importers.problems import ImportProblem

TEXT = "Fatah–Hamas\n\n[29] قال 😀 e\u0301."


def refusal(data: bytes) -> ImportProblem:
    with pytest.raises(ImportProblem) as caught:
        normalise(receive(data).decoded)
    return caught.value


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_the_same_text_in_any_encoding_is_the_same_text(data: bytes, encoding: str) -> None:
    received = receive(data)
    assert received.encoding == encoding
    assert normalise(received.decoded) == TEXT
    assert text_sha256(normalise(received.decoded)) == sha256(TEXT.encode()).hexdigest()
    assert received.received_sha256 == sha256(data).hexdigest()
    assert received.received_bytes == len(data)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f", "\v", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_becomes_a_newline(end: str) -> None:
    assert normalise(f"one{end}two{end}") == "one\ntwo"


def test_the_text_is_otherwise_as_received() -> None:
    kept = "  \tcafe\u0301 caf\u00e9 \u200f\u202b(نعم)\u202c \ufeff\u200d  "
    assert normalise(kept) == kept


def test_latin_1_is_refused_with_the_byte_and_its_place() -> None:
    problem = refusal("Title\r\n\r\nThe café".encode("latin-1"))
    assert str(problem.problems[0]) == (
        "Line 3, column 8: The byte at offset 16 (0xE9) is not UTF-8. "
        "The file may be in Latin-1 or Windows-1252. Save the text as UTF-8 and import it again."
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty"),
        (b"\xd0\xcf\x11\xe0rest", "an Office document of the old kind"),
        (b"{\\rtf1 rest", "an RTF document"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
        (bytes(range(256)), "offset 0 is NUL"),
        ("Hamas announced".encode("utf-16-le"), "UTF-16 without a byte order mark"),
        ("Hamas announced".encode("utf-16"), None),
        (b"\xff\xfe" + "Hamas".encode("utf-16-le") + b"\x00", "offset 12 .* UTF-16"),
        (b"\xff\xfe" + b"\x00\xd8" + "a".encode("utf-16-le"), "offset 2 .* UTF-16"),
        ("x".encode("utf-32"), "UTF-32"),
        (b"a\xed\xa0\x80b", "offset 1 .*UTF-8"),
        (b"one\ntwo \x07", "U\\+0007"),
        (b"one\x1btwo", "U\\+001B"),
        (b"one\xc2\x80two", "U\\+0080"),
        (b"x" * (MAX_BYTES + 1), "20 MB"),
    ],
)
def test_what_is_no_text_is_refused_in_words(data: bytes, words: str | None) -> None:
    if words is None:
        assert receive(data).encoding == "utf-16-le"
        return
    problem = refusal(data)
    with pytest.raises(ImportProblem, match=words):
        raise problem
    assert problem.problems[0].remedy
    assert problem.status == 422


def test_a_control_character_is_placed() -> None:
    problem = refusal("one\r\ntwo\u202e \x07".encode()).problems[0]
    assert (problem.line, problem.column) == (2, 6)


def test_half_a_character_is_refused_in_pasted_text() -> None:
    with pytest.raises(ImportProblem, match="Line 2, column 2: There is half of a character"):
        receive_text("one\na\ud800b")


def test_pasted_text_is_received_as_its_utf_8() -> None:
    received = receive_text("Café")
    assert (received.encoding, received.received_bytes) == ("utf-8", 5)
    with pytest.raises(ImportProblem, match="There is no text"):
        receive_text("")


def test_a_file_beyond_the_limit_is_never_read_whole() -> None:
    stream = BytesIO(b"x" * 50_000_000)
    with pytest.raises(ImportProblem, match="20 MB"):
        read_limited(stream)
    assert stream.tell() == MAX_BYTES + 1


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_and_never_break(data: bytes) -> None:
    with suppress(ImportProblem):
        text = normalise(receive(data).decoded)
        assert not {"\0", "\r"} & set(text)
        assert text == normalise(text)


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    try:
        once = normalise(text)
    except ImportProblem:
        return
    assert normalise(once) == once
