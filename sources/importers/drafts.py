"""What an importer yields: plain data about one source, ready to be stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from sources.markers import Marker, find_markers
from sources.segmenting import Slice

from .problems import ImportProblem, Problems, place_of

MAX_SENTENCE: Final = 20_000
MAX_TITLE: Final = 500


class SentenceDraft(NamedTuple):
    """A half-open slice of the source's text; its citations are relative to its own start."""

    start: int
    end: int
    citations: Sequence[Marker] = ()


@dataclass(frozen=True, slots=True)
class SourceMetadata:
    """What is known of a source beside its text; empty when not stated."""

    url: str = ""
    outlet: str = ""
    author: str = ""
    language: str = ""
    published_on: date | None = None
    licence: str = ""
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class ImportedSource:
    """One source as an importer read it. All offsets are code points of `text`, which has normalised newlines."""

    title: str
    text: str
    sentences: list[SentenceDraft]
    metadata: SourceMetadata = field(default_factory=SourceMetadata)
    notes: tuple[str, ...] = ()
    extraction: dict[str, str] = field(default_factory=dict)
    """Of a document that is not plain text: the library that read it and its version."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Where a title comes from: the person's word, else the text's own, else `fallback` (a file's name)."""

    title: str = ""
    fallback: str = ""


def draft_sentences(text: str, slices: Sequence[Slice]) -> list[SentenceDraft]:
    """The sentences of `slices` with their citations; refuses none at all and any longer than MAX_SENTENCE."""
    if not slices:
        raise ImportProblem.of("There is a title and no sentence.", "Put the text below the title.")
    problems = Problems()
    drafts: list[SentenceDraft] = []
    find = text.find
    for start, end in slices:
        if end - start > MAX_SENTENCE:
            with problems.collecting():
                line, column = place_of(text, start)
                refuse_long(end - start, line=line, column=column)
        if find("[", start, end) < 0:
            drafts.append(SentenceDraft(start, end))
        else:
            drafts.append(SentenceDraft(start, end, find_markers(text[start:end])))
    problems.raise_if_any()
    return drafts


def refuse_long(length: int, *, line: int | None = None, column: int | None = None) -> None:
    """Raise ImportProblem when a sentence of this length is too long."""
    if length > MAX_SENTENCE:
        raise ImportProblem.of(
            f"There is a sentence of {length:,} characters; the most is {MAX_SENTENCE:,}.",
            "Put line ends where its sentences end.",
            line=line,
            column=column,
        )
