"""Two sentences side by side: which words went and which came."""

import re
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple, TypeAlias

What: TypeAlias = Literal["same", "gone", "new"]
_TOKENS: Final = re.compile(r"\w+|\s+|[^\w\s]")
MOST_TOKENS: Final = 2_000


class Piece(NamedTuple):
    """Words that are in both, only before, or only after."""

    what: What
    text: str


def word_diff(before: str, after: str) -> list[Piece]:
    """The pieces in reading order, what went before what came. Very long sentences are shown as one change."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    if len(old) + len(new) > MOST_TOKENS:
        return [Piece("gone", before), Piece("new", after)]
    steps = [
        (tag == "equal", "".join(old[i0:i1]), "".join(new[j0:j1]))
        for tag, i0, i1, j0, j1 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    ]
    found: list[Piece] = []
    gone = came = ""
    for place, (is_same, before_words, after_words) in enumerate(steps):
        # White space alone between two changes belongs to both: words are replaced as a run.
        if not is_same or (before_words.isspace() and 0 < place < len(steps) - 1):
            gone, came = gone + before_words, came + after_words
            continue
        found += _change(gone, came)
        found.append(Piece("same", before_words))
        gone = came = ""
    return found + _change(gone, came)


def _change(gone: str, came: str) -> list[Piece]:
    """The run that went, then the one that came."""
    pairs: tuple[tuple[What, str], ...] = (("gone", gone), ("new", came))
    return [Piece(what, text) for what, text in pairs if text]
