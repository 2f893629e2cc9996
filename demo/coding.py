"""The demo's coding, turned from quoted words into operations of the editing protocol."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid4, uuid5

from annotations.models import ROLES
from common.errors import Invalid
from sources.models import Sentence

Operation = dict[str, Any]
_AS_WRITTEN: Final = (
    "date_resolved",
    "date_basis",
    "date_prec",
    "modality",
    "polarity",
    "tense",
    "genericity",
    "note",
)


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
    adds += [
        _add("reliability", _tag(sentence, "reliability", tag.get("words", "")), _reliability(sentence, tag))
        for tag in coding.get("reliability", [])
    ]
    adds += [
        _add("event", str(uuid4()), _event(sentence, event, actors)) for event in coding.get("events", [])
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


def _event(sentence: Sentence, event: dict[str, Any], actors: dict[str, int]) -> dict[str, Any]:
    value: dict[str, Any] = _span(sentence, event["trigger"]) | {
        "code": event["code"],
        "modes": event.get("modes", []),
        "date_edtf": event.get("date", ""),
        "participants": _participants(sentence, event, actors),
    }
    value |= {name: event[name] for name in _AS_WRITTEN if name in event}
    value |= _part(sentence, "date", event.get("date_text"))
    if "date_from" in event:
        value["date_from"] = _elsewhere(sentence, event["date_from"])
    value |= _place(sentence, event.get("where", {}))
    for name in ("deaths", "injured", "arrested"):
        value |= _figures(sentence, name, event.get(name, {}))
    return value


def _participants(sentence: Sentence, event: dict[str, Any], actors: dict[str, int]) -> list[dict[str, Any]]:
    """Each role's fillers: words of the sentence, {sentence, words, actor} of another, or null for nobody named."""
    links: list[dict[str, Any]] = []
    for role in ROLES:
        for filler in event.get(role, []):
            if filler is None:
                links.append({"role": role, "actor": None})
            elif isinstance(filler, dict):
                words = _elsewhere(sentence, filler) | {"actor": actors[filler["actor"]]}
                links.append({"role": role, "from": words})
            else:
                links.append({"role": role, "actor": _tag(sentence, "actor", filler)})
    return links


def _elsewhere(sentence: Sentence, place: dict[str, Any]) -> dict[str, Any]:
    """Words of another sentence of the same text."""
    other = Sentence.objects.get(version_id=sentence.version_id, ordinal=place["sentence"])
    return {"sentence": other.pk, **_span(other, place["words"])}


def _place(sentence: Sentence, place: dict[str, Any]) -> dict[str, Any]:
    latitude, longitude = place.get("at", (None, None))
    return {
        "place_name": place.get("name", ""),
        "place_basis": "sentence" if "words" in place else "",
        "country": place.get("country", ""),
        "latitude": latitude,
        "longitude": longitude,
        "where_prec": place.get("precision"),
        **_part(sentence, "place", place.get("words")),
    }


def _figures(sentence: Sentence, name: str, stated: dict[str, Any]) -> dict[str, Any]:
    """Figures as stated, `deaths` by edge, with the words that state them."""
    numbers = {key if key == name else f"{name}_{key}": stated[key] for key in stated if key != "words"}
    return numbers | _part(sentence, name, stated.get("words"))


def _part(sentence: Sentence, name: str, quote: str | None) -> dict[str, Any]:
    if quote is None:
        return {}
    words = find(sentence, quote)
    return {f"{name}_start": words.start, f"{name}_end": words.end}


def _reliability(sentence: Sentence, tag: dict[str, Any]) -> dict[str, Any]:
    """A claim about the whole sentence, or about its `words`; `within` are the words of the claim it is told in."""
    leading = max((mark.end for mark in sentence.citations.all() if mark.place == "leading"), default=0)
    value: dict[str, Any] = _span(sentence, tag.get("words", sentence.text[leading:].strip())) | {
        "credibility": tag["credibility"],
        "rationale": tag["rationale"],
        "parent": _tag(sentence, "reliability", tag["within"]) if "within" in tag else None,
    }
    value |= {name: tag[name] for name in ("anonymous", "commitment", "check_worthiness") if name in tag}
    for part in ("source", "cue", "hedge"):
        value |= _part(sentence, part, tag.get(part))
    return value
