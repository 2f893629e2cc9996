"""What is wrong with a file: where it stands and what to do, all of it at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from common.errors import Invalid

MOST_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One fault: the line of the file (1 is the header), the column's name or nothing, and what to do."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        where = f"line {self.line}" + (f", column {self.column}" if self.column else "")
        return f"{where}: {self.message}"


class RegistryFileProblem(Invalid):
    """The file cannot be used; nothing of it was imported."""

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        self.problems = list(problems)
        count = len(self.problems)
        message = (
            f"Nothing was imported: {self.problems[0]}"
            if count == 1
            else f"Nothing was imported: {count} places of the file need another look. The first is {self.problems[0]}"
        )
        super().__init__(
            message,
            code="registry-file",
            errors=[
                {
                    "field": f"line {one.line}{f', {one.column}' if one.column else ''}",
                    "message": one.message,
                }
                for one in self.problems[:MOST_SHOWN]
            ],
        )
