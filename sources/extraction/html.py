"""The article of an HTML page, without menus and footers, by trafilatura."""

import re
from collections.abc import Iterator
from typing import Any, Final

import trafilatura

from .extracted import Extracted, Unreadable, paragraphs_text

LIBRARY: Final = "trafilatura"
_BLOCKS: Final = frozenset({"p", "head", "item", "cell", "quote", "code", "ab", "fw"})
_LANGUAGE = re.compile(
    r"<html\b[^>]*?\b(?:xml:)?lang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)", re.I
)
_DEPTH: Final = re.compile(
    r"<(/?)(?:div|span|table|tr|td|ul|ol|li|b|i|em|strong|p|font|section|article|blockquote)\b", re.I
)
DEEPEST: Final = 500


def extract(data: bytes) -> Extracted:
    """The text of a page whose bytes are UTF-8 by now, a line for each paragraph, heading, list item and cell."""
    page = data.decode()
    _refuse_deep(page)
    found = trafilatura.bare_extraction(
        page, with_metadata=True, include_comments=False, include_tables=True, include_links=False
    )
    body = getattr(found, "body", None)
    if found is None or body is None:
        raise Unreadable("No article was found in this page.", "Copy its text and paste it.")
    notes: list[str] = []
    text = paragraphs_text(_blocks(body), notes)
    if not text:
        raise Unreadable("There is no text in this page.", "Copy its text and paste it.")
    known = {name: str(getattr(found, name, None) or "").strip() for name in ("title", "author", "date")}
    language = _LANGUAGE.search(page[:20_000])
    return Extracted(
        text,
        LIBRARY,
        trafilatura.__version__,
        title=known["title"],
        title_line=bool(known["title"]) and text.partition("\n")[0] == " ".join(known["title"].split()),
        author=known["author"],
        published=known["date"],
        language=language[1] if language else "",
        notes=tuple(notes),
    )


def _refuse_deep(page: str) -> None:
    depth = deepest = 0
    for tag in _DEPTH.finditer(page):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    if deepest > DEEPEST * 20:
        raise Unreadable(f"The page nests its elements {deepest:,} deep.", "Copy its text and paste it.")


def _blocks(body: Any) -> Iterator[str]:
    """The text of each innermost block, and what stands loose between blocks."""
    pieces: list[str] = []
    for step, text in _walk(body):
        if step == "text":
            pieces.append(text)
        else:
            yield "".join(pieces)
            pieces = []
    yield "".join(pieces)


def _walk(body: Any) -> Iterator[tuple[str, str]]:
    """Text and block borders in reading order, without recursion: pages may nest deep."""
    stack: list[tuple[Any, bool]] = [(body, False)]
    while stack:
        node, is_left = stack.pop()
        name = node.tag if isinstance(node.tag, str) else ""
        if is_left:
            if name in _BLOCKS:
                yield "border", ""
            if node is not body and node.tail:
                yield "text", node.tail
            continue
        if name in _BLOCKS:
            yield "border", ""
        if name == "lb":
            yield "text", "\n"
        if name and node.text:
            yield "text", node.text
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))
