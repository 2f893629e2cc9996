"""What a suggestion is, and the key under which a rejection of it is remembered."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from .folding import folded

KINDS: Final = ("actor", "event", "reliability", "date", "casualties")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed tag, or a field of one: nothing until a person accepts it.

    `value` holds the fields of the tag's value (see `annotations/operations/values.py`); offsets count code points of
    the sentence's received text. `target` is what tells two suggestions on the same words apart: an actor's id, a code,
    a date, a number. `candidates` are the actors a shared name may mean. `confidence` runs from 0 to 1.
    """

    kind: str
    start: int
    end: int
    quote: str
    value: dict[str, Any]
    why: str
    confidence: float
    target: str = ""
    candidates: tuple[Any, ...] = field(default=())

    @property
    def key(self) -> str:
        """The same for the same words and target, wherever in the sentence they stand."""
        return key_of(self.kind, self.quote, self.target)

    @property
    def phrase(self) -> str:
        """The words as rejections are counted over the project."""
        return phrase_of(self.quote)


def key_of(kind: str, quote: str, target: str) -> str:
    """A key of 32 hexadecimal digits."""
    return sha256("\x1f".join((kind, phrase_of(quote), target)).encode()).hexdigest()[:32]


def phrase_of(quote: str) -> str:
    """Folded, at most 120 letters."""
    return folded(quote)[:120]
