"""Values kept before tags had all their fields, read as if they had stated nothing in the new ones.

Revisions and snapshots are immutable, so what they hold is completed where it is read. The digest of an operation
leaves out what is not stated: an operation that was accepted before the fields came, and is sent again after, is known.
"""

from collections.abc import Mapping
from typing import Any, Final

from .spots import Value

NOTHING_STATED: Final[Mapping[str, Mapping[str, Any]]] = {
    "event": {
        "modes": [],
        "other_codes": [],
        "date_from": None,
        "date_resolved": "",
        "date_basis": "",
        "date_prec": None,
        "place_name": "",
        "place_start": None,
        "place_end": None,
        "place_from": None,
        "place_basis": "",
        "country": "",
        "latitude": None,
        "longitude": None,
        "where_prec": None,
        "deaths_low": None,
        "deaths_best": None,
        "deaths_high": None,
        "deaths_start": None,
        "deaths_end": None,
        "injured": None,
        "injured_start": None,
        "injured_end": None,
        "arrested": None,
        "arrested_start": None,
        "arrested_end": None,
        "tense": "unspecified",
        "genericity": "specific",
    },
    "actor": {},
    "reliability": {
        "source_from": None,
        "source_basis": "",
        "parent": None,
        "anonymous": False,
        "commitment": "",
        "check_worthiness": "",
    },
}
_NO_FILLER: Final[Mapping[str, Any]] = {"from": None, "basis": ""}


def completed(kind: str, value: Value) -> Value:
    """The value with every field of its kind; the same object when it lacks none."""
    if kind not in NOTHING_STATED or all(field in value for field in NOTHING_STATED[kind]):
        return value
    whole = {field: _copy(nothing) for field, nothing in NOTHING_STATED[kind].items()} | value
    if kind == "event":
        whole["participants"] = [{**_NO_FILLER, **link} for link in value["participants"]]
    return whole


def stated(kind: str, value: Value) -> Value:
    """The value without the newer fields that state nothing: what an operation's digest is made of."""
    nothing = NOTHING_STATED.get(kind, {})
    told = {field: part for field, part in value.items() if field not in nothing or part != nothing[field]}
    if kind == "event":
        told["participants"] = [
            {field: part for field, part in link.items() if part != _NO_FILLER.get(field, ...)}
            for link in value.get("participants", [])
        ]
    return told


def completed_entry(entry: dict[str, Any]) -> dict[str, Any]:
    """A revision's step with whole values."""
    parts = {
        part: completed(entry["kind"], entry[part])
        for part in ("value", "before")
        if isinstance(entry.get(part), dict)
    }
    return {**entry, **parts}


def _copy(nothing: Any) -> Any:
    return list(nothing) if isinstance(nothing, list) else nothing
