"""The demo's coding, turned from quoted words into operations of the editing protocol."""

from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from common.errors import Invalid
from sources.models import Sentence

Operation = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a sentence: [start, end) in code points of its received text."""

    start: int
    end: int
    quote: str


def find(sentence: Sentence, quote: str) -> Words:
    """Where `quote` stands first in the sentence."""
    start = sentence.text.find(quote)
    if start < 0:
        raise Invalid(f"“{quote}” does not stand in sentence {sentence.ordinal} of the demo.")
    return Words(start, start + len(quote), quote)


def operations_for(sentence: Sentence, coding: dict[str, Any], actors: dict[str, int]) -> list[Operation]:
    """The operations that code one sentence: mentions first, since events link to them."""
    if coding["state"] == "nothing":
        return [
            {
                "id": str(uuid4()),
                "action": "mark",
                "seen": 0,
                "value": {"outcome": "nothing_to_code", "question": ""},
            }
        ]
    adds = [
        _add(
            "actor",
            _tag(sentence, "actor", quote),
            _span(sentence, quote) | {"actor": actors[label] if label else None},
        )
        for quote, label in coding.get("actors", {}).items()
    ]
    adds += [_add("event", str(uuid4()), _event(sentence, event)) for event in coding.get("events", [])]
    adds += [
        _add("reliability", str(uuid4()), _reliability(sentence, tag))
        for tag in coding.get("reliability", [])
    ]
    return adds


def _add(kind: str, tag: str, value: dict[str, Any]) -> Operation:
    return {"id": str(uuid4()), "action": "add", "kind": kind, "tag": tag, "value": value}


def _tag(sentence: Sentence, kind: str, quote: str) -> str:
    """A tag id that the coding's links can name again."""
    return str(uuid5(NAMESPACE_URL, f"{sentence.pk}/{kind}/{quote}"))


def _span(sentence: Sentence, quote: str) -> dict[str, Any]:
    words = find(sentence, quote)
    return {"start": words.start, "end": words.end, "quote": words.quote}


def _event(sentence: Sentence, event: dict[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] = _span(sentence, event["trigger"]) | {
        "code": event["code"],
        "date_edtf": event.get("date", ""),
        "modality": event.get("modality", "asserted"),
        "polarity": event.get("polarity", "positive"),
        "participants": [
            {"role": role, "actor": _tag(sentence, "actor", quote)}
            for role in ("actor", "recipient", "victim")
            for quote in event.get(role, [])
        ],
    }
    if "date_text" in event:
        words = find(sentence, event["date_text"])
        value |= {"date_start": words.start, "date_end": words.end}
    return value


def _reliability(sentence: Sentence, tag: dict[str, Any]) -> dict[str, Any]:
    leading = max((mark.end for mark in sentence.citations.all() if mark.place == "leading"), default=0)
    body = sentence.text[leading:].strip()
    value: dict[str, Any] = _span(sentence, body) | {
        "credibility": tag["credibility"],
        "rationale": tag["rationale"],
    }
    for part in ("source", "cue"):
        if part in tag:
            words = find(sentence, tag[part])
            value |= {f"{part}_start": words.start, f"{part}_end": words.end}
    return value
