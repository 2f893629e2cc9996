"""The text of a PDF, by pypdf: lines joined into paragraphs, hyphens at line ends taken out with care.

A PDF holds placed letters, not paragraphs, so all of this is best effort: what was joined, dropped or left is noted,
and sentences can be split and merged afterwards.
"""

import io
import re
from collections import Counter
from statistics import quantiles
from typing import Final

import pypdf
from pypdf.errors import PyPdfError

from .extracted import Extracted, Unreadable, paragraphs_text

LIBRARY: Final = "pypdf"
MOST_PAGES: Final = 2_000
_HYPHENS: Final = "-\u2010\u00ad"
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.|seite|صفحة)\s*)?\d{1,4}(?:\s*(?:/|of|von|من)\s*\d{1,4})?\W*", re.I
)
_SENTENCE_END = re.compile(r"[.!?…。؟۔:][\"'”’»)\]]*(?:\[[0-9]+\])*$")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_FILE_TITLE = re.compile(
    r"\.(?:docx?|pdf|indd|qxd|rtf|tex|dvi)$|^(?:Microsoft Word|untitled|Document\d*)\b", re.I
)


def extract(data: bytes) -> Extracted:
    """The text of a PDF, a line for each paragraph as far as one can tell."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("The PDF is protected by a password.", "Save it without the password.")
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise Unreadable(
                f"The PDF has {count:,} pages; the most is {MOST_PAGES:,}.", "Split it into several files."
            )
        pages = [page.extract_text() or "" for page in reader.pages]
        known = _known(reader)
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError) as error:
        what = " ".join(str(error).split())[:120] or type(error).__name__
        raise Unreadable(
            f"The PDF is damaged and cannot be read ({what}).", "Save or print it as PDF again."
        ) from None
    notes: list[str] = []
    lines = [[" ".join(line.split()) for line in page.split("\n")] for page in pages]
    empty = [number for number, page in enumerate(lines, 1) if not any(page)]
    if len(empty) == count:
        raise Unreadable(
            "The PDF holds no text: its pages are pictures, as scanned ones are.",
            "Run it through text recognition (OCR) first, or type its text.",
        )
    if empty:
        notes.append(f"No text on {len(empty):,} of {count:,} pages (scanned?): {_numbers(empty)}.")
    text = paragraphs_text(_paragraphs(_without_running_heads(lines, notes), notes), notes)
    title, author, language = known
    return Extracted(
        text, LIBRARY, pypdf.__version__, title=title, author=author, language=language,
        title_line=bool(title) and text.partition("\n")[0] == title, notes=tuple(notes),
    )  # fmt: skip


def _known(reader: pypdf.PdfReader) -> tuple[str, str, str]:
    """Title, author and language as the file states them."""
    stated = reader.metadata
    title = " ".join(str(stated.title or "").split()) if stated else ""
    author = " ".join(str(stated.author or "").split()) if stated else ""
    language = reader.trailer.get("/Root", {}).get("/Lang", "")
    return ("" if _FILE_TITLE.search(title) else title), author, str(language)


def _numbers(pages: list[int]) -> str:
    shown = ", ".join(str(number) for number in pages[:10])
    return shown if len(pages) <= 10 else f"{shown} and {len(pages) - 10:,} more"


def _without_running_heads(pages: list[list[str]], notes: list[str]) -> list[list[str]]:
    """The pages without page numbers at their edges and without first and last lines that most pages repeat."""
    filled = [[line for line in page if line] for page in pages]
    edges = Counter(
        _DIGITS.sub("#", line) for page in filled for line in {*page[:1], *page[-1:]} if len(page) > 2
    )
    repeated = {line for line, count in edges.items() if count >= 3 and count > 0.6 * len(filled)}
    dropped = 0

    def is_edge(line: str) -> bool:
        return bool(_PAGE_NUMBER.fullmatch(line)) or _DIGITS.sub("#", line) in repeated

    kept: list[list[str]] = []
    for page in pages:
        body = list(page)
        for end in (0, -1):
            for _ in range(2):
                while body and not body[end]:
                    body.pop(end)
                if len(body) > 1 and is_edge(body[end]):
                    body.pop(end)
                    dropped += 1
        kept.append(body)
    if dropped:
        notes.append(f"Left out: {dropped:,} lines of page headers, footers and page numbers.")
    return kept


def _paragraphs(pages: list[list[str]], notes: list[str]) -> list[str]:
    """Lines joined into paragraphs: one ends at an empty line, or where a line ends early after a sentence's end."""
    lines = [line for page in pages for line in page]
    widths = [len(line) for line in lines if len(line) > 20]
    full = quantiles(widths, n=4)[2] if len(widths) > 3 else 0
    known = Counter(word.lower() for line in lines for word in _WORD.findall(line))
    found: list[str] = []
    before = ""
    joined = 0
    is_open = False
    for line in lines:
        if not line:
            is_open = is_open and not _SENTENCE_END.search(before) and len(before) > 0.7 * full
            continue
        if not is_open:
            found.append(line)
        elif before[-1:] in _HYPHENS and before[-2:-1].isalpha() and line[:1].islower():
            found[-1] = _dehyphenated(found[-1], line, known)
            joined += 1
        else:
            found[-1] += " " + line
        before = line
        is_early = len(line) < 0.75 * full and (_SENTENCE_END.search(line) or len(line) < 0.5 * full)
        is_open = line[-1] in _HYPHENS or not is_early
    if joined:
        notes.append(f"Hyphens at line ends taken out or kept: {joined:,}.")
    return found


def _dehyphenated(before: str, line: str, known: Counter[str]) -> str:
    """The two joined; the hyphen stays when the text writes the word more often with one than without."""
    left, right = _last_word(before[:-1]), (_WORD.match(line) or [""])[0]
    whole, hyphened = f"{left}{right}".lower(), f"{left}-{right}".lower()
    if before[-1] != "\u00ad" and known[hyphened] > known[whole]:
        return before + line
    return before[:-1] + line


def _last_word(text: str) -> str:
    words = _WORD.findall(text[-60:])
    return words[-1] if words else ""
