"""What approved sentences say about words: which were triggers of what, which were cues, and which were neither."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .folding import Word, words_of

if TYPE_CHECKING:
    from .context import Example, Tally

Phrase = tuple[str, ...]


def words_in(words: list[Word], start: int, end: int) -> list[Word]:
    """The words within a span."""
    return [word for word in words if start <= word.start and word.end <= end]


def form_of(word: Word) -> Phrase:
    """A word as it is counted when it was read and left: "shooting" says nothing of "shot"."""
    return (word.stem, "ing") if word.low.endswith("ing") and word.stem != word.low else (word.stem,)


def trigger_tallies(
    examples: Sequence["Example"],
) -> tuple[dict[Phrase, Counter[tuple[str, str]]], Counter[Phrase]]:
    """By the stems of a trigger: its codes with counts; and how often a single stem was read and left."""
    found: dict[Phrase, Counter[tuple[str, str]]] = {}
    left: Counter[Phrase] = Counter()
    for example in examples:
        words = words_of(example.text)
        taken: set[int] = set()
        for start, end, code, mode in example.events:
            inside = words_in(words, start, end)
            phrase = tuple(word.stem for word in inside)
            if phrase and code:
                found.setdefault(phrase, Counter())[code, mode] += 1
                taken |= {word.start for word in inside}
        left.update(form_of(word) for word in words if word.start not in taken)
    return found, left


def cue_tallies(examples: Sequence["Example"], part: str) -> dict[Phrase, "Tally"]:
    """By the words of a cue (or hedge): how often it was tagged, and how often read and left."""
    from .context import Tally

    found: dict[Phrase, Tally] = {}
    read = [(words_of(example.text), example) for example in examples if example.has_reliability]
    for words, example in read:
        for start, end in getattr(example, part):
            phrase = tuple(word.stem for word in words_in(words, start, end))
            if phrase:
                found.setdefault(phrase, Tally()).tagged += 1
    firsts: dict[str, list[Phrase]] = {}
    for phrase in found:
        firsts.setdefault(phrase[0], []).append(phrase)
    for words, example in read:
        spans = getattr(example, part)
        stems = tuple(word.stem for word in words)
        for at, word in enumerate(words):
            for phrase in firsts.get(word.stem, ()):
                if stems[at : at + len(phrase)] == phrase and not any(s <= word.start < e for s, e in spans):
                    found[phrase].left += 1
    return found
