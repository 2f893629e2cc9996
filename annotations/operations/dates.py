"""Whether a text is a date in EDTF (ISO 8601-2), as the sentence alone gives it.

`edtf_validate` decides: it reads the standard's grammar and the calendar. It ignores a final newline and takes
milliseconds, so the characters are looked at first, plain days are read by `datetime`, and answers are kept.
"""

import re
from datetime import date
from functools import lru_cache

from edtf_validate.valid_edtf import is_valid

LONGEST = 64
_CHARACTERS = re.compile(r"[0-9A-Z?~%./,:+\-\[\]{}]{1,64}")
_PLAIN_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@lru_cache(maxsize=4096)
def is_edtf(text: str) -> bool:
    """Whether `text` is valid EDTF of any level: `2007-11-12`, `XXXX-11-12`, `2007-06~`, `2006/2007`."""
    if not _CHARACTERS.fullmatch(text):
        return False
    if _PLAIN_DAY.fullmatch(text) and not text.startswith("0000"):
        try:
            date.fromisoformat(text)
        except ValueError:
            return False
        return True
    try:
        return bool(is_valid(text))
    except Exception:  # a validator that stumbles has not said yes
        return False
