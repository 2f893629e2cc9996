"""Which format a received text is in, unless the person says."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from sources.decoding import Received, normalise
from sources.segmenting import segment_line

from . import docx, html, jsonl, paragraphs, pdf, prose
from .drafts import ImportedSource, Naming
from .problems import ImportProblem

Reader: TypeAlias = Callable[[Received, Naming], list[ImportedSource]]

# A new format is one more file and one more line here.
READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {module.NAME: module.read for module in (paragraphs, prose, jsonl, html, docx, pdf)}
)
LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {module.NAME: module.LABEL for module in (paragraphs, prose, jsonl, html, docx, pdf)}
)
DOCUMENTS: Final = frozenset(module.NAME for module in (html, docx, pdf))
"""The formats whose text is extracted by a process of its own: never while someone waits for a page."""
_KINDS: Final = {"pdf": "a PDF", "docx": "a Word document or another ZIP archive", "html": "an HTML page"}
_SAMPLE: Final = 40
_MARKUP = re.compile(r"\s*<(?:!doctype|\?xml)\b", re.IGNORECASE)
_JSON_ARRAY = re.compile(r'\s*\[\s*[{"]')


def read_sources(
    received: Received, naming: Naming | None = None, *, format_name: str = "", file_name: str = ""
) -> tuple[str, list[ImportedSource]]:
    """The format's name and the sources read in it; at least one source, or ImportProblem."""
    name = chosen(received, format_name, file_name)
    reader = READERS.get(name)
    if reader is None:
        raise ImportProblem.of(f"There is no format “{name}”.", f"Choose one of {', '.join(READERS)}.")
    return name, reader(received, naming or Naming())


def chosen(received: Received, format_name: str = "", file_name: str = "") -> str:
    """The format to read in; refuses one that the bytes plainly are not in."""
    found = received.document
    if format_name in {"docx", "pdf"} and found != format_name:
        raise ImportProblem.of(f"This is not {_KINDS[format_name]}.", "Let the format be recognised.")
    if format_name and found in {"docx", "pdf"} and found != format_name:
        raise ImportProblem.of(f"This is {_KINDS[found]}, not plain text.", "Let the format be recognised.")
    return format_name or detect(received, file_name)


def detect(received: Received, file_name: str = "") -> str:
    """The name of the format that the text is in."""
    if received.document:
        return received.document
    text = received.decoded
    if file_name.lower().endswith((".jsonl", ".ndjson")) or text.lstrip()[:1] == "{":
        return jsonl.NAME
    if _JSON_ARRAY.match(text):
        raise ImportProblem.of(
            "This is a JSON array.", "Write JSONL: one object on each line, without brackets."
        )
    if _MARKUP.match(text):
        raise ImportProblem.of("This is XML, not plain text.", "Copy its text and paste it.")
    return paragraphs.NAME if _is_one_sentence_a_paragraph(normalise(text)) else prose.NAME


def _is_one_sentence_a_paragraph(text: str) -> bool:
    """Whether four of five of the first paragraphs below the title line are a single line with a single sentence."""
    sample = paragraphs.paragraphs(text)[1 : _SAMPLE + 1]
    single = sum(
        "\n" not in text[piece.start : piece.end]
        and piece.end - piece.start <= prose.MAX_PARAGRAPH
        and len(segment_line(text, piece)) == 1
        for piece in sample
    )
    return bool(sample) and single * 5 >= len(sample) * 4
