"""Reading a gold file of suggestions: forgiving of what is missing, strict about what cannot be meant."""

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Span = tuple[int, int]


class GoldError(ValueError):
    """The gold file cannot be used; the message says where."""


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """A trigger with its type; `date` is the span of its date's words, if they stand in the sentence."""

    start: int
    end: int
    type: str
    date: Span | None
    edtf: str | None


@dataclass(frozen=True, slots=True)
class GoldActor:
    """A mention and who it is, if the gold says so."""

    start: int
    end: int
    text: str
    canonical: str | None


@dataclass(slots=True)
class Gold:
    """One sentence as it should be coded."""

    text: str
    events: list[GoldEvent] = field(default_factory=list)
    actors: list[GoldActor] = field(default_factory=list)
    cues: list[Span] = field(default_factory=list)
    hedges: list[Span] = field(default_factory=list)

    @property
    def dates(self) -> dict[Span, str | None]:
        """The dates that events have, once each."""
        found: dict[Span, str | None] = {}
        for event in self.events:
            if event.date is not None:
                found[event.date] = found.get(event.date) or event.edtf
        return found


def read_gold(path: Path) -> list[Gold]:
    """The sentences of the file; GoldError names the line."""
    golds = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise GoldError(f"line {number} is not JSON: {error}") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise GoldError(
                f'line {number} has no "text"; each line is an object with the sentence as "text"'
            )
        golds.append(_gold(row, number))
    if not golds:
        raise GoldError("there is no line in it")
    return golds


def _gold(row: dict[str, Any], number: int) -> Gold:
    text = row["text"]
    gold = Gold(text)
    for item in _list(row.get("events")):
        span = _span(text, item, "trigger", number)
        if span is not None:
            words = item.get("date_text")
            date = _find(text, words, near=span[0]) if isinstance(words, str) and words.strip() else None
            gold.events.append(GoldEvent(*span, item.get("type") or "", date, item.get("date_edtf") or None))
    for item in _list(row.get("actors")):
        span = _span(text, item, "text", number)
        if span is not None:
            gold.actors.append(GoldActor(*span, text[span[0] : span[1]], item.get("canonical") or None))
    told = row.get("reliability")
    for item in _list(told if isinstance(told, list) else [told]):
        who = item.get("attribution")
        near = _find(text, who) if isinstance(who, str) and who else None
        for part, spans in (("cue", gold.cues), ("hedge", gold.hedges)):
            given = item.get(part)
            for words in given if isinstance(given, list) else [given]:
                found = (
                    _find(text, words, near=near[0] if near else 0)
                    if isinstance(words, str) and words
                    else None
                )
                if found is not None and found not in spans:
                    spans.append(found)
                elif isinstance(words, str) and words.strip() and found is None:
                    _note(number, f'the {part} "{words}" does not stand in the text; it is left out')
    return gold


def _list(given: Any) -> list[dict[str, Any]]:
    return [item for item in given if isinstance(item, dict)] if isinstance(given, list) else []


def _span(text: str, item: dict[str, Any], name: str, number: int) -> Span | None:
    """The item's span; where its words disagree with it, the nearest place at which the words do stand."""
    start, end, words = item.get("start"), item.get("end"), item.get(name)
    if isinstance(start, int) and isinstance(end, int) and _names(text, start, end, words):
        return start, end
    found = (
        _find(text, words, near=start if isinstance(start, int) else 0) if isinstance(words, str) else None
    )
    if found is None:
        _note(number, f"{name} {words!r} at [{start}, {end}) is not in the text; it is left out")
    return found


def _names(text: str, start: int, end: int, words: object) -> bool:
    """Whether a span lies in the text and holds the words, if there are any."""
    is_inside = 0 <= start < end <= len(text)
    return is_inside and (not isinstance(words, str) or words in ("", text[start:end]))


def _find(text: str, words: str, near: int = 0) -> Span | None:
    """Where the words stand, as whole words if they can, in any case, nearest to an offset."""
    wanted = words.strip()
    if not wanted:
        return None
    for where, what in ((text, wanted), (text.lower(), wanted.lower())):
        places, at = [], where.find(what)
        while at >= 0:
            places.append(at)
            at = where.find(what, at + 1)
        whole = [p for p in places if _is_whole(text, p, p + len(wanted))] or places
        if whole and len(where) == len(text):
            best = min(whole, key=lambda p: abs(p - near))
            return best, best + len(wanted)
    return None


def _is_whole(text: str, start: int, end: int) -> bool:
    return not (start and text[start - 1].isalnum() and text[start].isalnum()) and not (
        end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    )


def _note(number: int, message: str) -> None:
    print(f"line {number}: {message}", file=sys.stderr)
