"""The format of one sentence a paragraph: a title line, an empty line, then paragraphs with an empty line between.

A paragraph is one sentence whatever it holds, fragments included; inner line ends belong to it.
"""

import re

from django.utils.translation import gettext_noop

from sources.decoding import Received, normalise
from sources.segmenting import INVISIBLE, Slice, join_marker_lines

from .drafts import ImportedSource, Naming, draft_sentences
from .titles import split_title

NAME = "paragraphs"
LABEL = gettext_noop("One sentence a paragraph")

_SEEN = rf"[^\s{INVISIBLE}]"
_BLANK = rf"[^\S\n]|[{INVISIBLE}]"
PARAGRAPH = re.compile(rf"{_SEEN}[^\n]*(?:\n(?:{_BLANK})*{_SEEN}[^\n]*)*")


def read(received: Received, naming: Naming) -> list[ImportedSource]:
    """The one source of a text in this format."""
    text = normalise(received.decoded)
    title, body = split_title(text, naming)
    slices = join_marker_lines(text, paragraphs(text, body))
    return [ImportedSource(title, text, draft_sentences(text, slices))]


def paragraphs(text: str, start: int = 0) -> list[Slice]:
    """The paragraphs from `start` on, without white space around."""
    return [
        Slice(match.start(), _visible_end(text, *match.span())) for match in PARAGRAPH.finditer(text, start)
    ]


def _visible_end(text: str, start: int, end: int) -> int:
    """Where the paragraph ends to the eye."""
    while end > start and (text[end - 1].isspace() or text[end - 1] in INVISIBLE):
        end -= 1
    return end
