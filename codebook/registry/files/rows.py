"""Reading a file into rows: bytes to cells, before anything is asked of the database."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from common.spreadsheets import plain

from .layout import COLUMNS, ROW_KINDS
from .problems import FileProblem, RegistryFileProblem

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_ROWS: Final = 100_000
LONGEST_CELL: Final = 20_000
_DELIMITERS: Final = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file: its number, what it describes, and the cells of the columns that the file has."""

    line: int
    kind: str
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """The cell without outer space; empty when the file has no such column."""
        return self.cells.get(column, "").strip()


def read_rows(data: bytes) -> list[Row]:
    """The rows of a UTF-8 file with a header; RegistryFileProblem with every line that cannot be read."""
    text = _decoded(data)
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    previous = csv.field_size_limit(LONGEST_CELL)
    try:
        rows, problems = _read(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    finally:
        csv.field_size_limit(previous)
    if problems:
        raise RegistryFileProblem(problems)
    return rows


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        message = f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. Split it."
        raise RegistryFileProblem([FileProblem(1, "", message)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "This is not UTF-8. Save the file as “CSV UTF-8” and try again."
        raise RegistryFileProblem([FileProblem(line, "", message)]) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise RegistryFileProblem([FileProblem(line, "", "There is a NUL character here. Remove it.")])
    return text


def _read(lines: "Iterator[list[str]]") -> tuple[list[Row], list[FileProblem]]:
    reader = _Numbered(lines)
    try:
        header = [name.strip().lower() for name in next(reader.rows, [])]
        if faults := _header_faults(header):
            return [], faults
        rows, problems = list[Row](), list[FileProblem]()
        for line, cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(rows) >= MAX_ROWS:
                problems.append(FileProblem(line, "", f"A file has up to {MAX_ROWS:,} rows. Split it."))
                break
            if len(cells) != len(header):
                message = f"There are {len(cells)} cells here; the header names {len(header)} columns."
                problems.append(FileProblem(line, "", message))
                continue
            _add(rows, problems, line, {name: plain(cell) for name, cell in zip(header, cells, strict=True)})
    except csv.Error as error:
        return [], [
            FileProblem(reader.line, "", f"The line cannot be read as CSV ({error}). Look at its quotes.")
        ]
    return rows, problems


def _add(rows: list[Row], problems: list[FileProblem], line: int, cells: dict[str, str]) -> None:
    kind = cells.get("row", "").strip().lower() or "actor"
    if kind in ROW_KINDS:
        rows.append(Row(line, kind, cells))
    else:
        problems.append(FileProblem(line, "row", f"Write one of {', '.join(ROW_KINDS)}."))


def _header_faults(header: list[str]) -> list[FileProblem]:
    faults = [
        FileProblem(1, name, f"There is no such column. The columns are {', '.join(COLUMNS)}.")
        for name in header
        if name not in COLUMNS
    ]
    faults += [
        FileProblem(1, name, "This column is there twice.")
        for name in dict.fromkeys(header)
        if header.count(name) > 1 and name in COLUMNS
    ]
    if not faults and "name" not in header:
        faults.append(
            FileProblem(1, "name", "The first line names the columns, and “name” must be among them.")
        )
    return faults


class _Numbered:
    """Rows of a csv.reader with the number of the line on which each begins."""

    def __init__(self, rows: "Iterator[list[str]]") -> None:
        self.rows = rows
        self.line = 1

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        while True:
            self.line = getattr(self.rows, "line_num", 0) + 1
            try:
                cells = next(self.rows)
            except StopIteration:
                return
            yield self.line, cells
