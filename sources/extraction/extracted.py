"""What comes out of a document, and how it is said that nothing can."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Final

MAX_CHARACTERS: Final = 10_000_000
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_HALF = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")


class Unreadable(Exception):  # noqa: N818 - said as people say it
    """The document gives no text: why, and what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of one document, a line for each paragraph, and what it says of itself; empty where it says nothing.

    `library` and `version` name what read it: another version may read it otherwise. When the text opens with the
    title, `title_line` is true.
    """

    text: str
    library: str
    version: str
    title: str = ""
    title_line: bool = False
    author: str = ""
    published: str = ""
    language: str = ""
    notes: tuple[str, ...] = field(default_factory=tuple)

    def as_json(self) -> dict[str, Any]:
        """What the extracting process writes."""
        return asdict(self)


def paragraphs_text(paragraphs: Iterable[str], notes: list[str]) -> str:
    """The paragraphs joined by line ends, spaces folded, what no text can hold left out and noted."""
    kept: list[str] = []
    total = dropped = 0
    for paragraph in paragraphs:
        text, count = _UNREADABLE.subn("", _BREAKS.sub("\n", paragraph))
        text, halves = _HALF.subn("\ufffd", text)
        dropped += count + halves
        for line in text.split("\n"):
            clean = _SPACES.sub(" ", line).strip()
            if clean:
                kept.append(clean)
                total += len(clean) + 1
        if total > MAX_CHARACTERS:
            raise Unreadable(
                f"The document holds more than {MAX_CHARACTERS:,} characters of text.",
                "Split it into several files.",
            )
    if dropped:
        notes.append(f"Left out: {dropped:,} control characters and halves of characters.")
    return "\n".join(kept)
