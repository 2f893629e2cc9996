"""Taking fields out of what came from outside: each fault is noted with its place and what to send instead."""

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

LARGEST_OFFSET: Final = 2**31 - 1
LARGEST_ID: Final = 2**63 - 1
_UID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


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

    def word(self, field: str, choices: tuple[str, ...]) -> str:
        """One of `choices`, or empty: not stated."""
        given = self.take(field, "")
        if given is None or given == "":
            return ""
        if not isinstance(given, str) or given not in choices:
            self.fault(field, f"Choose one of: {', '.join(choices)}; or leave it empty.")
            return ""
        return given

    def flag(self, field: str) -> bool:
        """True or false."""
        given = self.take(field, False)  # noqa: FBT003
        if not isinstance(given, bool):
            self.fault(field, "Send true or false.")
        return given is True

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
        start = self.number(f"{prefix}start", LARGEST_OFFSET)
        end = self.number(f"{prefix}end", LARGEST_OFFSET)
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
