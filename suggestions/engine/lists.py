"""The shipped word lists, read once: cues, event words, and the words that tell kinds of names apart."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from codebook import schemes

from .folding import words_of

FOLDER: Final = Path(__file__).parent.parent / "lexicon"


@dataclass(frozen=True, slots=True)
class Cue:
    """An attribution cue or a hedge; `stems` are its words' stems, `lows` the words themselves."""

    text: str
    kind: str
    commitment: str
    language: str
    syntax: str
    stems: tuple[str, ...]
    lows: tuple[str, ...]
    is_exact: bool
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase that tells of an event.

    `kind`: verb, noun, phrase or weak; `size`: how many stems the trigger takes.
    """

    code: str
    mode: str
    kind: str
    stems: tuple[str, ...]
    size: int = 0


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


@cache
def cues() -> dict[str, tuple[Cue, ...]]:
    """The cues by the stem of their first word, longer ones first."""
    found: dict[str, list[Cue]] = {}
    for entry in schemes.read("attribution-cues").codes:
        row = dict(entry.traits)
        words = words_of(entry.label)
        cue = Cue(
            entry.label,
            entry.group,
            row["commitment"],
            row["language"],
            row["syntax"],
            tuple(word.stem for word in words),
            tuple(word.low for word in words),
            row.get("forms") == "exact" or (row["syntax"] == "phrase" and "forms" not in row),
            row.get("before", ""),
            row.get("after", ""),
        )
        found.setdefault(cue.stems[0], []).append(cue)
    return {first: tuple(sorted(rows, key=lambda c: -len(c.stems))) for first, rows in found.items()}


_KINDS: Final = {"verbs": "verb", "nouns": "noun", "phrases": "phrase", "weak": "weak"}
SKIPPED: Final = frozenset(("a", "an", "the"))


def _stems(text: str) -> tuple[tuple[str, ...], int]:
    """The stems of a listed phrase, and how many of them the trigger takes."""
    trigger, _, after = text.partition("/")
    parts = [
        tuple(word.stem for word in words_of(part) if word.low not in SKIPPED) for part in (trigger, after)
    ]
    return parts[0] + parts[1], len(parts[0])


@cache
def event_words() -> dict[str, tuple[Entry, ...]]:
    """The event words by the stem of their first word, longer ones first."""
    found: dict[str, list[Entry]] = {}
    for code, modes in _read("plover_en.yaml").items():
        for mode, lists in modes.items():
            for name, texts in lists.items():
                for text in texts:
                    stems, size = _stems(text)
                    entry = Entry(code, "" if mode == "any" else mode, _KINDS[name], stems, size)
                    found.setdefault(stems[0], []).append(entry)
    return {first: tuple(sorted(rows, key=lambda e: -len(e.stems))) for first, rows in found.items()}


@cache
def name_words() -> dict[str, frozenset[str]]:
    """Words that tell what a capitalised name is: org, place, thing, title, calendar, group, common."""
    return {kind: frozenset(texts.split()) for kind, texts in _read("name_words_en.yaml").items()}


@cache
def countries() -> frozenset[str]:
    """Names of countries in English, in lower case."""
    from babel import Locale  # its data takes a moment to load

    names = Locale("en").territories
    return frozenset(name.lower() for code, name in names.items() if len(code) == 2 and code.isalpha())
