"""What is wrong with a received text: where, why, and what to do."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from common.errors import Invalid

MAX_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `line` and `column` count from 1, columns in characters; null when it is about the whole."""

    reason: str
    remedy: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        place = ", ".join(
            f"{name} {number:,}" for name, number in (("line", self.line), ("column", self.column)) if number
        )
        words = f"{self.reason} {self.remedy}"
        return f"{place.capitalize()}: {words}" if place else words

    def as_error(self) -> dict[str, Any]:
        """The fault as the rim shows it."""
        return {
            "field": "text",
            "message": str(self),
            "reason": self.reason,
            "remedy": self.remedy,
            "line": self.line,
            "column": self.column,
        }


class ImportProblem(Invalid):
    """Nothing was imported, and why: at least one problem, at most MAX_PROBLEMS."""

    code = "import-problem"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first, more = self.problems[0], len(self.problems) - 1
        message = f"{first} ({more} more.)" if more else str(first)
        super().__init__(message, errors=[problem.as_error() for problem in self.problems])

    @classmethod
    def of(
        cls, reason: str, remedy: str, *, line: int | None = None, column: int | None = None
    ) -> "ImportProblem":
        """An ImportProblem with one problem."""
        return cls([Problem(reason, remedy, line, column)])


class Problems:
    """Collects problems so that a person sees up to MAX_PROBLEMS at once; raises when full and at the end."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    @contextmanager
    def collecting(self, *, line: int | None = None) -> Iterator[None]:
        """Keep what the block raises and go on after it; `line` is where, when the block works on one line."""
        try:
            yield
        except ImportProblem as problem:
            found = problem.problems
            self._found.extend(found if line is None else [replace(each, line=line) for each in found])
            if len(self._found) >= MAX_PROBLEMS:
                raise ImportProblem(self._found[:MAX_PROBLEMS]) from None

    def raise_if_any(self) -> None:
        """Raise what was found."""
        if self._found:
            raise ImportProblem(self._found)


def half_character(*, line: int | None = None, column: int | None = None) -> ImportProblem:
    """The problem of a lone surrogate."""
    return ImportProblem.of(
        "There is half of a character (a lone surrogate).",
        "Remove it, or write the whole character, and import again.",
        line=line,
        column=column,
    )


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset in a text with normalised newlines."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
