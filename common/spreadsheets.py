"""Text in the cells of a CSV file: shown by a spreadsheet, never run, and read back as it was."""

import re
from typing import Final

_FORMULA: Final = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")
_SUSPECT: Final = frozenset("'=+-@＝＋－＠")


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it rather than runs it: what reads as a formula gets an apostrophe in front.

    Reversible: apostrophes before such a beginning are kept, so taking one off gives the text back.
    """
    first = text[:1]
    if (first in _SUSPECT or first.isspace()) and _FORMULA.match(text):
        return f"'{text}"
    return text


def plain(cell: str) -> str:
    """The text that `harmless` made this cell from."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
