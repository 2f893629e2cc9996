"""Which suggestions are offered on a sentence: not what is tagged already, not what was rejected there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from .engine import Suggestion

Value = dict[str, Any]
NUMBERS: Final = ("deaths_low", "deaths_best", "deaths_high", "injured", "arrested")


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggestion as the page gets it.

    `event` is the uid of the event tag that `value` would change; None: it adds a tag. `candidates` are ids and labels
    of the actors a shared name may mean. `parent_key` is the key of the claim in whose content this one is told.
    """

    suggestion: Suggestion
    event: str | None = None
    candidates: tuple[tuple[Any, str], ...] = ()
    parent_key: str | None = None
    value: Value = field(default_factory=dict)


def offers(
    suggestions: Iterable[Suggestion],
    tags: Iterable[Mapping[str, Any]],
    rejected: set[str],
    labels: Mapping[Any, str],
) -> list[Offer]:
    """The offers in reading order. `tags` are {kind, tag, value} of the sentence's set."""
    rows = list(tags)
    found = []
    for one in suggestions:
        if one.key in rejected:
            continue
        offer = _offered(one, rows, labels)
        if offer is not None:
            found.append(offer)
    return found


def _offered(one: Suggestion, tags: list[Mapping[str, Any]], labels: Mapping[Any, str]) -> Offer | None:
    values = [tag["value"] for tag in tags if tag["kind"] == one.kind]
    if one.kind in ("date", "casualties"):
        return _for_event(one, [tag for tag in tags if tag["kind"] == "event"])
    if any(_says_so(one, value) for value in values):
        return None
    value = {"start": one.start, "end": one.end, "quote": one.quote, **one.value}
    candidates = tuple((actor, labels.get(actor, str(actor))) for actor in one.candidates)
    return Offer(one, None, candidates, value.pop("parent_key", None), value)


def _says_so(one: Suggestion, value: Mapping[str, Any]) -> bool:
    """Whether a tag of the same kind stands there already."""
    if one.kind == "actor":
        return bool(value["start"] == one.start and value["end"] == one.end)
    if one.kind == "event":
        return bool(value["start"] < one.end and one.start < value["end"])
    part = "cue" if "cue_start" in one.value else "hedge"
    start, end = value.get(f"{part}_start"), value.get(f"{part}_end")
    if start is not None and end is not None:
        return bool(start < one.value[f"{part}_end"] and one.value[f"{part}_start"] < end)
    return bool(value["start"] == one.start and value["end"] == one.end)


def _for_event(one: Suggestion, events: list[Mapping[str, Any]]) -> Offer | None:
    """A date or a number for the nearest event that has none of its own; nothing while no event is tagged."""
    is_open = _lacks_date if one.kind == "date" else _lacks_numbers(one)
    taken = [
        tag for tag in events
        if one.kind == "date" and tag["value"].get("date_start") == one.start and one.start is not None
    ]  # fmt: skip
    free = [tag for tag in events if is_open(tag["value"])]
    if not free or (one.kind == "casualties" and _is_taken(one, events)) or (taken and not free):
        return None
    nearest = min(free, key=lambda tag: (abs(tag["value"]["start"] - one.start), tag["value"]["start"]))
    return Offer(one, nearest["tag"], (), None, dict(one.value))


def _lacks_date(value: Mapping[str, Any]) -> bool:
    return not value.get("date_edtf") and value.get("date_start") is None and value.get("date_from") is None


def _lacks_numbers(one: Suggestion) -> Any:
    names = [name for name in NUMBERS if name in one.value]
    return lambda value: all(value.get(name) is None for name in names)


def _is_taken(one: Suggestion, events: list[Mapping[str, Any]]) -> bool:
    """Whether an event rests on these words already."""
    starts = [name for name in one.value if name.endswith("_start")]
    return any(tag["value"].get(name) == one.value[name] for tag in events for name in starts)
