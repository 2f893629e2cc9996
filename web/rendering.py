"""A sentence with its tags as HTML that reads before any script runs; `sentence_painter.js` draws the same.

`segments` is pure and has nothing of HTML: spans in, runs of text out, each with the tags over it and the line each of
them gets. The innermost tag lies nearest to the text (lane 0), and no two that overlap share a lane.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from annotations.operations.state import Tag
from sources.markers import DisplayText, Marker, find_markers

LANES: Final = 5


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open slice [start, end) of the text as it is shown, and what it is called."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """Text between two edges: the (span, lane) pairs over it, outermost first, and the spans that start with it."""

    start: int
    end: int
    over: tuple[tuple[Span, int], ...]
    starting: tuple[Span, ...]


def lanes(spans: Iterable[Span]) -> dict[str, int]:
    """A lane per span by key: the innermost nearest to the text (0), no two that overlap in the same."""
    found: dict[str, int] = {}
    placed: list[tuple[Span, int]] = []
    for span in sorted(spans, key=lambda one: (one.end - one.start, one.start, one.key)):
        beneath = [lane for other, lane in placed if other.start < span.end and span.start < other.end]
        lane = max(beneath, default=-1) + 1
        placed.append((span, lane))
        found[span.key] = lane
    return found


def segments(length: int, spans: Sequence[Span], cuts: Iterable[int] = ()) -> list[Run]:
    """The text cut at every edge of a span and at `cuts`, in reading order; nothing is lost and nothing overlaps."""
    height = lanes(spans)
    edges = {0, length, *cuts}
    for span in spans:
        edges |= {span.start, span.end}
    outward = sorted(spans, key=lambda one: -height[one.key])
    runs = []
    for start, end in pairwise(sorted(edge for edge in edges if 0 <= edge <= length)):
        over = [span for span in outward if span.start <= start and end <= span.end]
        runs.append(
            Run(
                start,
                end,
                tuple((span, height[span.key]) for span in over),
                tuple(span for span in over if span.start == start),
            )
        )
    return runs


def shown_spans(display: DisplayText, tags: Iterable[Tag]) -> list[Span]:
    """Where the tags stand in the display text; those on nothing but markers are not drawn."""
    spans = [Span(tag.uid, *display.to_display(tag.value["start"], tag.value["end"])) for tag in tags]
    return [span for span in spans if span.start < span.end]


def sentence_html(
    received: str, tags: Sequence[Tag] = (), labels: Mapping[str, str] | None = None
) -> SafeString:
    """The display text with each tag as a nested run and each citation marker as a superscript.

    `labels` names tags by uid: what stands small above where they start.
    """
    display, by_uid = DisplayText(received), {tag.uid: tag for tag in tags}
    marks = [(display.offset_to_display(mark.start), mark) for mark in find_markers(received)]
    pieces: list[SafeString] = []
    waiting = list(marks)
    for run in segments(len(display.text), shown_spans(display, tags), [at for at, _ in marks]):
        while waiting and waiting[0][0] <= run.start:
            pieces.append(_cite(waiting.pop(0)[1]))
        pieces.append(_marked(display.text[run.start : run.end], run, by_uid, labels or {}))
    pieces += [_cite(mark) for _, mark in waiting]
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _marked(words: str, run: Run, tags: Mapping[str, Tag], labels: Mapping[str, str]) -> SafeString:
    inner = format_html("{}", words)
    for depth, (span, lane) in enumerate(reversed(run.over)):
        codes = _codes(run, tags, labels) if depth == 0 else ""
        inner = format_html(
            '<span class="mark" data-kind="{}" data-lane="{}" data-tag="{}">{}{}</span>',
            tags[span.key].kind,
            min(lane, LANES - 1),
            span.key,
            codes,
            inner,
        )
    return inner


def _codes(run: Run, tags: Mapping[str, Tag], labels: Mapping[str, str]) -> SafeString:
    """The labels above the start of tags: they hold no text, so offsets and lines stay as they are."""
    if not run.starting:
        return SafeString("")
    each = format_html_join(
        "",
        '<i class="code-label" data-kind="{}" data-code="{}"></i>',
        ((tags[span.key].kind, labels.get(span.key, "")) for span in run.starting),
    )
    return format_html('<span class="codes" aria-hidden="true">{}</span>', each)


def _cite(mark: Marker) -> SafeString:
    leading = mark.place == "leading"
    told = (
        gettext("Reference %(label)s, closes what stood before this sentence")
        if leading
        else gettext("Reference %(label)s")
    )
    return format_html(
        '<sup class="cite{}" title="{}">{}</sup>',
        " is-leading" if leading else "",
        told % {"label": mark.label},
        mark.label,
    )
