"""How names are compared: one normal form, and trigrams to find what was typed wrongly.

NFC, case, apostrophes, dashes and a leading article (the, al-) are levelled; the raw text is kept beside it.
"""

import re
import unicodedata

_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼʿʾ`´"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_ARTICLE = re.compile(r"^(?:the\s+|al[-\s]|el[-\s]|ال(?=\w{3}))", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def normalised(name: str) -> str:
    """The form under which names are the same name."""
    text = unicodedata.normalize("NFC", name).translate(_APOSTROPHES).translate(_DASHES)
    text = _SPACE.sub(" ", text).strip().casefold()
    return _ARTICLE.sub("", text, count=1) or text


def trigrams(name: str) -> list[str]:
    """The sorted, distinct three-letter windows of the normal form without marks, padded at both ends."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", normalised(name)) if not unicodedata.combining(c))
    padded = f"  {bare} "
    return sorted({padded[i : i + 3] for i in range(len(padded) - 2)})
