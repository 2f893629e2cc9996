"""Running prose: a title line perhaps, then paragraphs of several sentences, which are found by segmentation.

A newline ends a sentence unless the text is hard-wrapped, that is cut into lines of about one length in mid-sentence,
as agency wires and old mail are; then a sentence ends where segmentation says or at an empty line.
"""

from statistics import fmean
from typing import Final

from django.utils.translation import gettext_noop

from sources.decoding import Received, normalise
from sources.segmenting import Slice, join_marker_lines, lines, segment_line

from .drafts import ImportedSource, Naming, draft_sentences
from .paragraphs import paragraphs
from .problems import ImportProblem, Problems, place_of
from .titles import reads_like_title, split_title

NAME = "prose"
LABEL = gettext_noop("Running prose")
MAX_PARAGRAPH: Final = 200_000
_WRAPPED_WIDTHS: Final = range(45, 101)
_SAMPLE: Final = 200


def read(received: Received, naming: Naming) -> list[ImportedSource]:
    """The one source of a text in this format."""
    text = normalise(received.decoded)
    wrapped = is_hard_wrapped(text)
    title, body = split_title(text, naming, needs_empty_line=wrapped)
    pieces = paragraphs(text, body) if wrapped else list(lines(text, body))
    refuse_long_paragraphs(text, pieces)
    slices = [sentence for piece in pieces for sentence in segment_line(text, piece)]
    return [ImportedSource(title, text, draft_sentences(text, join_marker_lines(text, slices)))]


def is_hard_wrapped(text: str) -> bool:
    """Whether lines end by width: most inner lines of the first paragraphs are alike and end in mid-sentence."""
    inner: list[str] = []
    for paragraph in paragraphs(text)[:_SAMPLE]:
        inner.extend(text[paragraph.start : paragraph.end].split("\n")[:-1])
    if len(inner) < 3:
        return False
    by_width = fmean(len(line) in _WRAPPED_WIDTHS for line in inner)
    mid_sentence = fmean(reads_like_title(line.rstrip()) for line in inner)
    return by_width >= 0.8 and mid_sentence >= 0.6


def refuse_long_paragraphs(text: str, pieces: list[Slice]) -> None:
    """Refuse paragraphs that would take segmentation too long."""
    problems = Problems()
    for start, end in pieces:
        if end - start > MAX_PARAGRAPH:
            line, column = place_of(text, start)
            with problems.collecting():
                raise ImportProblem.of(
                    f"There is a paragraph of {end - start:,} characters; the most is {MAX_PARAGRAPH:,}.",
                    "Put line ends where its paragraphs end.",
                    line=line,
                    column=column,
                )
    problems.raise_if_any()
