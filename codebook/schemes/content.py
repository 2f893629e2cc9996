"""What a scheme holds, as plain immutable data: what files say, versions keep and drafts change."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

EVENT_TYPES, ROLES, SCALE, REASONS, CUES = KINDS = ("event_types", "roles", "scale", "reasons", "cues")
DEFAULTS: Final[Mapping[str, Any]] = {
    "key": "", "definition": "", "examples": (), "not_examples": (), "quad": "", "modes": (), "needs_recipient": False,
    "roles": (), "parent": "", "group": "", "traits": (), "formerly": (),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mode:
    """A finer kind of a code."""

    value: str
    label: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One code. `parent` is the value of the code it is a sub-type of.

    `roles` are those that fit, none named: all. `traits`: what else is known of a cue.
    `formerly`: the codes of the version before that became this one.
    """

    value: str
    label: str
    key: str = ""
    definition: str = ""
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()
    quad: str = ""
    modes: tuple[Mode, ...] = ()
    needs_recipient: bool = False
    roles: tuple[str, ...] = ()
    parent: str = ""
    group: str = ""
    traits: tuple[tuple[str, str], ...] = ()
    formerly: tuple[str, ...] = ()

    @property
    def mode_values(self) -> list[str]:
        """The modes by value, in order."""
        return [mode.value for mode in self.modes]

    def as_data(self) -> dict[str, Any]:
        """The entry as a file says it: what is empty is left out."""
        data: dict[str, Any] = {"value": self.value, "label": self.label}
        for name, nothing in DEFAULTS.items():
            given = getattr(self, name)
            if given == nothing:
                continue
            if name == "modes":
                data[name] = [
                    {"value": mode.value, "label": mode.label, "definition": mode.definition}
                    for mode in given
                ]
            elif name == "traits":
                data[name] = dict(given)
            else:
                data[name] = list(given) if isinstance(given, tuple) else given
        return data


@dataclass(frozen=True, slots=True)
class Scheme:
    """A whole scheme. Every entry has a key."""

    slug: str
    version: int
    kind: str
    title: str
    credit: str
    codes: tuple[Entry, ...]

    def as_data(self) -> dict[str, Any]:
        """The scheme as a file says it."""
        return {
            "slug": self.slug,
            "version": self.version,
            "kind": self.kind,
            "title": self.title,
            "credit": self.credit,
            "codes": [entry.as_data() for entry in self.codes],
        }

    @property
    def sha256(self) -> str:
        """A hash of everything the scheme says, however its file was laid out."""
        text = json.dumps(self.as_data(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def with_keys(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries, those without a key given one; no key is the beginning of another, so typing it selects at once."""
    given = list(entries)
    taken = {entry.key for entry in given if entry.key}
    done = []
    for entry in given:
        key = entry.key or _free_key(entry.value, taken)
        taken.add(key)
        done.append(entry if entry.key else replace(entry, key=key))
    return tuple(done)


def _free_key(value: str, taken: set[str]) -> str:
    """The first letter with the first later letter that is free, then with digits."""
    letters = [c for c in value.lower() if c.isascii() and c.isalnum()] or ["x"]
    tries = [letters[0] + later for later in [*letters[1:], *"0123456789abcdefghijklmnopqrstuvwxyz"]]
    tries += [letters[0] + one + two for one in "xyz" for two in "0123456789abcdefghijklmnopqrstuvwxyz"]
    tries += [f"{one}{two}{three}" for one in "qzxj" for two in "0123456789" for three in "0123456789"]
    return next((key for key in tries if not clashes(key, taken)), "")


def clashes(key: str, others: Iterable[str]) -> bool:
    """Whether the key is another's, or one of both begins with the other."""
    return any(other.startswith(key) or key.startswith(other) for other in others)
