"""What the formats of documents share: the text comes from a library, its sentences from segmentation, as for prose."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sources.decoding import Received, normalise
from sources.extraction.asking import extracted
from sources.extraction.docx import check_package
from sources.extraction.extracted import Extracted, Unreadable
from sources.segmenting import join_marker_lines, lines, segment_line

from .drafts import ImportedSource, Naming, SourceMetadata, draft_sentences
from .metadata import LIMITS, clean_text, read_metadata
from .problems import ImportProblem
from .prose import refuse_long_paragraphs
from .titles import checked_title

_STATED: Final = {"author": "author", "published": "published", "language": "language"}


def check(name: str, data: bytes) -> None:
    """What can be said of a document without reading it: refuse packages that unpack to too much."""
    if name == "docx":
        with as_problem():
            check_package(data)


def read_document(name: str, received: Received, naming: Naming) -> list[ImportedSource]:
    """The one source of a document. A title given by hand wins over the document's own, the file's name comes last."""
    data = received.decoded.encode() if name == "html" else received.data
    with as_problem():
        found = extracted(name, data)
    text = normalise(found.text)
    own = checked_title(found.title[:400])
    title = checked_title(naming.title) or own or checked_title(naming.fallback) or text[:80].split("\n")[0]
    body = text.find("\n") + 1 if found.title_line and "\n" in text else 0
    pieces = list(lines(text, body))
    refuse_long_paragraphs(text, pieces)
    slices = [sentence for piece in pieces for sentence in segment_line(text, piece)]
    metadata, notes = _stated(found)
    return [
        ImportedSource(
            title,
            text,
            draft_sentences(text, join_marker_lines(text, slices)),
            metadata,
            (*found.notes, *notes),
            {"library": found.library, "version": found.version},
        )
    ]


def _stated(found: Extracted) -> tuple[SourceMetadata, list[str]]:
    """What the document says of itself; what cannot be used is noted, for it is nobody's mistake here."""
    fields: dict[str, object] = {}
    notes: list[str] = []
    for name, part in _STATED.items():
        try:
            value = clean_text(name, getattr(found, part), LIMITS[name])
            read_metadata({name: value})
            fields[name] = value
        except ImportProblem:
            notes.append(f"The document’s own {name} cannot be used and was left out.")
    return read_metadata(fields), notes


@contextmanager
def as_problem() -> Iterator[None]:
    """Say what is unreadable as every importer does."""
    try:
        yield
    except Unreadable as problem:
        raise ImportProblem.of(problem.reason, problem.remedy) from None
