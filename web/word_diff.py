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
    found: list[Piece] = []
    for tag, i0, i1, j0, j1 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[i0:i1])))
            continue
        if i0 < i1:
            found.append(Piece("gone", "".join(old[i0:i1])))
        if j0 < j1:
            found.append(Piece("new", "".join(new[j0:j1])))
    return found
