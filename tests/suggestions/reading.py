"""What suggestions say of a sentence, in short forms that tests compare."""

from collections.abc import Iterable
from typing import Any

from suggestions.engine import Context, Name, Suggestion, build_context, suggest

EMPTY = build_context()


def found(text: str, kind: str, context: Context = EMPTY) -> list[Suggestion]:
    """The suggestions of one kind."""
    return [one for one in suggest(text, context) if one.kind == kind]


def actors(text: str, names: Iterable[tuple[str, Any]] = (), context: Context | None = None) -> list[str]:
    """The quotes of the mentions that are linked to somebody."""
    known = context or build_context([Name(words, actor) for words, actor in names])
    return [one.quote for one in found(text, "actor", known) if one.value["actor"] or one.candidates]


def events(text: str, context: Context = EMPTY) -> list[tuple[str, str]]:
    """The triggers with their codes."""
    return [(one.quote, one.value["code"]) for one in found(text, "event", context)]


def cues(text: str, context: Context = EMPTY) -> list[str]:
    """The words of the attribution cues."""
    return words(text, "cue", context)


def words(text: str, part: str, context: Context = EMPTY) -> list[str]:
    """The words of a part (cue, hedge, source) of the accounts."""
    return [
        text[one.value[f"{part}_start"] : one.value[f"{part}_end"]]
        for one in found(text, "reliability", context)
        if f"{part}_start" in one.value
    ]


def deaths(text: str) -> list[tuple[int | None, int | None, int | None]]:
    """Low, best and high of each number of dead."""
    return [
        (one.value["deaths_low"], one.value["deaths_best"], one.value["deaths_high"])
        for one in found(text, "casualties")
        if "deaths_low" in one.value
    ]
