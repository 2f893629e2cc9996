"""What may be said of a source beside its text, and the check of each field. JSONL, forms and the API share it."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from sources.decoding import normalise

from .drafts import SourceMetadata
from .problems import ImportProblem

LIMITS: Final[Mapping[str, int]] = {
    "url": 2000,
    "outlet": 200,
    "author": 300,
    "language": 12,
    "published": 40,
    "licence": 200,
    "external_id": 200,
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def read_metadata(fields: Mapping[str, object]) -> SourceMetadata:
    """The metadata that `fields` state; unknown names are ignored, a wrong value raises ImportProblem."""
    values = {
        name: clean_text(name, fields[name], limit) for name, limit in LIMITS.items() if fields.get(name)
    }
    published = values.pop("published", "")
    for name, check in _CHECKS.items():
        if values.get(name):
            check(values[name])
    return SourceMetadata(**values, published_on=_day(published) if published else None)


def clean_text(name: str, value: object, limit: int) -> str:
    """A text on one line, within its limit."""
    if not isinstance(value, str):
        raise ImportProblem.of(f"“{name}” is not a text.", "Write it between quotation marks.")
    clean = " ".join(normalise(value).split())
    if len(clean) > limit:
        raise ImportProblem.of(
            f"“{name}” has {len(clean):,} characters; the most is {limit:,}.", "Shorten it."
        )
    return clean


def check_url(value: str, *, field: str = "url") -> None:
    """Raise ImportProblem unless `value` is an http or https address."""
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable or " " in value:
        raise ImportProblem.of(
            f"“{field}” is not a web address.", "Write it in full, with https:// in front."
        )


def _check_language(value: str) -> None:
    if not _LANGUAGE.fullmatch(value):
        raise ImportProblem.of("“language” is not a language code.", "Write it as en or ar-EG.")


def _day(value: str) -> date:
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        raise ImportProblem.of("“published” is not a day.", "Write it as 2024-03-19.") from None


_CHECKS: Final[Mapping[str, Callable[[str], Any]]] = {"url": check_url, "language": _check_language}
