"""The text of a Word document (.docx): paragraphs, headings and the cells of tables, in reading order, by python-docx.

Tracked changes read as accepted: what was inserted is there, what was deleted is not. Comments, footnotes, headers and
footers are not read. Each of these is noted when the document has it.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

import docx
from docx.opc.exceptions import PackageNotFoundError

from .extracted import Extracted, Unreadable, paragraphs_text

LIBRARY: Final = "python-docx"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED: Final = frozenset(
    {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr", "tblPr")}
    | {_FALLBACK}
)
_AS_TEXT: Final = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
_TITLES: Final = ("title", "heading1", "heading 1")

MOST_PARTS: Final = 3_000
MOST_BYTES: Final = 200_000_000
MOST_XML: Final = 60_000_000
MOST_RATIO: Final = 150


def check_package(data: bytes) -> None:
    """Refuse what is no Word document, and one that would unpack to far more than it is. Nothing is unpacked here."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        raise Unreadable(
            "The file is damaged: it is no whole ZIP archive.", "Save it again in Word."
        ) from None
    names = {part.filename for part in parts}
    if "word/document.xml" not in names and "[Content_Types].xml" not in names:
        raise Unreadable("This ZIP archive is no Word document.", "Unpack it and choose the files in it.")
    if not any(name.startswith("word/") for name in names):
        raise Unreadable("This is an Office file, but no Word document.", "Copy its text and paste it.")
    unpacked = sum(part.file_size for part in parts)
    xml = max(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_BYTES or xml > MOST_XML:
        raise Unreadable(
            f"The document unpacks to {unpacked / 1e6:,.0f} MB in {len(parts):,} parts, more than is read.",
            "Save its text as plain text and import that.",
        )
    if unpacked > 5_000_000 and unpacked > MOST_RATIO * len(data):
        raise Unreadable(
            f"The document unpacks to {unpacked // max(1, len(data)):,} times its size, as no real one does.",
            "Save it again in Word.",
        )


def extract(data: bytes) -> Extracted:
    """The text of a document, a line for each paragraph and cell."""
    check_package(data)
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Unreadable(
            f"Word’s document cannot be opened ({error})."[:300], "Save it again in Word."
        ) from None
    body = document.element.body
    notes = _notes(document, body)
    title_paragraph = ""
    texts: list[str] = []
    for node in _paragraphs(body):
        text = "".join(_text(node))
        if not texts and text.strip() and _style(document, node).lower() in _TITLES:
            title_paragraph = " ".join(text.split())
        if text.strip():
            texts.append(text)
    text = paragraphs_text(texts, notes)
    if not text:
        raise Unreadable("There is no text in this document.", "Choose a document that holds text.")
    known = document.core_properties
    return Extracted(
        text,
        LIBRARY,
        docx.__version__ if isinstance(docx.__version__, str) else "",
        title=title_paragraph or (known.title or "").strip(),
        title_line=bool(title_paragraph) and text.partition("\n")[0] == title_paragraph,
        author=(known.author or "").strip(),
        language=(known.language or "").strip(),
        notes=tuple(notes),
    )


def _paragraphs(body: Any) -> Iterator[Any]:
    """Every paragraph in reading order, those of tables and text boxes among them."""
    stack = [body]
    while stack:
        node = stack.pop()
        if node.tag in _SKIPPED or not isinstance(node.tag, str):
            continue
        if node.tag == f"{_W}p":
            yield node
        stack.extend(reversed(node))


def _text(paragraph: Any) -> Iterator[str]:
    """The pieces of one paragraph's text; paragraphs inside it (text boxes) speak for themselves."""
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if node.tag in _SKIPPED or node.tag == f"{_W}p" or not isinstance(node.tag, str):
            continue
        if node.tag == f"{_W}t":
            yield node.text or ""
        elif node.tag in _AS_TEXT:
            yield _AS_TEXT[node.tag]
        stack.extend(reversed(node))


def _style(document: Any, paragraph: Any) -> str:
    """The name of a paragraph's style; empty for the default."""
    name = paragraph.find(f"{_W}pPr/{_W}pStyle")
    wanted = name.get(f"{_W}val") if name is not None else None
    for style in document.styles if wanted else ():
        if style.style_id == wanted:
            return str(style.name)
    return wanted or ""


def _notes(document: Any, body: Any) -> list[str]:
    notes: list[str] = []
    changes = sum(1 for _ in body.iter(f"{_W}ins", f"{_W}del", f"{_W}moveFrom", f"{_W}moveTo"))
    if changes:
        notes.append(f"Tracked changes ({changes:,}) were read as accepted.")
    comments = sum(1 for _ in body.iter(f"{_W}commentReference"))
    if comments:
        notes.append(f"Comments ({comments:,}) were not read.")
    footnotes = sum(1 for _ in body.iter(f"{_W}footnoteReference", f"{_W}endnoteReference"))
    if footnotes:
        notes.append(f"Footnotes ({footnotes:,}) were not read.")
    if any(part.is_linked_to_previous is False for s in document.sections for part in (s.header, s.footer)):
        notes.append("Page headers and footers were not read.")
    return notes
