"""The one place that reads a scheme from outside: strict, and every fault told with its place and what to do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from common.errors import Invalid

from .content import CUES, EVENT_TYPES, KINDS, Entry, Mode, Scheme, clashes, with_keys
from .parsing import Parsed, Path, parse

VALUE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
KEY: Final = re.compile(r"[a-z0-9]{1,3}")
MOST_CODES: Final = 500
MOST_MODES: Final = 60
MOST_EXAMPLES: Final = 20
LENGTHS: Final = {"label": 120, "definition": 4000, "quad": 24, "title": 200, "credit": 2000, "example": 500}
PARTICIPANTS: Final = (
    "actor", "recipient", "victim", "place", "time", "instrument", "beneficiary", "third_party", "theme",
)  # fmt: skip
_ALWAYS: Final = ("value", "label", "key", "definition", "examples", "not_examples", "formerly")
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    EVENT_TYPES: (*_ALWAYS, "quad", "modes", "needs_recipient", "roles", "parent"),
    CUES: (*_ALWAYS, "group", "traits"),
}
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def read_file(raw: bytes, name: str) -> Scheme:
    """The scheme in a YAML or JSON file; Invalid lists every fault with file, line and what to do."""
    return Reader(parse(raw, name), name).scheme()


def read_entry(data: object, kind: str = EVENT_TYPES, name: str = "code") -> Entry:
    """One entry as a form or the API sends it; Invalid names the fields."""
    reader = Reader(Parsed(data), name)
    entry = reader.entry(data, (), kind)
    reader.refuse()
    return entry


@dataclass(slots=True)
class Reader:
    """Takes a parsed file apart and notes each fault."""

    parsed: Parsed
    name: str
    faults: list[dict[str, Any]] = field(default_factory=list)

    def fault(self, path: Path, message: str) -> None:
        """Note what cannot be used, where, and what to do."""
        line = self.parsed.line(path)
        where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).strip(".")
        place = ", ".join(part for part in (self.name, f"line {line}" if line else "", where) if part)
        self.faults.append({"field": where or "file", "message": message, "place": place})

    def refuse(self) -> None:
        """Raise Invalid when there was a fault."""
        if self.faults:
            first, more = self.faults[0], len(self.faults) - 1
            told = f"{first['place']}: {first['message']}" + (f" ({more} more)" if more else "")
            errors = [
                {"field": one["field"], "message": f"{one['place']}: {one['message']}"} for one in self.faults
            ]
            raise Invalid(told, errors=errors, code="codebook-file")

    def scheme(self) -> Scheme:
        """The whole file."""
        data = self.parsed.data
        if not isinstance(data, dict):
            self.fault((), "A codebook file is a mapping with slug, title and codes.")
            self.refuse()
        known = ("slug", "version", "kind", "title", "credit", "codes")
        self._refuse_others(data, (), known)
        kind = data.get("kind", EVENT_TYPES)
        if kind not in KINDS:
            self.fault(("kind",), f"Choose one of: {', '.join(KINDS)}.")
            kind = EVENT_TYPES
        slug = self._text(data, (), "slug", 40)
        if not SLUG.fullmatch(slug):
            self.fault(
                ("slug",), "Give a short name of small letters, digits and hyphens, such as our-codes."
            )
        version = data.get("version", 1)
        if isinstance(version, bool) or not isinstance(version, int) or not 1 <= version < 2**31:
            self.fault(("version",), "Give a whole number from 1.")
            version = 1
        title = self._text(data, (), "title", LENGTHS["title"])
        if not title:
            self.fault(("title",), "Give a title.")
        credit = self._text(data, (), "credit", LENGTHS["credit"])
        codes = self._codes(data.get("codes"), kind)
        self.refuse()
        keyed = tuple(codes) if kind == CUES else with_keys(codes)
        return Scheme(slug, version, kind, title, credit, keyed)

    def entry(self, data: object, path: Path, kind: str) -> Entry:
        """One code."""
        if not isinstance(data, dict):
            self.fault(path, "A code is a mapping with at least a value and a label.")
            return Entry("", "")
        self._refuse_others(data, path, FIELDS.get(kind, _ALWAYS))
        value = self._text(data, path, "value", 80 if kind == CUES else 40)
        if kind == CUES:
            if not value:
                self.fault((*path, "value"), "Give the words of the cue.")
        elif not VALUE.fullmatch(value):
            self.fault(
                (*path, "value"),
                "A value is 1 to 40 letters, digits, hyphens or underscores, such as PROTEST; in quotes where "
                "YAML would read it as a number or a yes.",
            )
        label = self._text(data, path, "label", LENGTHS["label"]) or (value if kind == CUES else "")
        if not label:
            self.fault((*path, "label"), "Give a label, the name people read.")
        key = self._text(data, path, "key", 3)
        if key and not KEY.fullmatch(key):
            self.fault((*path, "key"), "A key is 1 to 3 small letters or digits.")
        needs = data.get("needs_recipient", False)
        if not isinstance(needs, bool):
            self.fault((*path, "needs_recipient"), "Say true or false.")
        return Entry(
            value=value,
            label=label,
            key=key,
            definition=self._text(data, path, "definition", LENGTHS["definition"]),
            examples=self._texts(data, path, "examples"),
            not_examples=self._texts(data, path, "not_examples"),
            quad=self._text(data, path, "quad", LENGTHS["quad"]),
            modes=self._modes(data.get("modes", []), (*path, "modes")),
            needs_recipient=needs is True,
            roles=self._roles(data, path),
            parent=self._text(data, path, "parent", 40),
            group=self._text(data, path, "group", 40),
            traits=self._traits(data, path),
            formerly=self._texts(data, path, "formerly"),
        )

    def _codes(self, given: object, kind: str) -> list[Entry]:
        if not isinstance(given, list) or not 1 <= len(given) <= MOST_CODES:
            self.fault(("codes",), f"Give a list of 1 to {MOST_CODES} codes.")
            return []
        entries = [self.entry(item, ("codes", at), kind) for at, item in enumerate(given)]
        self._check_whole(entries)
        return entries

    def _check_whole(self, entries: list[Entry]) -> None:
        """What no code can break alone: values and keys once, parents that exist."""
        values: dict[str, int] = {}
        keys: dict[str, int] = {}
        for at, entry in enumerate(entries):
            if entry.value and (first := values.setdefault(entry.value, at)) != at:
                self.fault(
                    ("codes", at, "value"),
                    f"“{entry.value}” is there already ({self._place(first)}); give each code a value of its own.",
                )
            if not entry.key:
                continue
            if other := next((key for key in keys if clashes(entry.key, [key])), None):
                self.fault(
                    ("codes", at, "key"),
                    f"The key “{entry.key}” meets “{other}” ({self._place(keys[other])}): no key may begin with "
                    "another; choose another or leave it out.",
                )
            keys.setdefault(entry.key, at)
        for at, entry in enumerate(entries):
            if entry.parent and (entry.parent not in values or entry.parent == entry.value):
                self.fault(("codes", at, "parent"), f"There is no other code “{entry.parent}” in this file.")
            elif entry.parent and entries[values[entry.parent]].parent:
                self.fault(
                    ("codes", at, "parent"), f"“{entry.parent}” is a sub-type itself; two levels at most."
                )

    def _place(self, at: int) -> str:
        line = self.parsed.line(("codes", at))
        return f"line {line}, codes[{at}]" if line else f"codes[{at}]"

    def _modes(self, given: object, path: Path) -> tuple[Mode, ...]:
        if not isinstance(given, list) or len(given) > MOST_MODES:
            self.fault(path, f"Give a list of at most {MOST_MODES} modes.")
            return ()
        modes: list[Mode] = []
        for at, item in enumerate(given):
            data = {"value": item} if isinstance(item, str) else item
            if not isinstance(data, dict):
                self.fault((*path, at), "A mode is a word, or a mapping with value, label and definition.")
                continue
            self._refuse_others(data, (*path, at), ("value", "label", "definition"))
            value = self._text(data, (*path, at), "value", 40)
            if not VALUE.fullmatch(value):
                self.fault((*path, at), "A mode is 1 to 40 letters, digits, hyphens or underscores.")
            if any(value == mode.value for mode in modes):
                self.fault((*path, at), f"The mode “{value}” stands twice; keep one.")
            label = self._text(data, (*path, at), "label", LENGTHS["label"])
            plain = value.replace("-", " ").replace("_", " ").capitalize()
            modes.append(Mode(value, label or plain, self._text(data, (*path, at), "definition", 1000)))
        return tuple(modes)

    def _roles(self, data: Mapping[str, Any], path: Path) -> tuple[str, ...]:
        roles = self._texts(data, path, "roles")
        for role in roles:
            if role not in PARTICIPANTS:
                self.fault(
                    (*path, "roles"), f"“{role[:40]}” is no role; choose from: {', '.join(PARTICIPANTS)}."
                )
        return roles

    def _traits(self, data: Mapping[str, Any], path: Path) -> tuple[tuple[str, str], ...]:
        given = data.get("traits", {})
        if not isinstance(given, dict) or len(given) > MOST_EXAMPLES:
            self.fault((*path, "traits"), f"Give a mapping of at most {MOST_EXAMPLES} names to texts.")
            return ()
        return tuple((str(name)[:40], self._text(given, (*path, "traits"), str(name), 40)) for name in given)

    def _text(self, data: Mapping[str, Any], path: Path, name: str, longest: int) -> str:
        given = data.get(name, "")
        if not isinstance(given, str):
            self.fault((*path, name), "Give a text; put numbers, dates and yes or no in quotes.")
            return ""
        text = given.strip()
        if _UNPRINTABLE.search(text):
            self.fault((*path, name), "The text holds a control character; remove it.")
            return ""
        if len(text) > longest:
            self.fault((*path, name), f"The text has {len(text):,} characters; {longest:,} is the most.")
        return text

    def _texts(self, data: Mapping[str, Any], path: Path, name: str) -> tuple[str, ...]:
        given = data.get(name, [])
        most = MOST_CODES if name == "formerly" else MOST_EXAMPLES
        if not isinstance(given, list) or len(given) > most:
            self.fault((*path, name), f"Give a list of at most {most} texts.")
            return ()
        found = (
            self._text({"text": item}, (*path, name, at), "text", LENGTHS["example"])
            for at, item in enumerate(given)
        )
        return tuple(text for text in found if text)

    def _refuse_others(self, data: Mapping[str, Any], path: Path, known: tuple[str, ...]) -> None:
        for name in data:
            if name not in known:
                shown = str(name)[:40].encode("utf-8", "replace").decode()
                self.fault(path, f"There is no field “{shown}” here; the fields are: {', '.join(known)}.")
