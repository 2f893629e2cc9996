"""What the registry takes for a name, a kind, a country, an id or a date; each refusal names the field."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from codebook.models import ACTOR_KINDS, ACTOR_STATUSES, INTER_CODES
from codebook.names import normalised
from common.countries import is_country
from common.errors import Invalid

from .sectors import sectors

Check = Callable[[Any], bool]

_QID = re.compile(r"Q[1-9]\d{0,18}", re.ASCII)
_UCDP = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_KEY = re.compile(r"[^\s#][^\x00-\x1f\x7f]{0,63}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?", re.ASCII)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_UNPRINTABLE_IN_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
LONGEST_DESCRIPTION: Final = 10_000


def checked_name(field: str, text: str) -> str:
    """The name without outer space; Invalid when empty, over 200 characters or with control characters."""
    name = text.strip()
    if not name or len(name) > 200 or _UNPRINTABLE.search(name) or not normalised(name):
        message = "Give a name of 1 to 200 printable characters."
        raise Invalid(message, errors=[{"field": field, "message": message}])
    return name


def check(field: str, message: str, *, holds: bool) -> None:
    """Invalid about this field unless it `holds`."""
    if not holds:
        raise Invalid(message, errors=[{"field": field, "message": message}])


def is_line(text: object, longest: int) -> bool:
    """Whether it is a text of one line, at most so long, empty allowed."""
    return isinstance(text, str) and len(text) <= longest and not _UNPRINTABLE.search(text)


def is_language(text: str) -> bool:
    """Whether it is empty or a language code."""
    return text == "" or bool(_LANGUAGE.fullmatch(text))


def _is_sectors(value: object) -> bool:
    return (
        isinstance(value, list)
        and all(one in sectors() for one in value)
        and len(set(value)) == len(value)
        and len(value) <= len(sectors())
    )


FIELDS: Final[Mapping[str, tuple[Check, str]]] = {
    "key": (
        lambda value: bool(_KEY.fullmatch(value)) and value == value.strip(),
        "A key has 1 to 64 printable characters and does not begin with #.",
    ),
    "kind": (lambda value: value in ACTOR_KINDS, f"Choose a kind: {', '.join(ACTOR_KINDS)}."),
    "status": (lambda value: value in ACTOR_STATUSES, f"Choose a status: {', '.join(ACTOR_STATUSES)}."),
    "inter": (
        lambda value: value is None or (value in INTER_CODES and not isinstance(value, bool)),
        "ACLED's inter code is a number from 1 to 8, or empty.",
    ),
    "sectors": (_is_sectors, f"Choose sectors, each once: {', '.join(sectors())}."),
    "country": (
        lambda value: value == "" or is_country(value),
        "Give a two-letter ISO 3166 code in capitals, such as PS.",
    ),
    "wikidata": (
        lambda value: value == "" or bool(_QID.fullmatch(value)),
        "A Wikidata id looks like Q171644.",
    ),
    "ucdp": (lambda value: value == "" or bool(_UCDP.fullmatch(value)), "A UCDP id is a number such as 206."),
    "description": (
        lambda value: len(value) <= LONGEST_DESCRIPTION and not _UNPRINTABLE_IN_TEXT.search(value),
        f"A description has up to {LONGEST_DESCRIPTION:,} characters, none of them control characters.",
    ),
}


def faults_of(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What cannot be used among an actor's fields: {field, message} for each."""
    return [
        {"field": field, "message": FIELDS[field][1]}
        for field, value in values.items()
        if field in FIELDS and not FIELDS[field][0](value)
    ]


def check_fields(values: Mapping[str, Any]) -> None:
    """Invalid with every field that cannot be used and what to give instead."""
    if faults := faults_of(values):
        raise Invalid(str(faults[0]["message"]), errors=faults)
