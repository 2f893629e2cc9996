"""JSON from strangers: parsed with a limit on nesting, and the fault named where it stands."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

from sources.importers.problems import ImportProblem, half_character

MOST_KEPT: Final = 2_000
"""How many characters of an unreadable value a list of leftovers shows."""


def parse(text: str | bytes, *, line: int | None = None) -> Any:
    """The value of a JSON text; ImportProblem when it is none. orjson refuses nesting deeper than 1024."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        if "surrogate" in error.msg:
            raise half_character(line=line, column=error.colno) from None
        reason = f"This is not valid JSON ({error.msg.partition(':')[0]})."
        at = line if line is not None else error.lineno
        raise ImportProblem.of(reason, "Export the file again.", line=at, column=error.colno) from None


def lines(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of a JSONL text with their line numbers from 1; empty lines are passed over."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line or line.isspace():
            continue
        row = parse(line, line=number)
        if not isinstance(row, dict):
            raise ImportProblem.of("This is not an object.", "Write one object on each line.", line=number)
        yield number, row


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def words_of(value: object) -> str:
    """A value as text: lists joined, numbers and truth as written; what PostgreSQL cannot keep is left out."""
    if isinstance(value, str):
        text = value
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, list):
        text = "; ".join(words_of(each) for each in value)
    elif value is None:
        text = ""
    elif isinstance(value, int | float):
        text = str(value)
    else:
        text = orjson.dumps(value).decode()
    return _UNSTORABLE.sub("", text)[:MOST_KEPT]


def whole(value: object) -> int | None:
    """A whole number, also written as 3.0; else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else None
