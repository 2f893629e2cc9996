"""The one place where Python turns code points into UTF-16 units and back.

Every stored offset counts Unicode code points, as Python does. Browsers, UIMA and Java count UTF-16 units, in which
a character beyond U+FFFF takes two. `static/js/lib/offsets.js` is the other side; both read the same cases.
"""

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class OffsetError(ValueError):
    """An offset that no place in the text answers to: beyond its ends, or between the halves of one character."""


class Utf16Map:
    """Offsets of one text in both units. Building it reads the text once; a question costs a binary search."""

    __slots__ = ("_astral", "length", "utf16_length")

    def __init__(self, text: str) -> None:
        self._astral: list[int] = [match.start() for match in _ASTRAL.finditer(text)]
        self.length = len(text)
        self.utf16_length = self.length + len(self._astral)

    def to_utf16(self, offset: int) -> int:
        """The UTF-16 offset of the boundary at this code point offset."""
        if not 0 <= offset <= self.length:
            raise OffsetError(f"Offset {offset} is outside a text of {self.length} code points.")
        return offset + bisect_left(self._astral, offset)

    def from_utf16(self, offset: int) -> int:
        """The code point offset of the boundary at this UTF-16 offset; refuses the middle of a surrogate pair."""
        if not 0 <= offset <= self.utf16_length:
            raise OffsetError(f"Offset {offset} is outside a text of {self.utf16_length} UTF-16 units.")
        wide_before = bisect_left(range(len(self._astral)), offset, key=lambda i: self._astral[i] + i)
        if wide_before and self._astral[wide_before - 1] + wide_before == offset:
            raise OffsetError(f"Offset {offset} stands between the two halves of one character.")
        return offset - wide_before


def utf16_length(text: str) -> int:
    """The length of `text` in UTF-16 units: what JavaScript calls its length."""
    return Utf16Map(text).utf16_length


def to_utf16(text: str, offset: int) -> int:
    """The UTF-16 offset of a code point offset in `text`."""
    return Utf16Map(text).to_utf16(offset)


def from_utf16(text: str, offset: int) -> int:
    """The code point offset of a UTF-16 offset in `text`; refuses the middle of a surrogate pair."""
    return Utf16Map(text).from_utf16(offset)
