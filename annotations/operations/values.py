"""The value of a tag in canonical form, and the one place that reads it from outside.

A canonical value is a plain dict with every field of its kind and nothing else: what revisions and snapshots keep, what
is compared, what the wire carries. Offsets count code points of the sentence's received text. A field ending in `_from`
is null or the words of another sentence of the same source: {sentence, start, end, quote}.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from annotations.models import CREDIBILITIES, OUTCOMES

from .event_values import CODED, read_codes, read_counts, read_date, read_how, read_participants, read_place
from .reading import LARGEST_ID, LARGEST_OFFSET, Reader
from .reliability_values import read_attribution
from .spots import Value

LONGEST_NOTE: Final = 10_000
LONGEST_QUESTION: Final = 2_000
SPANS: Final[Mapping[str, tuple[str, ...]]] = {
    "event": ("", "date_", "place_", "deaths_", "injured_", "arrested_"),
    "actor": ("",),
    "reliability": ("", "source_", "cue_", "hedge_"),
}
BORROWED: Final[Mapping[str, tuple[str, ...]]] = {
    "event": ("date_from", "place_from"),
    "actor": (),
    "reliability": ("source_from",),
}
_TARGETS: Final[Mapping[str, tuple[str, ...]]] = {
    "event": CODED,
    "actor": ("actor",),
    "reliability": ("source_start", "source_end"),
}


def _spot(reader: Reader) -> Value:
    start, end = reader.span(required=True)
    if not reader.has("quote"):
        reader.fault("quote", "Send the words at this span, so that a shifted offset is noticed.")
    return {
        "start": start,
        "end": end,
        "quote": reader.text("quote", longest=LARGEST_OFFSET),
        "note": reader.text("note", longest=LONGEST_NOTE),
    }


def _event(reader: Reader) -> Value:
    return {
        **_spot(reader),
        **read_codes(reader),
        **read_date(reader),
        **read_place(reader),
        **read_counts(reader),
        **read_how(reader),
        "participants": read_participants(reader),
    }


def _actor(reader: Reader) -> Value:
    return _spot(reader) | {"actor": reader.number("actor", LARGEST_ID, smallest=1)}


def _reliability(reader: Reader) -> Value:
    value = _spot(reader)
    credibility = reader.take("credibility")
    if isinstance(credibility, int) and not isinstance(credibility, bool):
        credibility = str(credibility)
    if credibility not in CREDIBILITIES:
        reader.fault(
            "credibility", "Choose a grade from 1 (confirmed) to 5 (improbable), or 6 (cannot be judged)."
        )
    value["credibility"] = credibility
    value["rationale"] = reader.text("rationale", longest=LONGEST_NOTE)
    if credibility != "6" and not value["rationale"].strip():
        reader.fault("rationale", "Say why, in a few words; only grade 6 needs no reason.")
    return value | read_attribution(reader)


_KINDS: Mapping[str, Callable[[Reader], Value]] = {
    "event": _event,
    "actor": _actor,
    "reliability": _reliability,
}


def read_value(kind: str, data: object, path: str, faults: list[dict[str, Any]]) -> Value:
    """The canonical value of a tag of `kind`. What is wrong with `data` is added to `faults`."""
    reader = Reader(data, path, faults)
    value = _KINDS[kind](reader)
    reader.refuse_others()
    return value


def read_mark(data: object, path: str, faults: list[dict[str, Any]]) -> Value:
    """The canonical value of a mark: an outcome and a question for the lead."""
    reader = Reader(data, path, faults)
    value = {
        "outcome": reader.choice("outcome", OUTCOMES, "open"),
        "question": reader.text("question", longest=LONGEST_QUESTION).strip(),
    }
    reader.refuse_others()
    return value


def misfits(kind: str, value: Value, text: str) -> list[tuple[str, str]]:
    """What does not fit the sentence `text`: pairs of a field and a message."""
    found: list[tuple[str, str]] = []
    for part in SPANS[kind]:
        start, end = value[f"{part}start"], value[f"{part}end"]
        if end is not None and end > len(text):
            found.append(
                (
                    f"{part}end",
                    f"The span [{start}, {end}) ends outside the sentence of {len(text)} characters.",
                )
            )
        elif not part and text[start:end] != value["quote"]:
            found.append(
                (
                    "quote",
                    f"The sentence reads “{text[start:end][:80]}” at [{start}, {end}); select the words again.",
                )
            )
    return found


def twin_key(kind: str, value: Value) -> tuple[object, ...]:
    """Two tags of one set with the same key are the same tag twice."""
    return (kind, value["start"], value["end"], *(value[part] for part in _TARGETS[kind]))
