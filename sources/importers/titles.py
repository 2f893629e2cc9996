"""Which title a text has, and where its sentences begin."""

import re
from typing import Final

from sources.decoding import normalise
from sources.markers import DisplayText
from sources.segmenting import lines

from .drafts import MAX_TITLE, Naming
from .problems import ImportProblem, place_of

# A full stop, perhaps with closing quotation marks, brackets and markers after it.
_SENTENCE_END: Final = re.compile(r"[.。…][\"'”’»)\]]*(?:\[[0-9]+\])*$")


def split_title(text: str, naming: Naming, *, needs_empty_line: bool = False) -> tuple[str, int]:
    """The title and the offset at which the sentences begin.

    The first line is the title line when more lines follow and it does not end like a sentence; with
    `needs_empty_line`, only when an empty line follows. It stays the title line when the person gave another title.
    """
    opening = lines(text)
    first, second = next(opening, None), next(opening, None)
    if first is None:
        raise ImportProblem.of("The text is empty.", "Choose a file that holds text.")
    given, fallback = checked_title(naming.title), checked_title(naming.fallback)
    line = DisplayText(text[first.start : first.end]).text.strip()
    is_title = bool(line) and reads_like_title(line)
    if second is None:
        if given or (fallback and not is_title):
            return given or fallback, first.start
    elif is_title and (not needs_empty_line or text.count("\n", first.end, second.start) > 1):
        return given or checked_title(line), second.start
    elif given or fallback:
        return given or fallback, first.start
    raise _untitled(text, first.start, only_title=second is None and is_title)


def reads_like_title(line: str) -> bool:
    """Whether a line can be a title: short, and without a full stop at its end."""
    return len(line) <= MAX_TITLE and _SENTENCE_END.search(line) is None


def checked_title(title: str) -> str:
    """The title on one line; refuses control characters and one that is too long."""
    clean = " ".join(normalise(title).split())
    if len(clean) > MAX_TITLE:
        raise ImportProblem.of(
            f"The title has {len(clean):,} characters; the most is {MAX_TITLE}.", "Shorten it."
        )
    return clean


def _untitled(text: str, start: int, *, only_title: bool) -> ImportProblem:
    line, column = place_of(text, start)
    if only_title:
        return ImportProblem.of(
            "There is a title and no sentence.", "Put the text below the title.", line=line, column=column
        )
    return ImportProblem.of(
        "The first line reads like a sentence, so the text has no title.",
        "Give it a title, or put a title line and an empty line first.",
        line=line,
        column=column,
    )
