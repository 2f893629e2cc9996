"""The value of a tag in canonical form, and the one place that reads it from outside.

A canonical value is a plain dict with every field of its kind and nothing else: what revisions and snapshots keep, what
is compared, what the wire carries. Offsets count code points of the sentence's received text.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias
from uuid import UUID

from annotations.models import CREDIBILITIES, MODALITIES, OUTCOMES, POLARITIES, ROLES
from common.edtf import is_edtf

Value: TypeAlias = dict[str, Any]

LONGEST_NOTE: Final = 10_000
LONGEST_QUESTION: Final = 2_000
MOST_PARTICIPANTS: Final = 100
SPANS: Final[Mapping[str, tuple[str, ...]]] = {
    "event": ("", "date_"),
    "actor": ("",),
    "reliability": ("", "source_", "cue_", "hedge_"),
}
_TARGETS: Final[Mapping[str, tuple[str, ...]]] = {
    "event": ("codebook", "code"),
    "actor": ("actor",),
    "reliability": ("source_start", "source_end"),
}
_LARGEST_OFFSET = 2**31 - 1
_LARGEST_ID = 2**63 - 1
_UID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ROLE_ORDER = {role: place for place, role in enumerate(ROLES)}


class Reader:
    """Takes fields out of one JSON object, noting each fault as {field, message} under `path`."""

    def __init__(self, data: object, path: str, faults: list[dict[str, Any]]) -> None:
        self.path = path
        self.faults = faults
        self._taken: set[str] = set()
        self._data: Mapping[str, Any] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            self.fault("", "Send a JSON object.")

    def fault(self, field: str, message: str) -> None:
        """Note that `field` cannot be used and what to send instead."""
        self.faults.append(
            {"field": ".".join(part for part in (self.path, field) if part), "message": message}
        )

    def has(self, field: str) -> bool:
        """Whether the field was sent, null included."""
        return field in self._data

    def take(self, field: str, default: Any = None) -> Any:
        """The field as sent; it counts as known from here on."""
        self._taken.add(field)
        return self._data.get(field, default)

    def text(self, field: str, *, longest: int, default: str | None = "") -> str:
        """A text that the database can keep. `default` None: it must be sent."""
        given = self.take(field, default)
        if not isinstance(given, str):
            self.fault(field, "Send a text.")
            return ""
        if _UNSTORABLE.search(given):
            self.fault(field, "The text holds a NUL character or half a character; remove it.")
            return ""
        if len(given) > longest:
            self.fault(field, f"The text has {len(given):,} characters; {longest:,} is the most.")
        return given

    def choice(self, field: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """One of `choices`."""
        given = self.take(field, default)
        if not isinstance(given, str) or given not in choices:
            self.fault(field, f"Choose one of: {', '.join(choices)}.")
            return choices[0]
        return given

    def number(self, field: str, largest: int, *, smallest: int = 0) -> int | None:
        """A whole number, or null."""
        given = self.take(field)
        if given is None:
            return None
        if isinstance(given, bool) or not isinstance(given, int) or not smallest <= given <= largest:
            self.fault(field, f"Send a whole number from {smallest} to {largest}.")
            return None
        return given

    def uid(self, field: str) -> str:
        """A UUID, in lower case."""
        return self.as_uid(field, self.take(field))

    def as_uid(self, field: str, given: object) -> str:
        """`given` as a UUID in lower case."""
        if isinstance(given, UUID):
            return str(given)
        if not isinstance(given, str) or not _UID.fullmatch(given):
            self.fault(field, "Send a UUID such as 3f2b8c1e-5d0a-4a51-9b0e-0c8f6a1f7d42.")
            return ""
        return given.lower()

    def span(self, prefix: str = "", *, required: bool = False) -> tuple[int | None, int | None]:
        """A pair of offsets; both or neither."""
        start = self.number(f"{prefix}start", _LARGEST_OFFSET)
        end = self.number(f"{prefix}end", _LARGEST_OFFSET)
        if start is not None and end is not None and start >= end:
            self.fault(f"{prefix}start", f"A span ends after it starts; this one is [{start}, {end}).")
        elif (start is None) != (end is None) or (required and start is None):
            self.fault(f"{prefix}start", f"Send {prefix}start and {prefix}end together.")
        return start, end

    def refuse_others(self) -> None:
        """Note every field that nobody took: a misspelt field must not be lost in silence."""
        for field in self._data:
            if field not in self._taken:
                name = str(field)[:60].encode("utf-8", "replace").decode()  # a name may hold half a character
                self.fault(name, "There is no such field.")


def _spot(reader: Reader) -> Value:
    start, end = reader.span(required=True)
    if not reader.has("quote"):
        reader.fault("quote", "Send the words at this span, so that a shifted offset is noticed.")
    return {
        "start": start,
        "end": end,
        "quote": reader.text("quote", longest=_LARGEST_OFFSET),
        "note": reader.text("note", longest=LONGEST_NOTE),
    }


def _participants(reader: Reader) -> list[Value]:
    given = reader.take("participants", [])
    if not isinstance(given, list) or len(given) > MOST_PARTICIPANTS:
        reader.fault("participants", f"Send a list of at most {MOST_PARTICIPANTS} participants.")
        return []
    links: list[Value] = []
    for place, item in enumerate(given):
        one = Reader(item, f"{reader.path}.participants[{place}]", reader.faults)
        link = {"role": one.choice("role", ROLES), "actor": one.uid("actor")}
        one.refuse_others()
        if link in links:
            one.fault("actor", "This actor already stands in this role; send each pair once.")
        links.append(link)
    return sorted(links, key=lambda link: (_ROLE_ORDER[link["role"]], link["actor"]))


def _event(reader: Reader) -> Value:
    value = _spot(reader)
    code = reader.take("code")
    codebook = reader.take("codebook")
    for field, given in (("code", code), ("codebook", codebook)):
        if given is not None and (not isinstance(given, str) or not 0 < len(given) <= 60):
            reader.fault(field, "Send the name of a code, or null while it is open.")
    edtf = reader.text("date_edtf", longest=64)
    if edtf and not is_edtf(edtf):
        reader.fault(
            "date_edtf", "This is no EDTF date. Examples: 2007-06-14, XXXX-11-12, 2007-06, 2007-06~."
        )
    date_start, date_end = reader.span("date_")
    return value | {
        "code": code if isinstance(code, str) else None,
        "codebook": codebook if isinstance(code, str) and isinstance(codebook, str) else None,
        "date_edtf": edtf,
        "date_start": date_start,
        "date_end": date_end,
        "modality": reader.choice("modality", MODALITIES, "asserted"),
        "polarity": reader.choice("polarity", POLARITIES, "positive"),
        "participants": _participants(reader),
    }


def _actor(reader: Reader) -> Value:
    return _spot(reader) | {"actor": reader.number("actor", _LARGEST_ID, smallest=1)}


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
    for part in ("source_", "cue_", "hedge_"):
        value[f"{part}start"], value[f"{part}end"] = reader.span(part)
    value["rationale"] = reader.text("rationale", longest=LONGEST_NOTE)
    if credibility != "6" and not value["rationale"].strip():
        reader.fault("rationale", "Say why, in a few words; only grade 6 needs no reason.")
    return value


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
