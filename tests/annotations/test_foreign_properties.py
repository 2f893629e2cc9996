"""Whatever the text and the spans: exported in a tool's own unit, they come back exactly and whole."""

import json
import warnings
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
import regex
from cassis import Cas, TypeSystem
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from annotations.importing.cutting import sentence_at
from annotations.importing.drafting import draft
from annotations.importing.mapping import Rules
from annotations.importing.offsets import find_unit
from annotations.importing.reading import read
from sources.decoding import normalise
from sources.segmenting import lines

# Controls are refused before any span is looked at, halves of characters cannot be written, XML lacks the unassigned.
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from(
    "\n\n ab.[1]🚨👩‍👧e\u0301ناديا"
)
TEXTS = st.text(CHARACTERS, min_size=1, max_size=80)
Span = tuple[int, int]


@st.composite
def tagged(drawn: st.DrawFn) -> tuple[str, list[Span]]:
    """A text that shows something, and up to four different spans of it."""
    text = drawn(TEXTS)
    assume(any(True for _ in lines(normalise(text))))
    # Whole characters, as a hand selects them: a span that cuts one from its marks is refused where no words prove it.
    edge = st.sampled_from([0, *(found.end() for found in regex.finditer(r"\X", text))])
    pairs = drawn(st.lists(st.tuples(edge, edge), max_size=4, unique=True))
    return text, [(start, end) for start, end in pairs if start < end]


def utf16(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def doccano(text: str, spans: list[Span]) -> bytes:
    """As its page stores it."""
    label = [[utf16(text[:start]), utf16(text[:end]), "A"] for start, end in spans]
    return json.dumps({"id": 1, "text": text, "label": label}).encode()


def label_studio(text: str, spans: list[Span]) -> bytes:
    """As its page sends it: code points, and line ends in the words as their escape."""
    result = [
        {
            "id": str(number),
            "type": "labels",
            "from_name": "l",
            "to_name": "t",
            "value": {
                "start": start,
                "end": end,
                "text": text[start:end].replace("\n", "\\n"),
                "labels": ["A"],
            },
        }
        for number, (start, end) in enumerate(spans)
    ]
    task = {"id": 1, "data": {"text": text}, "annotations": [{"completed_by": 1, "result": result}]}
    return json.dumps([task]).encode()


def brat(text: str, spans: list[Span]) -> bytes:
    """A collection of one document."""
    rows = [
        f"T{number}\tA {start} {end}\t{text[start:end]}".replace("\n", " ")
        for number, (start, end) in enumerate(spans)
    ]
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("a.txt", text)
        archive.writestr("a.ann", "".join(f"{row}\n" for row in rows))
    return kept.getvalue()


def inception(text: str, spans: list[Span]) -> bytes:
    """XMI as cassis writes it."""
    system = TypeSystem()
    layer = system.create_type(name="custom.Span", supertypeName="uima.tcas.Annotation")
    system.create_feature(domainType=layer, name="label", rangeType="uima.cas.String")
    cas = Cas(typesystem=system)
    cas.sofa_string, cas.sofa_mime = text, "text/plain"
    for start, end in spans:
        cas.add(layer(begin=start, end=end, label="A"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        written: str = cas.to_xmi()
    return written.encode()


def attest(text: str, spans: list[Span]) -> bytes:
    """Our own lines."""
    tags = [
        {"kind": "actor", "tag": str(number), "start": start, "end": end, "quote": text[start:end]}
        for number, (start, end) in enumerate(spans)
    ]
    return json.dumps({"text": text, "source": {"title": "T"}, "tags": tags}).encode()


def words(text: str, span: Span) -> str | None:
    """What a span must read as: newlines as Attest keeps them, none at its edges; None when it shows nothing."""
    shown = normalise(text)[span[0] : span[1]].strip("\n")
    return shown if any(True for _ in lines(shown)) else None


Writer = Callable[[str, list[Span]], bytes]


@pytest.mark.parametrize(
    ("write", "unit"),
    [(doccano, "utf16"), (label_studio, ""), (brat, ""), (inception, "utf16"), (attest, "")],
    ids=["doccano", "label_studio", "brat", "inception", "attest"],
)
@settings(deadline=None, max_examples=60)
@given(case=tagged())
def test_spans_come_back_exactly_and_in_one_sentence(
    write: Writer, unit: str, case: tuple[str, list[Span]]
) -> None:
    text, spans = case
    reading = read(write(text, spans), "a.xmi" if write is inception else "a.jsonl")
    labels = {name: "actor" for item in reading.items for name in {span.label for span in item.spans}}
    drafts = draft(reading, find_unit(reading, unit), Rules(labels=labels), "a")
    assert drafts.refusals == []
    (made,) = drafts.sources
    whole = made.source.text
    assert whole == normalise(text)
    wanted = [found for span in spans if (found := words(text, span)) is not None]
    got = [whole[tag.start : tag.end] for tag in made.tags]
    assert set(got) == set(wanted)
    pieces = [(one.start, one.end) for one in made.source.sentences]
    starts = [piece[0] for piece in pieces]
    for tag in made.tags:
        assert sentence_at(pieces, starts, (tag.start, tag.end)) is not None, (pieces, tag)
